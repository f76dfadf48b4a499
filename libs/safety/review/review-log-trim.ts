import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, defineJob, Jobs, type Recurring, sql } from '#platform';

export const trimReviewLogs = defineJob<Record<string, never>>('review.trim', 3);

export const reviewTrimSchedule: readonly Recurring[] = [
  {
    job: trimReviewLogs,
    cron: '50 3 * * *',
    why: 'forgets what happened in review queues two weeks ago; the history of each item stays',
  },
];

/** Who was away for longer loads the queue afresh (RESYNC_REQUIRED). */
const keptDays = 14;

/** The mark moves under the lock of the log's counter, together with the events: nobody meets a hole between them. */
@Injectable()
export class ReviewLogTrim implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(trimReviewLogs, () => this.run());
  }

  async run(): Promise<void> {
    const oldest = new Date(this.clock.now().getTime() - keptDays * 86_400_000);
    const logs = await this.database.rows<{ programId: string }>(sql`
      select distinct program_id as "programId" from review_event where occurred_at < ${oldest}`);
    for (const { programId } of logs) {
      await this.database.transaction(async (tx) => {
        await tx.run(sql`select from review_log where program_id = ${programId} for no key update`);
        await tx.run(sql`
          with old as (
            delete from review_event where program_id = ${programId} and seq < coalesce((
              select min(seq) from review_event where program_id = ${programId} and occurred_at >= ${oldest}),
              9223372036854775807)
            returning seq
          )
          update review_log set trimmed_to = greatest(trimmed_to, (select max(seq) from old))
          where program_id = ${programId} and exists (select from old)`);
      });
    }
  }
}
