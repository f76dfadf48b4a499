import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { run, type Runner, type RunnerOptions, type Task, type TaskList, type WorkerEvents } from 'graphile-worker';
import { logger } from '../logging.js';
import type { WorkerBeats } from './worker-beats.js';

const leastPauseMs = 200;
const mostPauseMs = 5_000;
/** While the database is away a runner cannot hand its jobs back; another process frees them later. */
const mostStopMs = 12_000;
/** After a runner was told to stop, a question for a job may still be on its way for so long (`query_timeout`). */
const lastAnswerMs = 12_000;

interface Run {
  runner: Runner;
  poolId: string;
  /** It takes no more jobs, or may have been given some without knowing. */
  failed: Promise<void>;
  /** graphile-worker says that all its work has ended. */
  ended: Promise<void>;
  /** What it runs now. */
  running: Set<Promise<unknown>>;
}

/**
 * A graphile-worker runner that survives its database. graphile-worker 0.18 does not wait for the statement that marks a
 * job as done or failed (`completeJob` and `failJob` in its worker.js). When that statement fails, the rejection belongs
 * to nobody and ends the process. With batches (a delay of 0) the failure is handled, and the runner shuts down instead.
 * When the answer to "give me a job" is lost, the job stays locked in the name of a runner that does not know of it. In
 * both cases this class starts the next runner under a new name, and what the old one still holds is freed once it has
 * ended. Such a job may run a second time, as every handler must allow.
 */
export class LastingRunner {
  readonly #stopping = new AbortController();
  #current: Run | undefined;
  #keeping: Promise<void> | undefined;

  constructor(
    private readonly options: RunnerOptions,
    private readonly beats: WorkerBeats,
  ) {}

  /** @throws Error if the first runner cannot start */
  async start(): Promise<void> {
    this.#current = await this.#begin();
    this.beats.start();
    this.#keeping = this.#keep(this.#current);
  }

  /** Finishes or hands back what runs. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#keeping;
    await this.beats.stop();
    const current = this.#current;
    this.#current = undefined;
    const stopped = current?.runner.stop().then(() => this.beats.leave(current.poolId));
    const late = pause(mostStopMs, 'late', { ref: false });
    const outcome = await Promise.race([stopped?.catch((error: unknown) => error), late]);
    if (outcome !== undefined) logger.warn({ part: 'jobs' }, 'the job runner could not hand back what it was running');
  }

  async #begin(): Promise<Run> {
    const events: WorkerEvents = new EventEmitter();
    let poolId = '';
    events.once('pool:create', ({ workerPool }) => (poolId = workerPool.id));
    const failed = new Promise<void>((resolve) => {
      events.once('pool:gracefulShutdown', () => resolve());
      events.once('worker:getJob:error', () => resolve());
    });
    const ended = new Promise<void>((resolve) => events.once('pool:release', () => resolve()));
    const running = new Set<Promise<unknown>>();
    const runner = await run({
      ...this.options,
      taskList: counted(this.options.taskList ?? {}, running),
      events,
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    });
    // Its reason was logged by graphile-worker; what counts here is that it ended.
    const over = runner.promise.catch(() => undefined);
    // Told at once, since its jobs are freed by this name; a database that has just gone hears of it with the next beat.
    await this.beats.join(poolId).catch(() => undefined);
    return { runner, poolId, failed: Promise.race([failed, over]), ended, running };
  }

  async #keep(first: Run): Promise<void> {
    const stopped = new Promise<void>((resolve) =>
      this.#stopping.signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    for (let current: Run | undefined = first; current;) {
      await Promise.race([current.failed, stopped]);
      if (this.#stopping.signal.aborted) return;
      logger.warn({ part: 'jobs' }, 'the job runner ended; another one is started');
      this.#current = undefined;
      void this.#leave(current);
      // A fault that comes back at once must not keep the machine busy.
      await pause(leastPauseMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      current = await this.#again('the job runner cannot start yet', () => this.#begin());
      this.#current = current;
      if (current) logger.info({ part: 'jobs' }, 'the job runner is back');
    }
  }

  /** Ends a runner that is not to be relied on any more. Its running jobs finish; then others may take what it holds. */
  async #leave({ runner, poolId, ended, running }: Run): Promise<void> {
    void runner.stop().catch(() => undefined); // it may be stopping by itself
    // After two failed batches graphile-worker counts one too many as done (`allgood` in its main.js), and never ends.
    await Promise.race([ended, this.#quiet(running)]);
    await this.#again('jobs that lost their runner are still locked', () => this.beats.leave(poolId));
  }

  async #quiet(running: ReadonlySet<Promise<unknown>>): Promise<void> {
    await pause(lastAnswerMs, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => undefined);
    while (running.size > 0) await Promise.allSettled(running);
  }

  /** Tries until it succeeds. @returns undefined if it is stopped meanwhile */
  async #again<Result>(failure: string, step: () => Promise<Result>): Promise<Result | undefined> {
    const { signal } = this.#stopping;
    for (let pauseMs = leastPauseMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, mostPauseMs)) {
      try {
        return await step();
      } catch (error) {
        logger.warn({ part: 'jobs', reason: (error as Error).message }, failure);
      }
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  }
}

/** The same tasks, each present in the set while it runs. */
function counted(tasks: TaskList, running: Set<Promise<unknown>>): TaskList {
  const entries = Object.entries(tasks).map(([name, task]): [string, Task] => [
    name,
    async (payload, helpers) => {
      const work = Promise.resolve(task?.(payload, helpers));
      running.add(work);
      try {
        await work;
      } finally {
        running.delete(work);
      }
    },
  ]);
  return Object.fromEntries(entries);
}
