import { Injectable } from '@nestjs/common';
import { Database, Idempotency, Refusal, requireNote, requireUuid, uuidOf, type Viewer } from '#platform';
import { StaffWords } from '../intake/staff-words.js';
import { DecisionKind, ReasonCode } from '../safety.types.js';
import { DecisionSteps } from './decision-steps.js';
import type { DecideReviewableInput, DecideReviewablesInput } from './decisions.inputs.js';
import { alreadyDecided, claimedBy, ItemLock, type LockedItem } from './item-lock.js';
import { type Effect, effectOf, restricting } from './legal-decisions.js';
import { ReviewableKind, ReviewableState } from './review.enums.js';
import { mayJudge } from './review.policy.js';
import { Undoing } from './undoing.js';

/** A page of a queue at once is more than anybody has read. */
const mostAtOnce = 50;

/** What is written with these stays among staff. */
const amongStaff: ReadonlySet<DecisionKind> = new Set([DecisionKind.ESCALATE, DecisionKind.NO_ACTION]);

/** Deciding: an item is decided once, about the text that was read, by somebody who has no part in it. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly items: ItemLock,
    private readonly steps: DecisionSteps,
    private readonly undoing: Undoing,
    private readonly words: StaffWords,
  ) {}

  /** @returns the decision's row id */
  async decide(viewer: Viewer, input: DecideReviewableInput, requestId: string): Promise<string> {
    const call = { accountId: viewer.accountId, operation: 'decideReviewable', key: input.idempotencyKey, input };
    const earlier = await this.idempotency.find(call);
    if (earlier) return earlier;
    const reviewableId = requireUuid('Reviewable', input.reviewableId);
    const note = input.note == null ? null : requireNote('note', input.note, 1_000);
    return this.database.transaction((tx) =>
      this.idempotency.once(tx, call, async () => {
        const item = await this.items.take(tx, viewer, reviewableId);
        mayJudge(viewer, item);
        this.requireSame(viewer, item, input);
        const effect = requireEffect(item, input.decision);
        this.requireFit(effect, note, input);
        const reasonCode = reasonOf(item, effect, input);
        const { body, title } = { body: input.redactedBody ?? null, title: input.redactedTitle ?? null };
        const redaction = body === null ? null : { body, title };
        return this.steps.take(tx, viewer, item, {
          kind: input.decision,
          effect,
          reasonCode,
          note,
          redaction,
          requestId,
        });
      }),
    );
  }

  /** The same decision about many items: each in a transaction of its own, so one that is refused stops none. */
  async decideMany(
    viewer: Viewer,
    { items, ...decision }: DecideReviewablesInput,
    requestId: string,
  ): Promise<{ reviewableId: string; decisionId: string | null; refusal: string | null }[]> {
    if (items.length < 1 || items.length > mostAtOnce) throw Refusal.invalid('items', `must be 1 to ${mostAtOnce}`);
    if (decision.decision === DecisionKind.APPROVE_REDACTED) {
      throw Refusal.invalid('decision', 'every redaction is a text of its own');
    }
    // Said once for all of them, so that it can be said in words.
    if (!amongStaff.has(decision.decision)) this.words.requireFit('note', decision.note ?? null);
    const results = [];
    for (const item of items) {
      const { reviewableId } = item;
      try {
        const decisionId = await this.decide(viewer, { ...item, ...decision }, requestId);
        results.push({ reviewableId, decisionId, refusal: null });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        results.push({ reviewableId, decisionId: null, refusal: error.code });
      }
    }
    return results;
  }

  undo(viewer: Viewer, id: string, requestId: string): Promise<string> {
    const decisionId = requireUuid('Decision', id);
    return this.database.transaction((tx) => this.undoing.undo(tx, viewer, decisionId, requestId));
  }

  /** Its author reads the note at once, and everybody a redacted text; what stays among staff may say what it has to. */
  private requireFit(effect: Effect, note: string | null, input: DecideReviewableInput): void {
    if (effect !== 'ESCALATE' && effect !== 'KEEP') this.words.requireFit('note', note);
    if (effect !== 'PUBLISH_REDACTED') return;
    this.words.requireFit('redactedTitle', input.redactedTitle ?? null);
    this.words.requireFit('redactedBody', input.redactedBody ?? null);
  }

  /** What was read is what is decided: another text, another version, another's claim are refused, and nothing is written. */
  private requireSame(viewer: Viewer, item: LockedItem, input: DecideReviewableInput): void {
    if (item.state !== ReviewableState.PENDING) throw alreadyDecided(item);
    if (this.items.claimedByAnother(item, viewer)) throw claimedBy(item);
    const revisionId = input.revisionId == null ? null : uuidOf('Revision', input.revisionId);
    if (item.version === input.version && item.revisionId === revisionId) return;
    throw new Refusal('CONFLICT', 'It has changed since you read it: look again.', {
      current: { state: item.state, version: item.version },
    });
  }
}

function requireEffect(item: LockedItem, decision: DecisionKind): Effect {
  const effect = effectOf(item.kind, item.postState, decision);
  if (effect) return effect;
  throw Refusal.invalid(
    'decision',
    `cannot be ${decision} for ${item.kind} of a post that is ${item.postState ?? 'none'}`,
  );
}

function reasonOf(item: LockedItem, effect: Effect, { reasonCode, decision }: DecideReviewableInput): ReasonCode {
  // Words are left out because of what they tell; anything else would be for the author to change.
  if (effect === 'PUBLISH_REDACTED') return reasonCode ?? ReasonCode.PERSONAL_INFORMATION;
  const needed = restricting.has(effect) || (decision === DecisionKind.REJECT && item.kind !== ReviewableKind.APPEAL);
  if (needed && (reasonCode == null || reasonCode === ReasonCode.OK)) {
    throw Refusal.invalid('reasonCode', 'is needed, and must not be OK');
  }
  return reasonCode ?? (effect === 'ESCALATE' ? ReasonCode.UNSAFE : ReasonCode.OK);
}
