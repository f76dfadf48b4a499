import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, defineJob, Jobs, type Recurring, sql } from '#platform';
import { system } from './membership.policy.js';
import { Standings } from './standings.service.js';

/** So many at a time; each in a transaction of its own, so one fault stops nobody else's. */
const batch = 200;

export const settleLapses = defineJob<Record<string, never>>('membership.lapses');

export const membershipSchedule: readonly Recurring[] = [
  {
    job: settleLapses,
    cron: '10 * * * *',
    why: 'consents and screenings that ran out, and young people whose birthday changes what holds for them: pauses or frees them',
  },
];

/**
 * Writes down what time changed. Access ended at the very instant (`in_force_until` is asked on every request); this
 * pauses the matches, tells the trail, lets in who turned 18 while a consent was missing, and lets in or ends whom a birthday
 * brings into the age band of the program or out of it.
 */
@Injectable()
export class Lapses implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly standings: Standings,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(settleLapses, (_payload, { signal }) => this.settleAll(signal));
  }

  /** @returns when nothing is left, or the worker stops: the next run goes on from there */
  async settleAll(signal?: AbortSignal): Promise<void> {
    let last = '00000000-0000-0000-0000-000000000000';
    while (!signal?.aborted) {
      const due = await this.due(last);
      for (const id of due) await this.database.transaction((tx) => this.standings.settle(tx, id, system));
      if (due.length < batch) return;
      last = due.at(-1) ?? last;
    }
  }

  private async due(after: string): Promise<string[]> {
    const now = this.clock.now();
    const yearsOld = sql`extract(year from age((${now}::timestamptz at time zone p.time_zone)::date, a.birth_date))`;
    const rows = await this.database.rows<{ id: string }>(sql`
      select e.id from enrolment e
      join account a on a.id = e.account_id
      join program p on p.id = e.program_id
      where e.id > ${after} and (
        (e.status = 'ACTIVE' and e.in_force_until <= ${now}::timestamptz)
        or (e.pause_reason = 'SUSPENDED' and e.suspended_until <= ${now}::timestamptz)
        or (e.role = 'MENTEE' and e.pause_reason = 'OUTSIDE_AGE_BAND' and ${yearsOld} between p.min_age and p.max_age)
        or (e.role = 'MENTEE' and e.status = 'ACTIVE' and ${yearsOld} > p.max_age)
        or (e.role in ('MENTEE', 'MENTOR')
          and (e.status = 'CONSENT_PENDING' or e.pause_reason = 'CONSENT_EXPIRED'
            or (e.status = 'ACTIVE' and e.in_force_until is not null and e.role = 'MENTEE'))
          and a.birth_date <= (${now}::timestamptz at time zone p.time_zone)::date - interval '18 years'))
      order by e.id limit ${batch}`);
    return rows.map(({ id }) => id);
  }
}
