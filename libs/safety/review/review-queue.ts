import { Injectable } from '@nestjs/common';
import { Clock, Ids, sql, type Transaction } from '#platform';
import { defaultPolicy } from '../policy/policy.js';
import { PolicyReader } from '../policy/policy-reader.js';
import { type FlagCategory, Priority } from '../safety.types.js';
import { dueAt } from './due-times.js';
import { type ReviewableKind, ReviewableState, ReviewEventKind } from './review.enums.js';
import { ReviewRecord } from './review-record.js';

export interface WaitingItem {
  kind: ReviewableKind;
  /** What makes it one of its kind: a second call with the same target joins or reopens the item. */
  targetId: string;
  programId: string;
  postId?: string | null;
  /** The match that it concerns, where there is no post: its own coordinator sees the item then, and no other. */
  matchId?: string | null;
  /** The text to decide about; kept as evidence with the item. */
  revisionId?: string | null;
  /** Author of the text, or the person it is about. */
  subjectAccountId: string | null;
  priority: Priority;
  /** For the lead and the case's owner alone; P0 and P1 are unless said otherwise. */
  restricted?: boolean;
  /** Where the usual time limits do not fit. */
  dueAt?: Date;
  /** Counted on the item; who flagged is kept out of the decision, and out of everybody's sight. */
  flag?: { category: FlagCategory; reporterId: string | null };
  /** Who else may not decide, beside the author and the pair. */
  conflicts?: readonly string[];
  /** Evidence where there is no revision: short texts about a person. */
  evidence?: object;
  /** False: an item that was decided stays so, and only counts the flag. Default true. */
  reopen?: boolean;
  /** Who made it wait; null or absent: a rule. */
  actorId?: string | null;
}

export interface OpenedItem {
  id: string;
  version: number;
  /** ATTACHED: it is decided and stays so. */
  outcome: 'OPENED' | 'CHANGED' | 'REOPENED' | 'ATTACHED';
}

const serious: readonly Priority[] = [Priority.P0, Priority.P1];

/** How things come to wait for a human; deciding is in `decisions.service.ts`. Every call is part of the caller's transaction. */
@Injectable()
export class ReviewQueue {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly policies: PolicyReader,
    private readonly record: ReviewRecord,
  ) {}

  /** Puts something into the queue, or joins the item that is there: race-safe, one item for each kind and target. */
  async open(tx: Transaction, item: WaitingItem): Promise<OpenedItem> {
    const opened = await this.upsert(tx, item);
    await this.keepOut(tx, opened.id, item);
    const facts = {
      kind: item.kind,
      priority: item.priority,
      ...(item.flag ? { flag: item.flag.category } : {}),
    };
    await this.record.write(tx, {
      reviewableId: opened.id,
      programId: item.programId,
      kind: opened.outcome === 'ATTACHED' ? ReviewEventKind.CHANGED : ReviewEventKind[opened.outcome],
      action: item.flag ? 'flagged' : opened.outcome.toLowerCase(),
      actorId: item.flag ? null : (item.actorId ?? null),
      facts,
    });
    return opened;
  }

  /** What is known about a target, with its row locked; null if it never waited. */
  async lockTarget(
    tx: Transaction,
    kind: ReviewableKind,
    targetId: string,
  ): Promise<{ id: string; state: ReviewableState; flagCounts: Partial<Record<FlagCategory, number>> } | null> {
    return tx.first(sql`
      select id, state, flag_counts as "flagCounts" from reviewable
      where kind = ${kind} and target_id = ${targetId} for update`);
  }

  /** Nothing is left to decide: the text was taken back. What a case is about stays open for its owner. */
  async close(tx: Transaction, postId: string, action: string): Promise<void> {
    const closed = await tx.rows<{ id: string; programId: string }>(sql`
      update reviewable r set state = 'OBSOLETE', version = version + 1, claimed_by = null, claim_expires_at = null
      where r.post_id = ${postId} and r.state = 'PENDING' and not r.restricted
      returning r.id, r.program_id as "programId"`);
    for (const { id, programId } of closed) {
      await this.record.write(tx, { reviewableId: id, programId, kind: ReviewEventKind.CLOSED, action });
    }
  }

  /** Nothing is left to decide about this one target. */
  async drop(tx: Transaction, kind: ReviewableKind, targetId: string, action: string): Promise<void> {
    const dropped = await tx.first<{ id: string; programId: string }>(sql`
      update reviewable set state = 'OBSOLETE', version = version + 1, claimed_by = null, claim_expires_at = null
      where kind = ${kind} and target_id = ${targetId} and state = 'PENDING' and not restricted
      returning id, program_id as "programId"`);
    if (!dropped) return;
    const { id: reviewableId, programId } = dropped;
    await this.record.write(tx, { reviewableId, programId, kind: ReviewEventKind.CLOSED, action });
  }

  private async upsert(tx: Transaction, item: WaitingItem): Promise<OpenedItem> {
    const now = this.clock.now();
    const rules = await this.policies.of(tx, item.programId);
    const { staffedHours } = rules?.settings ?? defaultPolicy;
    const due = item.dueAt ?? dueAt(item.priority, now, staffedHours, rules?.timeZone ?? 'UTC');
    const restricted = item.restricted ?? serious.includes(item.priority);
    const category = item.flag?.category ?? null;
    const counts = JSON.stringify(category === null ? {} : { [category]: 1 });
    // An item that waits is joined; one that was decided opens again, if it may.
    const live = sql`(r.state = 'PENDING' or ${item.reopen ?? true}::boolean)`;
    const row = await tx.first<{
      id: string;
      version: number;
      state: ReviewableState;
      made: boolean;
      was: string | null;
    }>(
      sql`
      with before as materialized (
        select state from reviewable where kind = ${item.kind} and target_id = ${item.targetId} for update
      )
      insert into reviewable as r (id, kind, state, priority, program_id, target_id, board_id, match_id, thread_id,
        post_id, revision_id, subject_account_id, restricted, flag_counts, evidence, opened_at, due_at)
      select ${this.ids.next()}::uuid, ${item.kind}, 'PENDING', ${item.priority}, ${item.programId}::uuid,
        ${item.targetId}::uuid, b.id, coalesce(b.match_id, ${item.matchId ?? null}::uuid), t.id, p.id, v.id, ${item.subjectAccountId}::uuid,
        ${restricted}::boolean, ${counts}::jsonb,
        coalesce(${item.evidence ? JSON.stringify(item.evidence) : null}::jsonb,
          jsonb_build_object('title', coalesce(v.title, t.title), 'body', v.body)),
        ${now}::timestamptz, ${due}::timestamptz
      from (select count(*) from before) locked
        left join post p on p.id = ${item.postId ?? null}::uuid
        left join thread t on t.id = p.thread_id
        left join board b on b.id = p.board_id
        left join revision v on v.id = ${item.revisionId ?? null}::uuid
      on conflict (kind, target_id) do update set
        state = case when ${live} then 'PENDING' else r.state end,
        priority = case when r.state = 'PENDING' then least(r.priority, excluded.priority)
          when ${live} then excluded.priority else r.priority end,
        due_at = case when r.state = 'PENDING' then least(r.due_at, excluded.due_at)
          when ${live} then excluded.due_at else r.due_at end,
        opened_at = case when r.state <> 'PENDING' and ${live} then excluded.opened_at else r.opened_at end,
        breached_at = case when r.state <> 'PENDING' and ${live} then null else r.breached_at end,
        claimed_by = case when r.state = 'PENDING' then r.claimed_by end,
        claim_expires_at = case when r.state = 'PENDING' then r.claim_expires_at end,
        decided_at = case when ${live} then null else r.decided_at end,
        restricted = excluded.restricted or (r.restricted and (r.state = 'PENDING' or r.kind = 'HELD_POST' or exists (
          select from safety_case c where c.post_id = r.post_id and c.state = 'OPEN'))),
        revision_id = case when ${live} then coalesce(excluded.revision_id, r.revision_id) else r.revision_id end,
        -- a short text is its own evidence: whoever decides has the newest before them, under a new version
        evidence = case when (r.state <> 'PENDING' or ${item.evidence !== undefined}::boolean) and ${live}
          then excluded.evidence else r.evidence end,
        flag_counts = case when ${category}::text is null then r.flag_counts else r.flag_counts || jsonb_build_object(
          ${category}::text, coalesce((r.flag_counts->>${category}::text)::int, 0) + 1) end,
        version = case when ${live} then r.version + 1 else r.version end
      returning r.id, r.version, r.state, (xmax = 0) as made, (select state from before) as was`,
    );
    if (!row) throw new Error('an item could not be put into the queue');
    const { id, version, state, made, was } = row;
    if (made) return { id, version, outcome: 'OPENED' };
    if (state !== ReviewableState.PENDING) return { id, version, outcome: 'ATTACHED' };
    return { id, version, outcome: was === null || was === 'PENDING' ? 'CHANGED' : 'REOPENED' };
  }

  private async keepOut(tx: Transaction, reviewableId: string, item: WaitingItem): Promise<void> {
    const out = [
      ...(item.flag?.reporterId ? [{ accountId: item.flag.reporterId, why: 'REPORTED' }] : []),
      ...(item.conflicts ?? []).map((accountId) => ({ accountId, why: 'DECIDED_BEFORE' })),
    ];
    for (const { accountId, why } of out) {
      await tx.run(sql`
        insert into review_conflict (reviewable_id, account_id, why) values (${reviewableId}, ${accountId}, ${why})
        on conflict do nothing`);
    }
  }
}
