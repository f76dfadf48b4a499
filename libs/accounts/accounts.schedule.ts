import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, defineJob, Jobs, type Recurring, sql } from '#platform';
import { idleDays, sessionDays } from './refresh-verdict.js';
import { SignInThrottle } from './sign-in-throttle.js';

export const purgeAccess = defineJob<Record<string, never>>('accounts.purge');

/** Recurring work of this library; `apps/worker/schedule.ts` lists it. */
export const accountsSchedule: readonly Recurring[] = [
  {
    job: purgeAccess,
    cron: '17 3 * * *',
    why: 'forgets wrong passwords after a day, refresh tokens after 14 days, sessions with their addresses after 30 days',
  },
];

/** Deletes what is over. A second run finds nothing. */
@Injectable()
export class AccessPurge implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly throttle: SignInThrottle,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(purgeAccess, () => this.purge());
  }

  async purge(): Promise<void> {
    const now = this.clock.now().getTime();
    await this.throttle.purge();
    // Used or not: one older than this is refused for its age alone.
    await this.database.run(sql`delete from refresh_token where issued_at < ${new Date(now - idleDays * 86_400_000)}`);
    // However a session ended, 30 days after its start it is over, and its address may be kept no longer (domain 2.9).
    await this.database.run(sql`delete from session where created_at < ${new Date(now - sessionDays * 86_400_000)}`);
  }
}
