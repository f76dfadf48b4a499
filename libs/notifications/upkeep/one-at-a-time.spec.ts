import { oneAtATime } from './one-at-a-time.js';

describe('work that takes one place', () => {
  const signal = new AbortController().signal;
  const attempt = { number: 1, signal };

  it('goes round once more for all that was ordered while it ran, and lets the others go', async () => {
    let runs = 0;
    let finish: (() => void) | undefined;
    const work = oneAtATime(() => {
      runs += 1;
      return new Promise((resolve) => (finish = resolve));
    });
    const first = work({}, attempt);
    await Promise.all([work({}, attempt), work({}, attempt)]);
    expect(runs).toBe(1);
    finish?.();
    await new Promise(setImmediate);
    expect(runs).toBe(2);
    finish?.();
    await first;
    expect(runs).toBe(2);
  });

  it('can go on after a failure, and ends with the worker', async () => {
    let fails = true;
    let runs = 0;
    const work = oneAtATime(async () => {
      runs += 1;
      if (fails) throw new Error('once');
    });
    await expect(work({}, attempt)).rejects.toThrow('once');
    fails = false;
    await work({}, attempt);
    expect(runs).toBe(2);
    await work({}, { number: 1, signal: AbortSignal.abort() });
    expect(runs).toBe(2);
  });
});
