import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, Health, sql, type Sql } from '#platform';
import { pageAgainMs } from '../cases/case-clock.js';

/** From the moment that somebody has to be told (domain 2.5 promises a P0 within 60 seconds). */
export const lateAfterMs = 60_000;

export interface WaitingPage {
  caseId: string;
  round: number;
}

/** When the running round of case `c` was ordered. */
const orderedAt: Sql = sql`
  case when c.page_round = 1 then c.opened_at
    else c.next_page_at - make_interval(secs => case c.priority
      when 'P0' then ${pageAgainMs('P0') / 1_000}::float8 else ${pageAgainMs('P1') / 1_000}::float8 end) end`;

/**
 * Open cases `c` that nobody has acknowledged, and of whose running round nobody has been told. A line in the log tells
 * nobody where there was another way.
 */
const untold: Sql = sql`
  c.state = 'OPEN' and c.acknowledged_at is null
  and not exists (select from page p where p.safety_case_id = c.id and p.reason = 'ALERT' and p.round = c.page_round
    and p.sent_at is not null and (p.channel <> 'LOG' or not exists (
      select from page o where o.safety_case_id = c.id and o.reason = 'ALERT' and o.round = c.page_round
        and o.channel <> 'LOG')))
  and not exists (select from safety_case_entry n where n.safety_case_id = c.id and n.kind = 'NOBODY_TO_PAGE'
    and n.facts ->> 'round' = c.page_round::text)`;

/** Pages that should have gone out. A server whose pages are late is not ready: whoever watches it must come and look. */
@Injectable()
export class LatePages implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly health: Health,
  ) {}

  onModuleInit(): void {
    this.health.require('pages', () => this.problem());
  }

  /** P0 cases of whose running round nobody was told for so long, oldest first. */
  async waiting(forMs: number): Promise<WaitingPage[]> {
    const before = new Date(this.clock.now().getTime() - forMs);
    return this.database.rows<WaitingPage>(sql`
      select c.id as "caseId", c.page_round as round from safety_case c
      where c.priority = 'P0' and ${untold} and ${orderedAt} <= ${before}::timestamptz
      order by c.opened_at limit 100`);
  }

  /** Late is also a round that nobody has ordered: then nobody keeps the clocks of cases. */
  private async problem(): Promise<string | null> {
    const before = new Date(this.clock.now().getTime() - lateAfterMs);
    const row = await this.database.first<{ pages: number }>(sql`
      select count(*) as pages from safety_case c
      where (${untold} and ${orderedAt} <= ${before}::timestamptz)
        or (c.state = 'OPEN' and c.acknowledged_at is null and c.next_page_at <= ${before}::timestamptz)`);
    return row?.pages ? `${row.pages} overdue` : null;
  }
}
