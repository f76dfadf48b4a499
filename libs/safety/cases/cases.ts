import { Injectable } from '@nestjs/common';
import { system } from '#membership';
import { Clock, Ids, insertInto, Jobs, sql, type Transaction } from '#platform';
import { PolicyReader } from '../policy/policy-reader.js';
import { isStaffed } from '../policy/staffed-hours.js';
import { type PageReason, pageJob, pagePriority } from '../on-call/page.job.js';
import { type CasePriority, caseTimes } from './case-clock.js';
import { CaseLog } from './case-log.js';
import { CaseEntryKind } from './cases.types.js';

export interface NewCase {
  programId: string;
  /** Whom it is about: the author of the text, the flagged person, or who asked for help. */
  subjectAccountId: string | null;
  /** Somebody whom the subject named. Neither ever sees the case. */
  aboutAccountId?: string | null;
  matchId?: string | null;
  postId?: string | null;
  revisionId?: string | null;
  flagId?: string | null;
  reviewableId?: string | null;
  priority: CasePriority;
  /** A code: a flag's category, a family of rules, HELP_SIGNAL. */
  category: string;
  /** Null where a rule opens it; the person who flags is never named here. */
  openedBy: string | null;
}

/** A case whose row is locked until the end of the transaction. */
export interface LockedCase {
  id: string;
  programId: string;
  priority: 'P0' | 'P1';
  pageRound: number;
  /** Somebody has taken it on: nobody is paged again until there is something new. */
  acknowledged: boolean;
}

/**
 * How cases come to be and grow, for the other parts of this library; people's own work on them is in `cases.service.ts`.
 * Every call is part of the caller's transaction, and so is the job that pages: no case exists without it.
 */
@Injectable()
export class Cases {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly jobs: Jobs,
    private readonly log: CaseLog,
    private readonly policies: PolicyReader,
  ) {}

  /**
   * Opens a case and has somebody paged, or joins the open one about the same post (or the same kind of concern about the
   * same person): many signals of one danger page one person once.
   * @returns its id
   */
  async open(tx: Transaction, wanted: NewCase): Promise<string> {
    const { flagId = null, openedBy } = wanted;
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${sameness(wanted)}, 0))`);
    const known = await this.openOne(tx, wanted);
    if (known) return this.join(tx, known, wanted);
    const id = this.ids.next();
    const now = this.clock.now();
    const staffed = await this.staffed(tx, wanted.programId, now);
    await tx.run(
      insertInto('safety_case', {
        id,
        programId: wanted.programId,
        state: 'OPEN',
        priority: wanted.priority,
        category: wanted.category,
        subjectAccountId: wanted.subjectAccountId,
        aboutAccountId: wanted.aboutAccountId ?? null,
        matchId: wanted.matchId ?? null,
        postId: wanted.postId ?? null,
        revisionId: wanted.revisionId ?? null,
        reviewableId: wanted.reviewableId ?? null,
        openedBy,
        openedAt: now,
        pageRound: 1,
        ...caseTimes(wanted.priority, now, staffed),
      }),
    );
    const facts = { priority: wanted.priority, byFlag: flagId !== null };
    const actor = { accountId: openedBy, role: null };
    const row = { id, programId: wanted.programId };
    await this.log.write(tx, row, {
      kind: CaseEntryKind.OPENED,
      actor,
      facts,
      reasonCode: wanted.category,
      to: 'OPEN',
    });
    await this.page(tx, id, 'ALERT', 1);
    return id;
  }

  /** Puts a case up to P0 and has the next person paged at once, also if somebody had taken on what was less then. */
  async raise(tx: Transaction, found: LockedCase, reasonCode: string, actor = system): Promise<void> {
    if (found.priority === 'P0') return;
    const now = this.clock.now();
    const { acknowledgeDueAt, decideDueAt, nextPageAt } = caseTimes('P0', now, true);
    const round = found.pageRound + 1;
    await tx.run(sql`
      update safety_case set priority = 'P0', page_round = ${round}, next_page_at = ${nextPageAt},
        acknowledged_at = null, acknowledged_by = null, acknowledge_due_at = ${acknowledgeDueAt},
        decide_due_at = least(decide_due_at, ${decideDueAt}::timestamptz)
      where id = ${found.id}`);
    await this.log.write(tx, found, { kind: CaseEntryKind.REPRIORITISED, actor, reasonCode, from: 'P1', to: 'P0' });
    await this.page(tx, found.id, 'ALERT', round);
  }

  /** Whether a human answers for every open case about the post: before, nobody may reject what is in it (domain 2.1). */
  async haveOwner(tx: Transaction, postId: string): Promise<boolean> {
    const ownerless = await tx.run(sql`
      select from safety_case where post_id = ${postId} and state = 'OPEN' and owner_id is null`);
    return ownerless === 0;
  }

  /** Open cases about a post, for those who decide on it: more than a moderator's say is needed then. */
  async openAbout(tx: Transaction, postId: string): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(
      sql`select id from safety_case where post_id = ${postId} and state = 'OPEN' order by id`,
    );
    return rows.map(({ id }) => id);
  }

  /** A human decided on the text that a case is about: that clock stops, the case goes on. */
  async decided(tx: Transaction, postId: string, decision: string): Promise<void> {
    const rows = await tx.rows<{ id: string; programId: string }>(sql`
      update safety_case set decided_at = ${this.clock.now()}
      where post_id = ${postId} and state = 'OPEN' and decided_at is null
      returning id, program_id as "programId"`);
    for (const row of rows) {
      await this.log.write(tx, row, { kind: CaseEntryKind.DECIDED, actor: system, reasonCode: decision });
    }
  }

  /** Enqueues the telling of somebody; every round and reason once. */
  async page(tx: Transaction, caseId: string, reason: PageReason, round: number): Promise<void> {
    const key = `page:${caseId}:${reason}:${round}`;
    await this.jobs.enqueue(tx, pageJob, { caseId, reason, round }, { key, priority: pagePriority });
  }

  /** @returns null if it does not exist or is closed */
  async lock(tx: Transaction, caseId: string): Promise<LockedCase | null> {
    return tx.first<LockedCase>(sql`
      select c.id, c.program_id as "programId", c.priority, c.page_round as "pageRound",
        c.acknowledged_at is not null as acknowledged
      from safety_case c
      where c.id = ${caseId} and c.state = 'OPEN' for update of c`);
  }

  private async openOne(
    tx: Transaction,
    { programId, postId, subjectAccountId, category }: NewCase,
  ): Promise<LockedCase | null> {
    const same = postId
      ? sql`c.post_id = ${postId}`
      : sql`c.post_id is null and c.subject_account_id = ${subjectAccountId}::uuid and c.category = ${category}
          and c.program_id = ${programId}`;
    const row = await tx.first<{ id: string }>(sql`select c.id from safety_case c where c.state = 'OPEN' and ${same}`);
    return row && this.lock(tx, row.id);
  }

  private async join(
    tx: Transaction,
    known: LockedCase,
    { priority, category, reviewableId, openedBy }: NewCase,
  ): Promise<string> {
    const actor = { accountId: openedBy, role: null };
    await this.log.write(tx, known, { kind: CaseEntryKind.LINKED, actor, reasonCode: category, facts: { priority } });
    if (reviewableId) {
      await tx.run(sql`
        update safety_case set reviewable_id = coalesce(reviewable_id, ${reviewableId}) where id = ${known.id}`);
    }
    if (priority === 'P0' && known.priority !== 'P0') await this.raise(tx, known, category);
    else if (known.acknowledged && priority <= known.priority) await this.alertAgain(tx, known);
    return known.id;
  }

  /** A new sign of danger in a case that somebody has taken on: they may be asleep by now, so the chain is paged as at first. */
  private async alertAgain(tx: Transaction, { id, programId, priority, pageRound }: LockedCase): Promise<void> {
    const now = this.clock.now();
    const times = caseTimes(priority, now, await this.staffed(tx, programId, now));
    const round = pageRound + 1;
    await tx.run(sql`
      update safety_case set page_round = ${round}, next_page_at = ${times.nextPageAt}, acknowledged_at = null,
        acknowledged_by = null, acknowledge_due_at = ${times.acknowledgeDueAt}, decided_at = null,
        decide_due_at = ${times.decideDueAt}
      where id = ${id}`);
    await this.page(tx, id, 'ALERT', round);
  }

  private async staffed(tx: Transaction, programId: string, at: Date): Promise<boolean> {
    const rules = await this.policies.of(tx, programId);
    return rules !== null && isStaffed(at, rules.settings.staffedHours, rules.timeZone);
  }
}

const sameness = ({ programId, postId, subjectAccountId, category }: NewCase): string =>
  postId ? `case:${postId}` : `case:${programId}:${subjectAccountId}:${category}`;
