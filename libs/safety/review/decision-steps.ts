import { Injectable } from '@nestjs/common';
import { actingIn } from '#membership';
import { Audit, Refusal, Role, type Transaction, type Viewer } from '#platform';
import { Cases } from '../cases/cases.js';
import { Priority, type DecisionKind, type ReasonCode } from '../safety.types.js';
import { AppealOutcomes } from './appeal-outcomes.js';
import { DecisionWriter } from './decision-writer.js';
import { Effects, type Redaction } from './effects.js';
import type { LockedItem } from './item-lock.js';
import type { Effect } from './legal-decisions.js';
import { NameOutcomes } from './name-outcomes.js';
import { leads } from './review.policy.js';

export interface DecisionToTake {
  kind: DecisionKind;
  effect: Effect;
  reasonCode: ReasonCode;
  note: string | null;
  redaction: Redaction | null;
  requestId: string;
}

const hourMs = 3_600_000;
/** What escalation leads to, and by when a human must have decided then (domain 2.5). */
const escalated: Record<Priority, { priority: Priority.P0 | Priority.P1; withinMs: number }> = {
  [Priority.P3]: { priority: Priority.P1, withinMs: 24 * hourMs },
  [Priority.P2]: { priority: Priority.P1, withinMs: 24 * hourMs },
  [Priority.P1]: { priority: Priority.P0, withinMs: hourMs / 2 },
  [Priority.P0]: { priority: Priority.P0, withinMs: hourMs / 2 },
};

/** One decision from its last question to its trail, in the caller's transaction; the item is locked. */
@Injectable()
export class DecisionSteps {
  constructor(
    private readonly effects: Effects,
    private readonly writer: DecisionWriter,
    private readonly cases: Cases,
    private readonly appeals: AppealOutcomes,
    private readonly names: NameOutcomes,
    private readonly audit: Audit,
  ) {}

  /** @returns the decision's id */
  async take(tx: Transaction, viewer: Viewer, item: LockedItem, wanted: DecisionToTake): Promise<string> {
    await this.requireAnswerable(tx, viewer, item, wanted.effect);
    const { accountId: actorId, role: actorRole } = actingIn(viewer, item.programId);
    const actor = { actorId: actorId ?? viewer.accountId, actorRole };
    const id = this.writer.nextId();
    const { kind, effect, reasonCode, note, redaction, requestId } = wanted;
    const facts = { decision: kind, decisionId: id, reviewableId: item.id };
    const cause = { ...actor, by: 'decided', reasonCode, requestId, facts };
    const told = await this.effects.apply(tx, item, { effect, cause, redaction, actorId: actor.actorId });
    const step = effect === 'ESCALATE' ? escalated[item.priority] : null;
    await this.writer.write(tx, item, {
      id,
      kind,
      effect,
      reasonCode,
      note,
      ...actor,
      ...(step ? { escalatedTo: step } : {}),
    });
    if (step) await this.openCase(tx, item, step.priority, actor.actorId);
    else await this.settleOthers(tx, item, kind, effect === 'UPHOLD', actor);
    if (!told) await this.trace(tx, item, cause, step !== null);
    return id;
  }

  /**
   * Text that somebody may be in danger by does not go away unanswered: a person answers for the case before it is
   * rejected, and the safeguarding lead alone takes it down (domain 2.1).
   */
  private async requireAnswerable(tx: Transaction, viewer: Viewer, item: LockedItem, effect: Effect): Promise<void> {
    const { postId, programId } = item;
    const takesAway = effect === 'REFUSE' || effect === 'RETURN' || effect === 'REMOVE';
    if (!takesAway || postId === null || leads(viewer, programId)) return;
    const about = await this.cases.openAbout(tx, postId);
    if (about.length === 0 && !item.restricted) return;
    if (effect === 'REMOVE') throw new Refusal('FORBIDDEN', 'Only the safeguarding lead removes what a case is about.');
    if (!(await this.cases.haveOwner(tx, postId))) throw new Refusal('CONFLICT', 'Its case needs an owner first.');
  }

  private async openCase(
    tx: Transaction,
    item: LockedItem,
    priority: Priority.P0 | Priority.P1,
    openedBy: string,
  ): Promise<void> {
    const { id: reviewableId, programId, subjectAccountId, matchId, postId, revisionId } = item;
    if (postId) await this.effects.restrict(tx, postId);
    await this.cases.open(tx, {
      programId,
      subjectAccountId,
      matchId,
      postId,
      revisionId,
      reviewableId,
      priority,
      category: 'ESCALATED',
      openedBy,
    });
  }

  private async settleOthers(
    tx: Transaction,
    item: LockedItem,
    kind: DecisionKind,
    upheld: boolean,
    actor: { actorId: string; actorRole: Role | null },
  ): Promise<void> {
    if (item.appealedId !== null) await this.appeals.settle(tx, item.id, item.appealedId, upheld);
    if (item.restricted && item.postId) await this.cases.decided(tx, item.postId, kind);
    await this.names.settle(tx, item, kind, actor);
  }

  /** Where the post did not move there is no line of its own: then the item's tells what was decided. */
  private async trace(
    tx: Transaction,
    item: LockedItem,
    cause: {
      actorId: string;
      actorRole: Role | null;
      reasonCode: ReasonCode;
      requestId: string;
      facts: { decision: DecisionKind; decisionId: string };
    },
    isEscalation: boolean,
  ): Promise<void> {
    const { decision, decisionId } = cause.facts;
    await this.audit.write(tx, {
      action: isEscalation ? 'review.escalated' : 'review.decided',
      actorId: cause.actorId,
      actorRole: cause.actorRole,
      programId: item.programId,
      targetType: 'Reviewable',
      targetId: item.id,
      revisionId: item.revisionId,
      reasonCode: cause.reasonCode,
      requestId: cause.requestId,
      facts: { decision, decisionId },
    });
  }
}
