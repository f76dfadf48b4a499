import type { SearchRequest } from '../search-engine.port.js';
import { scopeToken } from '../scope-tokens.js';
import { type PlacedRequest, scopeOf, scopeQuery, textQuery } from './tsquery.js';

const request = (more: Partial<PlacedRequest> = {}): PlacedRequest =>
  ({
    terms: [],
    inTitle: false,
    openingPosts: false,
    keys: ['match:1'],
    programIds: ['P'],
    scope: 'keys',
    boardIds: null,
    authorIds: null,
    kind: null,
    unanswered: false,
    ...more,
  }) as PlacedRequest;
const parts =
  (known: Record<string, number>) =>
  (token: string): number =>
    known[token] ?? 0;
const [program, match, everybody] = [scopeToken.program('P'), ' match:1', ' program:P'];

describe('where a search looks', () => {
  it.each<[string, Partial<SearchRequest>, Record<string, number>, string]>([
    ['nothing is known yet', {}, {}, 'keys'],
    ['a small board in a great program', {}, { [program]: 0.9, [match]: 0.01 }, 'keys'],
    ['much of a small program among many', { keys: ['program:P'] }, { [program]: 0.1, [everybody]: 0.05 }, 'boards'],
    ['much of the only program', { keys: ['program:P'] }, { [program]: 1, [everybody]: 0.3 }, 'boards alone'],
    ['many keys', { keys: ['a', 'b', 'c', 'd', 'e'] }, {}, 'boards'],
    ['many keys in the only program', { keys: ['a', 'b', 'c', 'd', 'e'] }, { [program]: 1 }, 'boards alone'],
  ])('%s', (_what, more, known, scope) => {
    expect(scopeOf(request(more), parts(known))).toBe(scope);
  });

  it('is never everywhere: what the index is asked for is met by boards, or by a place', () => {
    expect(scopeQuery(request(), true)).toBe("' match:1'");
    expect(scopeQuery(request({ scope: 'boards' }), true)).toBe("' p:P'");
    expect(scopeQuery(request({ scope: 'boards alone' }), true)).toBeNull();
    expect(scopeQuery(request({ scope: 'boards alone' }), false)).toBe("' p:P'");
    expect(scopeQuery(request({ scope: 'boards alone', boardIds: ['B'], unanswered: true }), false)).toBe(
      "' b:B' & ' open'",
    );
  });

  it('lets nothing that a person types out of its quotes', () => {
    const terms = ["' b:other'", "x' | 'y", 'a\\', ':*'].map((text) => ({ text, phrase: false, negated: false }));
    expect(textQuery({ ...request(), terms })).toBe("''' b:other''' & 'x'' | ''y' & 'a\\\\'");
  });
});
