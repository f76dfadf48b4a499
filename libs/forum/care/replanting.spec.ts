import fc from 'fast-check';
import { replant, type Uprooted } from './replanting.js';

const post = (id: string, number: number | null, parentId: string | null): Uprooted => ({ id, number, parentId });

describe('posts that move to a new thread', () => {
  it('are numbered from one in their old order, below what moved with them', () => {
    const places = replant([post('d', 9, 'b'), post('b', 4, 'stays'), post('c', 7, 'b'), post('e', 11, 'c')]);
    expect(places.map(({ id, number, parentId, depth, ordinal }) => [id, number, parentId, depth, ordinal])).toEqual([
      ['b', 1, null, 0, 0],
      ['c', 2, 'b', 1, 1],
      ['d', 3, 'b', 1, 2],
      ['e', 4, 'c', 2, 1],
    ]);
    expect(places.map(({ path }) => path)).toEqual([
      '00000001',
      '0000000100000002',
      '0000000100000003',
      '000000010000000200000004',
    ]);
  });

  it('keep waiting without a number, under the new number of what they answer', () => {
    expect(replant([post('w', null, 'b'), post('b', 5, null)]).at(-1)).toMatchObject({
      id: 'w',
      parentId: 'b',
      parentNumber: 1,
      number: null,
      path: null,
    });
  });

  it('always make a tree that can be read depth first', () => {
    const threads = fc.array(fc.nat(), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(threads, (parents) => {
        const places = replant(
          parents.map((parent, index) => post(`${index}`, index + 5, index === 0 ? null : `${parent % index}`)),
        );
        expect(places.map(({ number }) => number)).toEqual(parents.map((_, index) => index + 1));
        for (const place of places) {
          const parent = places.find(({ id }) => id === place.parentId);
          expect(place.path!.length).toBeLessThanOrEqual(16 * 8);
          if (parent && parent.depth < 15) expect(place.path!.startsWith(parent.path!)).toBe(true);
          const replies = places.filter(({ parentId }) => parentId === place.id).map(({ ordinal }) => ordinal);
          expect(replies).toEqual(Array.from({ length: place.lastOrdinal }, (_, index) => index + 1));
        }
      }),
      { numRuns: 100 },
    );
  });
});
