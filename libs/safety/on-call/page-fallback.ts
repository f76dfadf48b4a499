import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, logger, Worker } from '#platform';
import { CaseWatch } from '../cases/case-watch.js';
import { LatePages, type WaitingPage } from './late-pages.js';
import { Paging } from './paging.js';

const lookEveryMs = 5_000;
/** Workers take a page within a second. Half of the promised minute is left for this way. */
const untakenAfterMs = 30_000;
/** A page that no channel takes is not tried again at every look. */
const againAfterMs = 30_000;

/**
 * Pages of danger do not depend on a worker: every API process sends those that none has taken. Both may run at once,
 * since each page is sent under its own lock and marked as sent.
 */
@Injectable()
export class PageFallback implements OnApplicationShutdown {
  private readonly tried = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly late: LatePages,
    private readonly paging: Paging,
    private readonly watch: CaseWatch,
    private readonly worker: Worker,
    private readonly clock: Clock,
  ) {}

  /** From now on it looks by itself. */
  start(): void {
    this.timer ??= setInterval(() => void this.tick(), lookEveryMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async tick(): Promise<void> {
    this.looking ??= this.look()
      .catch((error: unknown) => logger.warn({ err: error }, 'late pages could not be looked for'))
      .finally(() => (this.looking = undefined));
    await this.looking;
  }

  async look(): Promise<void> {
    // Without any worker nobody orders the next round of a page either.
    if (!(await this.worker.alive())) await this.watch.run();
    const waiting = await this.late.waiting(untakenAfterMs);
    const keys = new Set(waiting.map(keyOf));
    for (const key of this.tried.keys()) if (!keys.has(key)) this.tried.delete(key);
    for (const page of waiting) await this.send(page);
  }

  private async send(page: WaitingPage): Promise<void> {
    const now = this.clock.now().getTime();
    const last = this.tried.get(keyOf(page));
    if (last !== undefined && now - last < againAfterMs) return;
    this.tried.set(keyOf(page), now);
    logger.error({ safetyCase: page.caseId, round: page.round }, 'no worker has taken a page; it is sent from here');
    try {
      await this.paging.run({ ...page, reason: 'ALERT' });
    } catch (error) {
      logger.error({ safetyCase: page.caseId, reason: (error as Error).name }, 'a late page was not taken either');
    }
  }
}

const keyOf = ({ caseId, round }: WaitingPage): string => `${caseId} ${round}`;
