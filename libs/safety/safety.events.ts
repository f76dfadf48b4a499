import { defineEvent } from '#platform';
import type { DecisionKind, Priority } from './safety.types.js';

/** A human, or a rule alone, decided about somebody's text: the author is told, not before twelve seconds have passed. */
export const textDecided = defineEvent<{
  decisionId: string;
  reviewableId: string;
  programId: string;
  postId: string | null;
  subjectAccountId: string | null;
  /** Null where a rule acted by itself. */
  actorId: string | null;
  kind: DecisionKind;
}>('textDecided');
/** A decision was taken back within its twelve seconds: whoever was to be told of it is not. */
export const decisionUndone = defineEvent<{ decisionId: string; reviewableId: string; programId: string }>(
  'decisionUndone',
);
/** Something waits longer than it may; the safeguarding lead has to know. */
export const reviewOverdue = defineEvent<{
  reviewableId: string;
  programId: string;
  from: Priority;
  to: Priority;
}>('reviewOverdue');
