/**
 * How guessing is slowed. NIST SP 800-63B section 5.2.2 allows at most 100 failures in a row and names the two means used
 * here: pauses that grow (its example: 30 seconds up to an hour), and places that the person has signed in from before.
 */
export interface ThrottleLimit {
  /** Failures that cost nothing: people mistype. */
  free: number;
  /** The longest pause, in seconds. */
  longest: number;
}

export interface ThrottleState {
  failures: number;
  lastFailureAt: Date;
  blockedUntil: Date | null;
}

const firstPause = 30;
/** A day without a failure forgets them. */
const forgetAfterHours = 24;

export const forgottenBefore = (now: Date): Date => new Date(now.getTime() - forgetAfterHours * 3_600_000);

/** The state after one more failure: from the last free one on, each pause is twice the one before. */
export function afterFailure(state: ThrottleState | null, limit: ThrottleLimit, now: Date): ThrottleState {
  const remembered = state && state.lastFailureAt > forgottenBefore(now) ? state.failures : 0;
  const failures = remembered + 1;
  const pause = Math.min(firstPause * 2 ** (failures - limit.free), limit.longest);
  return {
    failures,
    lastFailureAt: now,
    blockedUntil: failures < limit.free ? null : new Date(now.getTime() + pause * 1000),
  };
}

/** Whole seconds until the longest of the pauses is over; 0 if none is on. */
export function secondsBlocked(states: readonly Pick<ThrottleState, 'blockedUntil'>[], now: Date): number {
  const ends = states.map(({ blockedUntil }) => blockedUntil?.getTime() ?? 0);
  return Math.max(0, Math.ceil((Math.max(0, ...ends) - now.getTime()) / 1000));
}
