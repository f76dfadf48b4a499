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

/** Failures that still count. */
export const remembered = (state: ThrottleState | null, now: Date): number =>
  state && state.lastFailureAt > forgottenBefore(now) ? state.failures : 0;

/** The state after one more failure: from the last free one on, each pause is twice the one before. */
export function afterFailure(state: ThrottleState | null, limit: ThrottleLimit, now: Date): ThrottleState {
  const failures = remembered(state, now) + 1;
  const pause = Math.min(firstPause * 2 ** (failures - limit.free), limit.longest);
  return {
    failures,
    lastFailureAt: now,
    blockedUntil: failures < limit.free ? null : new Date(now.getTime() + pause * 1000),
  };
}

/**
 * The state without failures that turned out to be the person's own typing errors.
 * @returns null when nothing is left
 */
export function forgiven(state: ThrottleState | null, own: number, limit: ThrottleLimit): ThrottleState | null {
  const failures = (state?.failures ?? 0) - own;
  if (!state || failures <= 0) return null;
  return { ...state, failures, blockedUntil: failures < limit.free ? null : state.blockedUntil };
}

/** Whole seconds until the longest of the pauses is over; 0 if none is on. */
export function secondsBlocked(states: readonly (Pick<ThrottleState, 'blockedUntil'> | null)[], now: Date): number {
  const ends = states.map((state) => state?.blockedUntil?.getTime() ?? 0);
  return Math.max(0, Math.ceil((Math.max(0, ...ends) - now.getTime()) / 1000));
}

/**
 * An allowance that fills up with failures and empties by the clock. For an address, whoever is behind it: once it is full
 * one more failure fits in for each step, so a flood goes on slowly and nobody waits for longer than a step.
 */
export interface Bucket {
  /** Failures that fit in at once. */
  size: number;
  /** Seconds in which one of them runs out. */
  step: number;
}

/** How full it is now, and since when the running step counts. */
export function levelOf(state: ThrottleState | null, { step }: Bucket, now: Date): { level: number; since: Date } {
  if (!state) return { level: 0, since: now };
  const steps = Math.max(0, Math.floor((now.getTime() - state.lastFailureAt.getTime()) / (step * 1000)));
  const level = Math.max(0, state.failures - steps);
  return level === 0
    ? { level, since: now }
    : { level, since: new Date(state.lastFailureAt.getTime() + steps * step * 1000) };
}

/** Whole seconds until another failure fits in; 0 if one does. */
export function secondsFull(state: ThrottleState | null, bucket: Bucket, now: Date): number {
  const { level, since } = levelOf(state, bucket, now);
  return level < bucket.size ? 0 : Math.max(1, Math.ceil((since.getTime() - now.getTime()) / 1000 + bucket.step));
}

/** The state with so many failures more, or less. */
export function poured(state: ThrottleState | null, bucket: Bucket, change: number, now: Date): ThrottleState {
  const { level, since } = levelOf(state, bucket, now);
  return { failures: Math.max(0, level + change), lastFailureAt: since, blockedUntil: null };
}
