import { Injectable } from '@nestjs/common';
import { Announcements, Clock, Ids, type Role, sql, type Sql, type Transaction } from '#platform';
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
    // Against the refusal of a name nothing is to be won by an appeal: another one can be given at any time.
    const isName = item.kind === ReviewableKind.PROFILE_TEXT;
    const until = restricting.has(effect) && !isName ? appealableUntil(now) : null;
    const statement = restricting.has(effect) ? await this.statement(tx, item, taken, until) : null;
    await tx.run(sql`
      with taken as (
        insert into decision (id, reviewable_id, item_version, program_id, post_id, revision_id, shown_before,
          subject_account_id, actor_id, actor_role, kind, effect, reason_code, note, statement, automated, from_state,
          to_state, decided_at, appealable_until)
        values (${id}, ${item.id}, ${item.version}, ${item.programId}, ${item.postId}, ${item.revisionId},
          ${item.shownRevisionId}, ${item.subjectAccountId}, ${actorId}, ${actorRole}, ${kind}, ${effect},
          ${reasonCode}, ${note}, ${statement}, ${actorId === null}, ${item.postState},
          (select state from post where id = ${item.postId}::uuid), ${now}, ${until})
      )
      update reviewable set version = version + 1, ${outcomeOf(taken, now)} where id = ${item.id}`);
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

  private async statement(
    tx: Transaction,
    item: Decidable,
    { kind, reasonCode, note, actorId }: TakenDecision,
    until: Date | null,
  ): Promise<string> {
    const found = await tx.run(sql`
      select from finding where ((post_id = ${item.postId} and revision_id = ${item.revisionId})
          or (${item.postId}::uuid is null and reviewable_id = ${item.id}))
        and rule_id not like 'TRUST.%' limit 1`);
    return statementOf({
      kind,
      reasonCode,
      note,
      about:
        item.kind === ReviewableKind.PROFILE_TEXT ? 'NAME' : item.kind === ReviewableKind.HELD_EDIT ? 'EDIT' : 'POST',
      detected: found > 0,
      automated: actorId === null,
      appealableUntil: until,
    });
  }
}

/** An escalated item goes on waiting, for fewer eyes and with less time; every other one is done. */
function outcomeOf({ escalatedTo, keepsWaiting }: TakenDecision, now: Date): Sql {
  if (keepsWaiting) return sql`state = 'PENDING'`;
  const released = sql`claimed_by = null, claim_expires_at = null`;
  if (!escalatedTo) return sql`state = 'DECIDED', decided_at = ${now}, ${released}`;
  const { priority, withinMs } = escalatedTo;
  const due = new Date(now.getTime() + withinMs);
  return sql`priority = ${priority}, due_at = least(due_at, ${due}::timestamptz), restricted = true, ${released}`;
}
