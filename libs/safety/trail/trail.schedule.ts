import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, defineJob, Health, Jobs, logger, type Recurring, sql } from '#platform';
import { Sealing } from './sealing.js';
import { brokenChains, oldestUnsealed } from './trail.queries.js';
import { TrailVerification } from './verification.js';

/** Lines wait for their seal about so long; whoever reads the trail has them sealed at once. */
const sealEveryMs = 5_000;

export const sealTrail = defineJob<Record<string, never>>('trail.seal');
export const verifyTrail = defineJob<Record<string, never>>('trail.verify', 3);

export const trailSchedule: readonly Recurring[] = [
  { job: sealTrail, cron: '* * * * *', why: 'starts the sealing of the audit trail, which then keeps itself going' },
  { job: verifyTrail, cron: '20 2 * * *', why: 'hashes every line of the audit trail again, and anchors each chain' },
];

/** Rows of one statement. */
const forgotAtOnce = 5_000;

/** Twelve runs of the sealer: then no worker runs, or it does not keep up. */
const mostLagMs = 60_000;

/** The trail's work in the background, and what health says of it. */
@Injectable()
export class TrailSchedule implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly health: Health,
    private readonly sealing: Sealing,
    private readonly verification: TrailVerification,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(sealTrail, (_payload, { signal }) => this.seal(signal));
    this.jobs.handle(verifyTrail, (_payload, { signal }) => this.verify(signal));
    this.health.watch('audit', async () => {
      const row = await this.database.first<{ count: number }>(brokenChains);
      return row?.count === 0 ? null : 'chain broken';
    });
    this.health.watch('audit-seals', async () => {
      const oldest = await this.database.first<{ at: Date | null }>(oldestUnsealed);
      const lag = oldest?.at ? this.clock.now().getTime() - oldest.at.getTime() : 0;
      return lag < mostLagMs ? null : `${Math.floor(lag / 1_000)} s behind`;
    });
  }

  /**
   * Crontab knows minutes only, so each run orders the next. One key: however many start, one waits. The time is that of
   * the job queue, which is the database's, not the one that rules go by.
   */
  private async seal(signal: AbortSignal): Promise<void> {
    await this.sealing.sealAll(signal);
    const runAt = new Date(Date.now() + sealEveryMs);
    await this.jobs.enqueue(this.database, sealTrail, {}, { key: sealTrail.name, runAt, keepTime: true });
  }

  async verify(signal: AbortSignal): Promise<void> {
    const found = await this.sealing.findForgotten(signal);
    if (found > 0) logger.warn({ found }, 'lines of the audit trail had lost their place in the queue');
    await this.sealing.sealAll(signal);
    await this.verification.verifyAll(signal);
    await this.forgetReads(signal);
  }

  /** What was told longer ago than a day keeps no line back any more: one hour counts (`staff-reads.queries.ts`). */
  private async forgetReads(signal: AbortSignal): Promise<void> {
    const before = new Date(this.clock.now().getTime() - 86_400_000);
    const forget = sql`delete from staff_read_line where ctid = any(array(
      select ctid from staff_read_line where line_at < ${before} limit ${forgotAtOnce}))`;
    while (!signal.aborted && (await this.database.run(forget)) === forgotAtOnce);
  }
}
