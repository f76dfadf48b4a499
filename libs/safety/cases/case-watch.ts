import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '#membership';
import { Clock, Database, defineJob, Jobs, type Recurring, sql, type Transaction } from '#platform';
import type { PageReason } from '../on-call/page.job.js';
import { pageAgainMs } from './case-clock.js';
import { CaseLog } from './case-log.js';
import { Cases } from './cases.js';
import { CaseEntryKind } from './cases.types.js';

export const watchCases = defineJob<Record<string, never>>('safety.watch-cases', 3);

export const casesSchedule: readonly Recurring[] = [
  {
    job: watchCases,
    cron: '* * * * *',
    why: 'pages the next of the chain, tells the leads of what is late, and sends what a worker died over',
  },
];

interface WatchedCase {
  id: string;
  programId: string;
  priority: 'P0' | 'P1';
  pageRound: number;
}

/**
 * A page that was claimed and not sent for so long has lost its worker: longer than any channel may take. With the watch
 * three times a minute, a P0 goes out within its sixty seconds also when the worker dies in the middle of it.
 */
const lostAfterMs = 25_000;
const watchEveryMs = 20_000;
const batch = 200;

/** Keeps the clocks of cases. Whatever it finds late goes up or to more people; nothing is ever published by the clock. */
@Injectable()
export class CaseWatch implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly cases: Cases,
    private readonly log: CaseLog,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(watchCases, () => this.watch());
  }

  /** Crontab knows minutes only, so each run orders the next; one key: however many start, one waits. */
  private async watch(): Promise<void> {
    const runAt = new Date(Date.now() + watchEveryMs);
    await this.jobs.enqueue(this.database, watchCases, {}, { key: watchCases.name, runAt, keepTime: true });
    await this.run();
  }

  async run(): Promise<void> {
    await this.each(sql`c.acknowledged_at is null and c.next_page_at <= ${this.clock.now()}`, (tx, found) =>
      this.pageNext(tx, found),
    );
    await this.each(
      sql`c.acknowledged_at is null and c.acknowledge_breached_at is null and c.acknowledge_due_at <= ${this.clock.now()}`,
      (tx, found) => this.overdue(tx, found, 'acknowledge_breached_at', 'ACKNOWLEDGE'),
    );
    await this.each(
      sql`c.decided_at is null and c.decide_breached_at is null and c.decide_due_at <= ${this.clock.now()}`,
      (tx, found) => this.overdue(tx, found, 'decide_breached_at', 'DECIDE'),
    );
    await this.each(
      sql`exists (select from external_report r where r.safety_case_id = c.id and r.made_at is null
        and r.overdue_told_at is null and r.due_at <= ${this.clock.now()})`,
      (tx, found) => this.reportOverdue(tx, found),
    );
    await this.sendLost();
  }

  /** The same step for every open case that meets the condition, each in a transaction of its own. */
  private async each(
    condition: ReturnType<typeof sql>,
    step: (tx: Transaction, found: WatchedCase) => Promise<void>,
  ): Promise<void> {
    const due = await this.database.rows<{ id: string }>(
      sql`select c.id from safety_case c where c.state = 'OPEN' and ${condition} order by c.priority, c.opened_at limit ${batch}`,
    );
    for (const { id } of due) {
      await this.database.transaction(async (tx) => {
        const found = await tx.first<WatchedCase>(sql`
          select c.id, c.program_id as "programId", c.priority, c.page_round as "pageRound" from safety_case c
          where c.id = ${id} and c.state = 'OPEN' and ${condition} for update of c skip locked`);
        if (found) await step(tx, found);
      });
    }
  }

  private async pageNext(tx: Transaction, { id, priority, pageRound }: WatchedCase): Promise<void> {
    const next = new Date(this.clock.now().getTime() + pageAgainMs(priority));
    await tx.run(sql`update safety_case set page_round = ${pageRound + 1}, next_page_at = ${next} where id = ${id}`);
    await this.cases.page(tx, id, 'ALERT', pageRound + 1);
  }

  private async overdue(
    tx: Transaction,
    found: WatchedCase,
    column: 'acknowledge_breached_at' | 'decide_breached_at',
    what: 'ACKNOWLEDGE' | 'DECIDE',
  ): Promise<void> {
    const now = this.clock.now();
    await tx.run(
      column === 'acknowledge_breached_at'
        ? sql`update safety_case set acknowledge_breached_at = ${now} where id = ${found.id}`
        : sql`update safety_case set decide_breached_at = ${now} where id = ${found.id}`,
    );
    await this.log.write(tx, found, { kind: CaseEntryKind.OVERDUE, actor: system, reasonCode: what });
    await this.cases.page(tx, found.id, 'OVERDUE', what === 'ACKNOWLEDGE' ? 1 : 2);
    const locked = await this.cases.lock(tx, found.id);
    if (locked) await this.cases.raise(tx, locked, `${what}_OVERDUE`);
  }

  private async reportOverdue(tx: Transaction, found: WatchedCase): Promise<void> {
    const told = await tx.run(sql`
      update external_report set overdue_told_at = ${this.clock.now()}
      where safety_case_id = ${found.id} and made_at is null and overdue_told_at is null
        and due_at <= ${this.clock.now()}`);
    if (told === 0) return;
    await this.log.write(tx, found, { kind: CaseEntryKind.OVERDUE, actor: system, reasonCode: 'EXTERNAL_REPORT' });
    const rounds = await tx.run(sql`
      select from external_report where safety_case_id = ${found.id} and overdue_told_at is not null`);
    await this.cases.page(tx, found.id, 'REPORT_OVERDUE', rounds);
  }

  /** A worker that was killed leaves its job locked for hours (graphile-worker): what it had not sent is ordered anew. */
  private async sendLost(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - lostAfterMs);
    const lost = await this.database.rows<{ caseId: string; reason: PageReason; round: number }>(sql`
      select c.id as "caseId", 'ALERT' as reason, c.page_round as round from safety_case c
      where c.state = 'OPEN' and c.acknowledged_at is null and c.opened_at <= ${before}::timestamptz
        and not exists (select from page p
          where p.safety_case_id = c.id and p.reason = 'ALERT' and p.round = c.page_round)
      union
      select c.id, 'OVERDUE', late.round from safety_case c
      cross join lateral (values (1, c.acknowledge_breached_at), (2, c.decide_breached_at)) late (round, at)
      where c.state = 'OPEN' and late.at <= ${before}::timestamptz
        and not exists (select from page p
          where p.safety_case_id = c.id and p.reason = 'OVERDUE' and p.round = late.round)
      union
      select p.safety_case_id, p.reason, p.round from page p join safety_case c on c.id = p.safety_case_id
      where p.sent_at is null and p.claimed_at <= ${before}::timestamptz
        and c.state = 'OPEN' and (p.reason <> 'ALERT' or c.acknowledged_at is null)
      limit ${batch}`);
    for (const { caseId, reason, round } of lost) {
      await this.database.transaction((tx) => this.cases.page(tx, caseId, reason, round));
    }
  }
}
