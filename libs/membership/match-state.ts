import { MatchState } from './membership.types.js';

const { PROPOSED, ACTIVE, PAUSED, CLOSING, CLOSED, CLOSED_SAFETY } = MatchState;

/**
 * Where a match may go from where it is. CLOSED_SAFETY is reached from every open state, by those who may; every other step
 * of a match that is stopped for safety lifts the stop (`match-stops.service.ts`).
 */
const steps: Record<MatchState, readonly MatchState[]> = {
  [PROPOSED]: [ACTIVE, CLOSED, CLOSED_SAFETY],
  [ACTIVE]: [PAUSED, CLOSING, CLOSED, CLOSED_SAFETY],
  [PAUSED]: [ACTIVE, CLOSING, CLOSED, CLOSED_SAFETY],
  [CLOSING]: [ACTIVE, CLOSED, CLOSED_SAFETY],
  [CLOSED]: [],
  [CLOSED_SAFETY]: [],
};

export const isLegalStep = (from: MatchState, to: MatchState): boolean => steps[from].includes(to);

/** Everything that has not ended; a mentee is in one of these at most. */
export const openStates: readonly MatchState[] = [PROPOSED, ACTIVE, PAUSED, CLOSING];

/** States in which the pair writes, so they must end when somebody of it may no longer take part. */
export const runningStates: readonly MatchState[] = [ACTIVE, CLOSING];

/** Every step but into ACTIVE is one that somebody will ask about later. */
export const needsReason = (to: MatchState): boolean => to !== ACTIVE;
