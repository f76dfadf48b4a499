import { Injectable } from '@nestjs/common';
import { Database, sql } from '#platform';
import { distance, fold, forgiven, hasWord } from '../language/folding.js';
import type { SearchTerm } from '../search-query.js';

/** Endings that a beginning is completed with, and spellings that a typo is replaced by. */
const mostEndings = 20;
const mostSpellings = 3;
/** Words that look alike, out of which the nearest are chosen. */
const mostAlike = 40;
const shortestBeginning = 2;

/** Beginnings and typos, by the words that occur. */
@Injectable()
export class SearchWords {
  constructor(private readonly database: Database) {}

  /** The last word with the words that begin with it; the shortest are the likeliest. */
  async withEndings(terms: readonly SearchTerm[]): Promise<readonly SearchTerm[]> {
    const last = terms.at(-1);
    if (!last || last.phrase || last.negated) return terms;
    const beginning = fold(last.text);
    if (beginning.length < shortestBeginning || !/^\p{L}+$/u.test(beginning)) return terms;
    const rows = await this.database.rows<{ word: string }>(sql`
      select word from search_word where word like ${`${beginning}%`} order by length(word), word limit ${mostEndings}::int`);
    return [...terms.slice(0, -1), { ...last, alternatives: rows.map(({ word }) => word) }];
  }

  /** Spellings for words that occur nowhere, by the place of their term; null if there is none. */
  async spellings(terms: readonly SearchTerm[]): Promise<Record<number, string[]> | null> {
    const tried = terms.flatMap(({ text, phrase, negated }, place) => {
      const word = fold(text);
      return phrase || negated || forgiven(word.length) === 0 || !hasWord(word) ? [] : [{ place, word }];
    });
    if (tried.length === 0) return null;
    const rows = await this.database.rows<{ word: string; alike: string[] }>(sql`
      select w.word, array(
        select k.word from search_word k where k.word % w.word order by similarity(k.word, w.word) desc, k.word
        limit ${mostAlike}::int
      ) as alike
      from unnest(${tried.map(({ word }) => word)}::text[]) w(word)
      where not exists (select from search_word k where k.word = w.word)`);
    const spellings: Record<number, string[]> = {};
    for (const { word, alike } of rows) {
      const near = nearest(word, alike);
      for (const { place } of tried.filter((one) => one.word === word)) if (near.length > 0) spellings[place] = near;
    }
    return Object.keys(spellings).length > 0 ? spellings : null;
  }
}

function nearest(word: string, alike: readonly string[]): string[] {
  const most = forgiven(word.length);
  return alike
    .map((other) => ({ other, far: distance(word, other, most) }))
    .filter(({ far }) => far <= most)
    .sort((one, other) => one.far - other.far)
    .slice(0, mostSpellings)
    .map(({ other }) => other);
}

export const spelled = (
  terms: readonly SearchTerm[],
  spellings: Readonly<Record<number, readonly string[]>>,
): SearchTerm[] =>
  terms.map((term, place) =>
    spellings[place] ? { ...term, alternatives: [...(term.alternatives ?? []), ...spellings[place]] } : term,
  );
