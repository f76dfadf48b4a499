import { addressBucket } from './sign-in-throttle.js';
import { afterFailure, forgiven, poured, secondsBlocked, secondsFull, type ThrottleState } from './throttle.js';

const limit = { free: 5, longest: 3_600 };
const start = new Date('2026-09-01T08:00:00Z');

/** Guesses as soon as it is allowed to, for so many days. */
function guessFor(days: number): { pauses: number[]; guesses: number } {
  let state: ThrottleState | null = null;
  const pauses: number[] = [];
  let now = start;
  let guesses = 0;
  while (now.getTime() < start.getTime() + days * 86_400_000) {
    state = afterFailure(state, limit, now);
    guesses += 1;
    const seconds = secondsBlocked([state], now);
    pauses.push(seconds);
    now = new Date(now.getTime() + seconds * 1000);
  }
  return { pauses, guesses };
}

describe('guessing', () => {
  it('costs nothing four times, then half a minute, and twice as much each time up to an hour', () => {
    expect(guessFor(1).pauses.slice(0, 14)).toEqual([
      ...[0, 0, 0, 0],
      ...[30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600],
    ]);
  });

  it('gets through less than 40 times on the first day and 24 on each later one', () => {
    expect(guessFor(1).guesses).toBeLessThan(40);
    expect(guessFor(2).guesses - guessFor(1).guesses).toBeLessThanOrEqual(24);
  });

  it('is forgotten after a day of quiet', () => {
    let state: ThrottleState | null = null;
    for (let failure = 0; failure < 20; failure += 1) state = afterFailure(state, limit, start);
    const nextDay = new Date(start.getTime() + 86_400_000);
    expect(afterFailure(state, limit, nextDay)).toMatchObject({ failures: 1, blockedUntil: null });
  });

  it('is told when to come back by the longest pause, in whole seconds, rounded up', () => {
    const until = (ms: number): { blockedUntil: Date } => ({ blockedUntil: new Date(start.getTime() + ms) });
    expect(secondsBlocked([{ blockedUntil: null }, until(1_001), until(-5_000)], start)).toBe(2);
    expect(secondsBlocked([until(0)], start)).toBe(0);
    expect(secondsBlocked([], start)).toBe(0);
  });
});

describe('a list of names tried from one address', () => {
  const later = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);

  it('of five thousand takes half a day and more', () => {
    let state: ThrottleState | null = null;
    let seconds = 0;
    for (let name = 0; name < 5_000; name += 1) {
      seconds += secondsFull(state, addressBucket, later(seconds));
      expect(secondsFull(state, addressBucket, later(seconds))).toBe(0);
      state = poured(state, addressBucket, 1, later(seconds));
    }
    expect(seconds / 3_600).toBeGreaterThan(13);
  });

  it('keeps whoever comes after it waiting for one step, not longer', () => {
    let state: ThrottleState | null = null;
    for (let name = 0; name < 100; name += 1) state = poured(state, addressBucket, 1, start);
    expect(secondsFull(state, addressBucket, start)).toBe(10);
    expect(secondsFull(state, addressBucket, later(4))).toBe(6);
    expect(secondsFull(state, addressBucket, later(10))).toBe(0);
    expect(poured(state, addressBucket, 1, later(10)).failures).toBe(100);
    expect(poured(state, addressBucket, 1, later(86_400)).failures).toBe(1);
  });

  it('is not what a class mistypes: a right password takes its own errors back', () => {
    let state = poured(null, addressBucket, 3, start);
    state = poured(state, addressBucket, -3, later(1));
    expect(state.failures).toBe(0);
    expect(poured(state, addressBucket, -1, later(1)).failures).toBe(0);
    const ofName = { failures: 7, lastFailureAt: start, blockedUntil: later(120) };
    expect(forgiven(ofName, 7, limit)).toBeNull();
    expect(forgiven(ofName, 3, limit)).toMatchObject({ failures: 4, blockedUntil: null });
    expect(forgiven(ofName, 1, limit)).toMatchObject({ failures: 6, blockedUntil: later(120) });
  });
});
