import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from './clock.js';
import { Database, sql, type Sql } from './database/database.js';
import { defineJob, Jobs, type Recurring } from './jobs/jobs.js';

/** A result is kept so long for a client that asks again (contract: 48 hours). */
export const idempotencyHours = 48;
/** Rows of one statement: each is short, and writers never wait for long. */
const batch = 5_000;

export const purgePlatform = defineJob<Record<string, never>>('platform.purge');

export const platformSchedule: readonly Recurring[] = [
  {
    job: purgePlatform,
    cron: '5 * * * *',
    why: 'forgets idempotency keys after 48 hours, and counts of rate limits whose window is over',
  },
];

/** Deletes what is over. A second run finds nothing. */
@Injectable()
export class PlatformUpkeep implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(purgePlatform, (_payload, { signal }) => this.purge(signal));
  }

  async purge(signal?: AbortSignal): Promise<void> {
    const oldest = new Date(this.clock.now().getTime() - idempotencyHours * 3_600_000);
    await this.drain(
      sql`delete from idempotency where ctid = any(array(
        select ctid from idempotency where created_at < ${oldest} limit ${batch}))`,
      signal,
    );
    await this.drain(
      sql`delete from rate_limit where ctid = any(array(
        select ctid from rate_limit where expire < ${Date.now()}::bigint limit ${batch}))`,
      signal,
    );
  }

  private async drain(statement: Sql, signal: AbortSignal | undefined): Promise<void> {
    while (!signal?.aborted && (await this.database.run(statement)) === batch);
  }
}
