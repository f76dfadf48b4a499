import { Injectable } from '@nestjs/common';
import { system } from '#membership';
import { Clock, Database, globalId, Ids, insertInto, sql, type Transaction } from '#platform';
import { CaseLog } from '../cases/case-log.js';
import { CaseEntryKind } from '../cases/cases.types.js';
import type { OnCallPerson } from './chain.js';
import type { PageReason } from './page.job.js';
import type { PageChannelName } from './paging-channel.js';

export interface PageOrder {
  caseId: string;
  reason: PageReason;
  round: number;
}

export interface PagedCase {
  id: string;
  programId: string;
  programName: string;
  priority: string;
}

export interface ClaimedPage {
  id: string;
  accountId: string;
  email: string | null;
  channel: PageChannelName;
}

/** The rows behind paging, with their lines in the case. */
@Injectable()
export class PageRows {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly log: CaseLog,
  ) {}

  async lockCase(tx: Transaction, { caseId, reason }: PageOrder): Promise<PagedCase | null> {
    return tx.first<PagedCase>(sql`
      select c.id, c.program_id as "programId", p.name as "programName", c.priority
      from safety_case c join program p on p.id = c.program_id
      where c.id = ${caseId} and c.state = 'OPEN' and (${reason} <> 'ALERT' or c.acknowledged_at is null)
      for update of c`);
  }

  async claimed(tx: Transaction, { caseId, reason, round }: PageOrder): Promise<boolean> {
    const rows = await tx.run(sql`
      select from page where safety_case_id = ${caseId} and reason = ${reason} and round = ${round} limit 1`);
    return rows > 0;
  }

  async insert(tx: Transaction, order: PageOrder, person: OnCallPerson, channels: PageChannelName[]): Promise<void> {
    const { caseId: safetyCaseId, reason, round } = order;
    for (const channel of channels) {
      const row = { safetyCaseId, reason, round, accountId: person.accountId, channel };
      await tx.run(insertInto('page', { id: this.ids.next(), ...row, claimedAt: this.clock.now() }));
    }
  }

  async unsent({ caseId, reason, round }: PageOrder): Promise<ClaimedPage[]> {
    return this.database.rows<ClaimedPage>(sql`
      select p.id, p.account_id as "accountId", a.email, p.channel from page p join account a on a.id = p.account_id
      where p.safety_case_id = ${caseId} and p.reason = ${reason} and p.round = ${round} and p.sent_at is null
      order by p.id`);
  }

  /** Waits for whoever sends it now. @returns false if it is sent by then */
  async lockUnsent(tx: Transaction, pageId: string): Promise<boolean> {
    const rows = await tx.run(sql`select from page where id = ${pageId} and sent_at is null for update`);
    return rows === 1;
  }

  async sent(tx: Transaction, pageId: string): Promise<void> {
    await tx.run(sql`update page set sent_at = ${this.clock.now()} where id = ${pageId}`);
  }

  async failed(tx: Transaction, safetyCase: PagedCase, page: ClaimedPage): Promise<void> {
    const row = await tx.first<{ failures: number }>(
      sql`update page set failures = failures + 1 where id = ${page.id} returning failures`,
    );
    // Once is enough for the timeline; the number of tries is on the page.
    if (row?.failures !== 1) return;
    const facts = { channel: page.channel };
    await this.log.write(tx, safetyCase, { kind: CaseEntryKind.PAGE_FAILED, actor: system, facts });
  }

  async tell(
    tx: Transaction,
    safetyCase: PagedCase,
    kind: CaseEntryKind,
    { reason, round }: PageOrder,
    people: readonly OnCallPerson[] = [],
  ): Promise<void> {
    const facts = { round, people: people.map(({ accountId }) => globalId('Account', accountId)).join(' ') };
    await this.log.write(tx, safetyCase, { kind, actor: system, reasonCode: reason, facts });
  }
}
