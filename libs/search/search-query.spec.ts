import { mostTerms, parseQuery } from './search-query.js';

const words = (query: string): string[] =>
  parseQuery(query).terms.map(({ text, phrase, negated }) => `${negated ? '-' : ''}${phrase ? `"${text}"` : text}`);

describe('reading a query', () => {
  it.each([
    ['volcano model', ['volcano', 'model']],
    ['"volcano model" lava', ['"volcano model"', 'lava']],
    ['“volcano model”', ['"volcano model"']],
    ['volcano -model -"red lava"', ['volcano', '-model', '-"red lava"']],
    ['well-known', ['well-known']],
    ['"never closed', ['"never closed"']],
    ['- --', []],
    ['', []],
    ['http://example.com/a:b', ['http://example.com/a:b']],
    ['at 12:30', ['at', '12:30']],
    ['note: this', ['note:', 'this']],
    ['foo:bar', ['"foo bar"']],
  ])('takes %j for %j', (query, expected) => {
    expect(words(query)).toEqual(expected);
  });

  it('knows its operators, in any case, with quotes where there are spaces', () => {
    expect(parseQuery('BOARD:"Our cohort" from:ada from:@ben in:title is:question is:unanswered lava')).toMatchObject({
      boards: ['Our cohort'],
      authors: ['ada', '@ben'],
      inTitle: true,
      isQuestion: true,
      isUnanswered: true,
      terms: [{ text: 'lava' }],
      suggestion: null,
    });
  });

  it.each([
    ['before:2026-03-09', '2026-03-09', null],
    ['before:2026-03', '2026-03-01', null],
    ['before:2026', '2026-01-01', null],
    ['after:2026-03-09', null, '2026-03-10'],
    ['after:2026-12', null, '2027-01-01'],
    ['after:2024-02-29', null, '2024-03-01'],
  ])('reads %s', (query, before, after) => {
    const day = (date: Date | null): string | null => date && date.toISOString().slice(0, 10);
    const parsed = parseQuery(query);
    expect([day(parsed.before), day(parsed.after), parsed.terms]).toEqual([before, after, []]);
  });

  it.each([
    ['volcano form:ada', 'volcano from:ada'],
    ['bord:"Our cohort" x', 'board:"Our cohort" x'],
    ['is:qestion lava', 'is:question lava'],
    ['in:titel lava', 'in:title lava'],
    ['befor:2026-03-09', 'before:2026-03-09'],
    ['before:2026-02-31', 'before:2026-01-31'],
  ])('suggests for %j: %j, and looks for the words meanwhile', (query, suggestion) => {
    expect(parseQuery(query)).toMatchObject({ suggestion });
    expect(parseQuery(query).terms.length).toBeGreaterThan(0);
  });

  it('stops at ten words, and takes any nonsense in its stride', () => {
    expect(parseQuery(Array.from({ length: 50 }, (_, n) => `w${n}`).join(' ')).terms).toHaveLength(mostTerms);
    for (const nonsense of ['"'.repeat(500), ':'.repeat(500), '-'.repeat(500), 'a:'.repeat(200), '\\"\\', '😀:😀']) {
      expect(() => parseQuery(nonsense)).not.toThrow();
    }
  });
});
