import { PostState } from '#forum';
import { DecisionKind } from '../safety.types.js';
import { ReviewableKind } from './review.enums.js';

/** What a decision does; KEEP leaves the post as it is. */
export type Effect =
  'PUBLISH' | 'PUBLISH_REDACTED' | 'RETURN' | 'REFUSE' | 'HIDE' | 'RESTORE' | 'REMOVE' | 'UPHOLD' | 'ESCALATE' | 'KEEP';

type Choices = Partial<Record<DecisionKind, Effect>>;

const { HELD, PUBLISHED, REJECTED, HIDDEN, REMOVED } = PostState;

/** Where nothing can be done to a text any more (withdrawn, erased, decided elsewhere), there may still be a concern. */
const nothingLeft: Choices = { NO_ACTION: 'KEEP', ESCALATE: 'ESCALATE' };
const ofHidden: Choices = { RESTORE: 'RESTORE', REMOVE: 'REMOVE', HIDE: 'KEEP', ESCALATE: 'ESCALATE' };

/** What can be decided about each kind of item, by the state of the post at that moment. What is not listed is refused. */
const choices: Record<ReviewableKind, { states: Partial<Record<PostState, Choices>>; otherwise: Choices }> = {
  [ReviewableKind.HELD_POST]: {
    states: {
      [HELD]: {
        APPROVE: 'PUBLISH',
        APPROVE_REDACTED: 'PUBLISH_REDACTED',
        RETURN: 'RETURN',
        REJECT: 'REFUSE',
        ESCALATE: 'ESCALATE',
      },
      // An approval that was taken back: it has been seen, so it is hidden now, and waits again.
      [HIDDEN]: { ...ofHidden, APPROVE: 'RESTORE' },
    },
    otherwise: nothingLeft,
  },
  [ReviewableKind.HELD_EDIT]: {
    states: {
      [PUBLISHED]: {
        APPROVE: 'PUBLISH',
        APPROVE_REDACTED: 'PUBLISH_REDACTED',
        RETURN: 'RETURN',
        REJECT: 'REFUSE',
        HIDE: 'HIDE',
        REMOVE: 'REMOVE',
        ESCALATE: 'ESCALATE',
      },
      [HIDDEN]: { RETURN: 'RETURN', REJECT: 'REFUSE', REMOVE: 'REMOVE', ESCALATE: 'ESCALATE' },
    },
    otherwise: nothingLeft,
  },
  [ReviewableKind.FLAGS]: {
    states: {
      [PUBLISHED]: { HIDE: 'HIDE', REMOVE: 'REMOVE', NO_ACTION: 'KEEP', ESCALATE: 'ESCALATE' },
      [HIDDEN]: ofHidden,
    },
    otherwise: nothingLeft,
  },
  [ReviewableKind.APPEAL]: {
    states: Object.fromEntries(
      [PUBLISHED, REJECTED, HIDDEN, REMOVED].map((state) => [
        state,
        { APPROVE: 'UPHOLD', RESTORE: 'UPHOLD', REJECT: 'KEEP', NO_ACTION: 'KEEP', ESCALATE: 'ESCALATE' },
      ]),
    ),
    otherwise: { REJECT: 'KEEP', ...nothingLeft },
  },
  [ReviewableKind.PROFILE_TEXT]: {
    states: {},
    // `NameOutcomes` puts an approved name in its place; a refused one was never shown.
    otherwise: { APPROVE: 'KEEP', REJECT: 'REFUSE', ESCALATE: 'ESCALATE' },
  },
  // About two people, not about a text.
  [ReviewableKind.BLOCK]: { states: {}, otherwise: nothingLeft },
  [ReviewableKind.COVERAGE]: {
    states: {
      [PUBLISHED]: { APPROVE: 'KEEP', HIDE: 'HIDE', REMOVE: 'REMOVE', ...nothingLeft },
      [HIDDEN]: ofHidden,
    },
    otherwise: nothingLeft,
  },
};

const choicesFor = (kind: ReviewableKind, state: PostState | null): Choices =>
  (state && choices[kind].states[state]) ?? choices[kind].otherwise;

/** @returns what the decision does there; null if it cannot be taken */
export const effectOf = (kind: ReviewableKind, state: PostState | null, decision: DecisionKind): Effect | null =>
  choicesFor(kind, state)[decision] ?? null;

/** What can be decided about an item, in the order of the enum. */
export const decisionsFor = (kind: ReviewableKind, state: PostState | null): DecisionKind[] =>
  Object.values(DecisionKind).filter((decision) => effectOf(kind, state, decision) !== null);

/** Effects that take something from the author: each comes with a statement of reasons. */
export const restricting: ReadonlySet<Effect> = new Set(['PUBLISH_REDACTED', 'RETURN', 'REFUSE', 'HIDE', 'REMOVE']);
