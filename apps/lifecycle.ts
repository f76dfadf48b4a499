import { type Config, ConfigError, logger, readConfig } from '#platform';
import { StartRefused } from './start-refused.js';

/** Ctrl-C reaches us twice under npm: from the terminal, and forwarded by npm right after. That is one wish, not two. */
const sameWishMs = 1_000;
/** What comes on top of SHUTDOWN_SECONDS: handing back jobs (5 s) and the database (up to 13 s). */
const restOfStopMs = 20_000;

/** What has been started so far, so that it can be stopped in the opposite order at any moment, also half-way. */
export class Lifecycle {
  private readonly steps: (() => Promise<void>)[] = [];
  private stopping: Promise<void> | undefined;
  private wishedAt = 0;

  /** Whether the process is on its way out; a start that fails then has failed because of it. */
  get ends(): boolean {
    return this.stopping !== undefined;
  }

  onStop(step: () => Promise<void>): void {
    this.steps.push(step);
  }

  /** @returns once everything has stopped; a step that fails does not keep the others from stopping */
  async stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      await step().catch((error: unknown) => logger.error({ err: error }, 'a part did not stop cleanly'));
    }
  }

  /** The first signal ends gracefully, a later one at once. */
  async wish(signal: NodeJS.Signals, shutdownSeconds: number): Promise<void> {
    const repeated = this.wishedAt > 0;
    if (repeated && Date.now() - this.wishedAt < sameWishMs) return;
    if (repeated) process.exit(1);
    this.wishedAt = Date.now();
    logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), shutdownSeconds * 1_000 + restOfStopMs).unref();
    await this.stop();
    process.exit(0);
  }
}

/**
 * The frame of every process: configuration, start, signals, the end. What its owner can mend is told in plain lines on
 * standard error, without a stack, and the exit code is 1.
 */
export async function runProcess(start: (config: Config, life: Lifecycle) => Promise<void>): Promise<void> {
  const life = new Lifecycle();
  const fail = async (error: unknown): Promise<never> => {
    if (error instanceof ConfigError || error instanceof StartRefused) process.stderr.write(`${error.message}\n`);
    else logger.fatal({ err: error }, 'ended by an error that nobody expected');
    await life.stop();
    process.exit(1);
  };
  process.on('uncaughtException', (error) => void fail(error));
  process.on('unhandledRejection', (reason) => void fail(reason));
  try {
    const config = readConfig(process.env);
    logger.level = config.values.LOG_LEVEL;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => void life.wish(signal, config.values.SHUTDOWN_SECONDS));
    }
    await start(config, life);
  } catch (error) {
    if (!life.ends) await fail(error);
  }
}
