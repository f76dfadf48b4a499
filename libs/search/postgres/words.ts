import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import { distance, fold, forgiven } from '../language/folding.js';
import type { SearchTerm } from '../search-query.js';
import type { PlacedRequest } from './tsquery.js';
import { alike, endings, standing } from './words.queries.js';

/** Endings that a beginning is completed with, and how many are looked at for them. */
const mostEndings = 20;
const mostEndingsTried = 300;
/** Spellings that a typo is replaced by. */
const mostSpellings = 3;
/** Words that look alike, out of which the nearest are chosen. */
const mostAlike = 100;
const shortestBeginning = 2;
/** As words stand in `search_word`: letters alone, so nothing of `to_tsquery` is among them. */
const isWord = (text: string): boolean => /^\p{L}+$/u.test(text);

/**
 * Beginnings and typos, by the words that occur where the search may look, and by no others: which word is known would
 * otherwise tell what stands on boards that the viewer cannot read.
 */
@Injectable()
export class SearchWords {
  constructor(private readonly database: Database) {}

  /**
   * The last word with the words that begin with it; the shortest are the likeliest.
   * @param recent the newest blocks of days: what is used there needs no look at all the others
   */
  async withEndings(request: PlacedRequest, recent: readonly string[]): Promise<readonly SearchTerm[]> {
    const { terms } = request;
    const last = terms.at(-1);
    if (!last || last.phrase || last.negated) return terms;
    const beginning = fold(last.text);
    if (beginning.length < shortestBeginning || !isWord(beginning)) return terms;
    const rows = await this.database.rows<{ word: string }>(
      endings(request, recent, beginning, mostEndingsTried, mostEndings),
    );
    return [...terms.slice(0, -1), { ...last, alternatives: rows.map(({ word }) => word) }];
  }

  /** Spellings for words that occur nowhere in sight, by the place of their term; null if there is none. */
  async spellings(request: PlacedRequest, recent: readonly string[]): Promise<Record<number, string[]> | null> {
    const tried = request.terms.flatMap(({ text, phrase, negated }, place) => {
      const word = fold(text);
      return phrase || negated || forgiven(word.length) === 0 || !isWord(word) ? [] : [{ place, word }];
    });
    if (tried.length === 0) return null;
    const words = [...new Set(tried.map(({ word }) => word))];
    const rows = await this.database.rows<{ word: string; alike: string[] }>(alike(words, mostAlike));
    const near = new Map(rows.map((row) => [row.word, nearest(row.word, row.alike)]));
    const asked = [...new Set([...words, ...[...near.values()].flat()])];
    const there = new Set(
      (await this.database.rows<{ word: string }>(standing(request, recent, asked))).map(({ word }) => word),
    );
    const spellings: Record<number, string[]> = {};
    for (const { place, word } of tried) {
      const known = there.has(word) ? [] : (near.get(word) ?? []).filter((other) => there.has(other));
      if (known.length > 0) spellings[place] = known.slice(0, mostSpellings);
    }
    return Object.keys(spellings).length > 0 ? spellings : null;
  }
}

/** Words within the typos that are forgiven, the nearest first. */
function nearest(word: string, alike: readonly string[]): string[] {
  const most = forgiven(word.length);
  return alike
    .map((other) => ({ other, far: distance(word, other, most) }))
    .filter(({ far }) => far <= most)
    .sort((one, other) => one.far - other.far)
    .map(({ other }) => other);
}

export const spelled = (
  terms: readonly SearchTerm[],
  spellings: Readonly<Record<number, readonly string[]>>,
): SearchTerm[] =>
  terms.map((term, place) =>
    spellings[place] ? { ...term, alternatives: [...(term.alternatives ?? []), ...spellings[place]] } : term,
  );
