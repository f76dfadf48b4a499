import { parseQuery } from '../search-query.js';
import { isIn, queryText, saysNothing } from './filters.js';

const said = (query: string, prefix = false): string => queryText({ terms: parseQuery(query).terms, prefix });

describe('what Meilisearch is asked', () => {
  it.each([
    ['volcano model', 'volcano model '],
    ['volcano -model', '-model volcano '],
    ['"volcano model" -"red lava"', '-"red lava" "volcano model" '],
    ['volcano -well-known', '-"well-known" volcano '],
    ['Übersetzung', 'ubersetzung '],
    ['volc" -x', 'volc "x" '],
    ['', ''],
    ['- "" -""', ''],
  ])('for %j: %j, exclusions first and no beginning', (query, text) => {
    expect(said(query)).toBe(text);
  });

  it('takes the last word for a beginning where it is asked to, and where the last one is no exclusion', () => {
    expect(said('volcano mod', true)).toBe('volcano mod');
    expect(said('-lava volcano mod', true)).toBe('-lava volcano mod');
    expect(said('volcano mod -lava', true)).toBe('-lava volcano mod ');
  });

  it('lets nothing that is typed become an exclusion or a quote', () => {
    for (const text of ['\uff0dlava', '\uff02lava', 'a\u00a8-lava', '--lava']) {
      const query = queryText({ terms: [{ text, phrase: false, negated: false }], prefix: false });
      expect(query).not.toMatch(/(^|\s)-(?!.*")/);
      expect(query.split('"').length % 2).toBe(1);
    }
  });

  it('names values in quotes, in one condition', () => {
    expect(isIn('audience', ['a"b', 'c\\'])).toBe('audience IN ["a\\"b", "c\\\\"]');
  });

  it('knows when nothing is asked', () => {
    const terms = (query: string): ReturnType<typeof parseQuery> => parseQuery(query);
    expect(saysNothing(terms('the of'))).toBe(true);
    expect(saysNothing(terms('"the of"'))).toBe(true);
    expect(saysNothing(terms('the volcano'))).toBe(false);
    expect(saysNothing(terms(''))).toBe(false);
  });
});
