import fc from 'fast-check';
import { blockLevels, blocksOfDays, dayOf } from './scope-tokens.js';

/** The days that a block stands for. */
const daysOf = (token: string): number[] => {
  const [level = 0, number = 0] = token.slice(2).split(':').map(Number);
  return Array.from({ length: 2 ** level }, (_, place) => number * 2 ** level + place);
};

describe('blocks of days', () => {
  it('cover every day once, in order, from either end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40_000 }),
        fc.integer({ min: 0, max: 3_000 }),
        fc.boolean(),
        (oldest, span, up) => {
          const days = blocksOfDays(oldest, oldest + span, up).flatMap((token) =>
            up ? daysOf(token) : daysOf(token).reverse(),
          );
          const steps = days.slice(1).map((day, place) => day - (days[place] ?? 0));
          expect(new Set(steps).size).toBeLessThanOrEqual(1);
          expect(days[0]).toBe(up ? oldest : oldest + span);
          expect(days).toContain(up ? oldest + span : oldest);
        },
      ),
    );
  });

  it('are few, even for a century', () => {
    expect(blocksOfDays(20_000, 20_000 + 365).length).toBeLessThanOrEqual(2 * blockLevels);
    expect(blocksOfDays(20_000, 56_500).length).toBeLessThan(170);
  });

  it('are none for a time that ends before it begins', () => {
    expect(blocksOfDays(5, 4)).toEqual([]);
    expect(dayOf(Date.UTC(1970, 0, 2, 23, 59))).toBe(1);
  });
});
