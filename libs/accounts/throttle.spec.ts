import { afterFailure, secondsBlocked, type ThrottleState } from './throttle.js';

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
