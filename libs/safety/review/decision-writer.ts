import { Injectable } from '@nestjs/common';
import type { PostState } from '#forum';
import { Announcements, Clock, Ids, insertInto, type Role, sql, type Transaction } from '#platform';
import { textDecided } from '../safety.events.js';
import { DecisionKind, ReasonCode } from '../safety.types.js';
import type { LockedItem } from './item-lock.js';
import { type Effect, restricting } from './legal-decisions.js';
import { ReviewEventKind, ReviewableKind } from './review.enums.js';
import { ReviewRecord } from './review-record.js';
import { appealableUntil, statementOf } from './statements.js';

export interface TakenDecision {
  id: string;
  kind: DecisionKind;
  reasonCode: ReasonCode;
  note: string | null;
  effect: Effect;
  /** Null where a rule acts by itself. */
  actorId: string | null;
  actorRole: Role | null;
  /** Of an escalation: the item goes on waiting, at this priority and for so long at most. */
  escalatedTo?: { priority: string; withinMs: number };
  /** What a rule did by itself is for now: the item goes on waiting for a human. */
  keepsWaiting?: boolean;
}

export type Decidable = Pick<
  LockedItem,
  | 'id'
  | 'kind'
  | 'version'
  | 'programId'
  | 'postId'
  | 'revisionId'
  | 'shownRevisionId'
  | 'subjectAccountId'
  | 'postState'
>;

/** Writes a decision down: the decision itself with its statement of reasons, and the item's new state. */
@Injectable()
export class DecisionWriter {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly announcements: Announcements,
    private readonly record: ReviewRecord,
  ) {}

  nextId(): string {
    return this.ids.next();
  }

  async write(tx: Transaction, item: Decidable, taken: TakenDecision): Promise<void> {
    const { id, kind, reasonCode, note, effect, actorId, actorRole } = taken;
    const now = this.clock.now();
    const restricts = restricting.has(effect);
    const until = restricts ? appealableUntil(now) : null;
    const statement = until && (await this.statement(tx, item, taken, until));
    await tx.run(
      insertInto('decision', {
        id,
        reviewableId: item.id,
        itemVersion: item.version,
        programId: item.programId,
        postId: item.postId,
        revisionId: item.revisionId,
        shownBefore: item.shownRevisionId,
        subjectAccountId: item.subjectAccountId,
        actorId,
        actorRole,
        kind,
        effect,
        reasonCode,
        note,
        statement,
        automated: actorId === null,
        fromState: item.postState,
        toState: await this.stateNow(tx, item.postId),
        decidedAt: now,
        appealableUntil: until,
      }),
    );
    await this.settle(tx, item, taken, now);
    const { postId, programId, subjectAccountId } = item;
    await this.announcements.announce(tx, textDecided, {
      decisionId: id,
      reviewableId: item.id,
      programId,
      postId,
      subjectAccountId,
      actorId,
      kind,
    });
    await this.record.write(tx, {
      reviewableId: item.id,
      programId,
      kind: taken.escalatedTo || taken.keepsWaiting ? ReviewEventKind.CHANGED : ReviewEventKind.DECIDED,
      action: taken.escalatedTo ? 'escalated' : taken.keepsWaiting ? 'acted by rule' : 'decided',
      actorId,
      facts: { decision: kind, reasonCode, version: item.version },
    });
  }

  /** An escalated item goes on waiting, for fewer eyes and with less time; every other one is done. */
  private async settle(tx: Transaction, item: Decidable, taken: TakenDecision, now: Date): Promise<void> {
    const { escalatedTo, keepsWaiting } = taken;
    if (keepsWaiting) {
      await tx.run(sql`update reviewable set version = version + 1 where id = ${item.id}`);
      return;
    }
    if (escalatedTo) {
      const { priority, withinMs } = escalatedTo;
      const dueAt = new Date(now.getTime() + withinMs);
      await tx.run(sql`
        update reviewable set version = version + 1, priority = ${priority}, due_at = least(due_at, ${dueAt}),
          restricted = true, claimed_by = null, claim_expires_at = null
        where id = ${item.id}`);
      return;
    }
    await tx.run(sql`
      update reviewable set state = 'DECIDED', version = version + 1, decided_at = ${now}, claimed_by = null,
        claim_expires_at = null
      where id = ${item.id}`);
  }

  private async statement(
    tx: Transaction,
    item: Decidable,
    { kind, reasonCode, note, actorId }: TakenDecision,
    until: Date,
  ): Promise<string> {
    const found = await tx.run(sql`
      select from finding where post_id = ${item.postId} and revision_id = ${item.revisionId}
        and rule_id not like 'TRUST.%' limit 1`);
    return statementOf({
      kind,
      reasonCode,
      note,
      isEdit: item.kind === ReviewableKind.HELD_EDIT,
      detected: found > 0,
      automated: actorId === null,
      appealableUntil: until,
    });
  }

  private async stateNow(tx: Transaction, postId: string | null): Promise<PostState | null> {
    if (postId === null) return null;
    const row = await tx.first<{ state: PostState }>(sql`select state from post where id = ${postId}`);
    return row?.state ?? null;
  }
}
