import { Injectable } from '@nestjs/common';
import { type Cause, PostState, PostStates } from '#forum';
import { actingIn } from '#membership';
import { Announcements, Audit, Clock, Refusal, sql, type Transaction, type Viewer } from '#platform';
import { decisionUndone } from '../safety.events.js';
import { DecisionKind } from '../safety.types.js';
import type { LockedItem } from './item-lock.js';
import type { Effect } from './legal-decisions.js';

/** Talkyard's figure: long enough to see a slip, short enough that nobody has been told yet. */
export const undoMs = 12_000;

export interface TakenBack {
  id: string;
  reviewableId: string;
  itemVersion: number;
  actorId: string | null;
  kind: DecisionKind;
  effect: Effect;
  postId: string | null;
  revisionId: string | null;
  shownBefore: string | null;
  fromState: PostState | null;
  toState: PostState | null;
  decidedAt: Date;
  undoneAt: Date | null;
}

const { HELD, PUBLISHED, REJECTED, HIDDEN, REMOVED } = PostState;

/** Takes a decision back: a real reversal with its own trace, never a silence. */
@Injectable()
export class UndoSteps {
  constructor(
    private readonly clock: Clock,
    private readonly states: PostStates,
    private readonly audit: Audit,
    private readonly announcements: Announcements,
  ) {}

  async find(tx: Transaction, decisionId: string): Promise<TakenBack | null> {
    return tx.first<TakenBack>(sql`
      select id, reviewable_id as "reviewableId", item_version as "itemVersion", actor_id as "actorId", kind, effect,
        post_id as "postId", revision_id as "revisionId", shown_before as "shownBefore", from_state as "fromState",
        to_state as "toState", decided_at as "decidedAt", undone_at as "undoneAt"
      from decision where id = ${decisionId}`);
  }

  /** May it still be taken back? By who took it, within twelve seconds, while nothing else has happened. */
  requireFresh(viewer: Viewer, decision: TakenBack, item: LockedItem): void {
    if (decision.actorId !== viewer.accountId) throw new Refusal('FORBIDDEN', 'Only who decided can take it back.');
    const age = this.clock.now().getTime() - decision.decidedAt.getTime();
    if (decision.undoneAt !== null || age > undoMs) throw new Refusal('CONFLICT', 'It is too late to take it back.');
    if (item.version !== decision.itemVersion + 1) throw new Refusal('CONFLICT', 'Something has happened since.');
    // Somebody has been paged: that cannot be unsaid.
    if (decision.kind === DecisionKind.ESCALATE) throw new Refusal('CONFLICT', 'An escalation cannot be taken back.');
  }

  async reverse(
    tx: Transaction,
    viewer: Viewer,
    decision: TakenBack,
    item: LockedItem,
    requestId: string,
  ): Promise<void> {
    const { accountId: actorId, role: actorRole } = actingIn(viewer, item.programId);
    const facts = { decision: decision.kind, decisionId: decision.id, reviewableId: item.id };
    const cause = { actorId, actorRole, by: 'undone', requestId, facts };
    const moved = await this.putBack(tx, decision, cause);
    if (!moved) {
      await this.audit.write(tx, {
        action: 'review.undone',
        actorId,
        actorRole,
        programId: item.programId,
        targetType: 'Reviewable',
        targetId: item.id,
        requestId,
        facts: { decision: decision.kind, decisionId: decision.id },
      });
    }
    await tx.run(sql`update decision set undone_at = ${this.clock.now()} where id = ${decision.id}`);
    await this.announcements.announce(tx, decisionUndone, {
      decisionId: decision.id,
      reviewableId: item.id,
      programId: item.programId,
    });
  }

  /** @returns whether the post moved, and its own trail line tells of it */
  private async putBack(tx: Transaction, decision: TakenBack, cause: Cause): Promise<boolean> {
    const { postId, revisionId, shownBefore, fromState, toState, effect } = decision;
    if (effect === 'KEEP' || postId === null || revisionId === null) return false;
    if (fromState === toState) return this.putTextBack(tx, postId, revisionId, decision, cause);
    // What others have seen for some seconds cannot be unseen: it is hidden, and waits again.
    if (toState === PUBLISHED) await this.states.takeDown(tx, postId, fromState === REMOVED ? 'remove' : 'hide', cause);
    else if (fromState === PUBLISHED) {
      const step = toState === HIDDEN ? 'restore' : 'uphold';
      await this.states.publish(tx, postId, shownBefore ?? revisionId, cause, step);
    } else if ((fromState === HELD && toState === REJECTED) || (fromState === HIDDEN && toState === REMOVED)) {
      await this.states.reopen(tx, postId, revisionId, cause);
      if (effect === 'RETURN') await forgetDraft(tx, postId);
    } else throw new Refusal('CONFLICT', 'This cannot be taken back.');
    return true;
  }

  /** An edit was decided: readers get the text of before again, and the edit waits again. */
  private async putTextBack(
    tx: Transaction,
    postId: string,
    revisionId: string,
    { effect, shownBefore }: TakenBack,
    cause: Cause,
  ): Promise<boolean> {
    if (effect === 'RETURN' || effect === 'REFUSE') {
      await this.states.reopen(tx, postId, revisionId, cause);
      await forgetDraft(tx, postId);
    } else if (shownBefore !== null) {
      await this.states.publish(tx, postId, shownBefore, cause, 'approve', revisionId);
    }
    return shownBefore !== null;
  }
}

/** The draft that a returned text became, as long as its author has not touched it. */
async function forgetDraft(tx: Transaction, postId: string): Promise<void> {
  await tx.run(sql`delete from draft where post_id = ${postId} and version = 1`);
}
