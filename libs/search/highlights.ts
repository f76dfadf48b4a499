import { distance, eachWord, forgiven, type Word, wordsOf } from './language/folding.js';
import type { SearchTerm } from './search-query.js';

/** About two lines on a phone. */
const excerptLength = 200;
/** Words of context before the first one that was found. */
const leadIn = 60;

const escaped: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escaped[sign] ?? '');

/**
 * A piece of a text around what was looked for, as HTML in which only `<mark>` can stand. It is made from the text that
 * this reader is shown, never from an index.
 * @param prefix whether the last word may be a beginning
 */
export function highlight(text: string, terms: readonly SearchTerm[], prefix = false): string {
  const wanted = wantedOf(terms, prefix);
  const { words, found } =
    wanted.words.size > 0 ? matches(text, wanted) : { words: wordsOf(text.slice(0, 2 * excerptLength)), found: [] };
  const [start, end] = excerpt(text, words, found[0]);
  let html = start > 0 ? '… ' : '';
  let at = start;
  for (const word of found) {
    if (word.start < at || word.end > end) continue;
    html += `${escapeHtml(text.slice(at, word.start))}<mark>${escapeHtml(text.slice(word.start, word.end))}</mark>`;
    at = word.end;
  }
  return html + escapeHtml(text.slice(at, end)) + (end < text.length ? ' …' : '');
}

interface Wanted {
  words: ReadonlySet<string>;
  stems: ReadonlySet<string>;
  /** First letters of all: most words of a text need no second look. */
  initials: ReadonlySet<string>;
  beginning: string | undefined;
}

function wantedOf(terms: readonly SearchTerm[], prefix: boolean): Wanted {
  const words = terms
    .filter(({ negated }) => !negated)
    .flatMap(({ text, alternatives = [] }) => [text, ...alternatives].flatMap((one) => wordsOf(one)))
    .map(({ folded }) => folded);
  const last = terms.at(-1);
  return {
    words: new Set(words),
    stems: new Set(words.map(stemOf)),
    initials: new Set(words.map((word) => word.charAt(0))),
    beginning: prefix && last && !last.negated ? wordsOf(last.text).at(-1)?.folded : undefined,
  };
}

const isWanted = (folded: string, { words, stems, initials, beginning }: Wanted): boolean =>
  initials.has(folded.charAt(0)) &&
  (words.has(folded) || stems.has(stemOf(folded)) || (beginning !== undefined && folded.startsWith(beginning)));

/** Words that a term asked for: as written, by their stem, or (where nothing else fits) with a typo. */
function matches(text: string, wanted: Wanted): { words: Word[]; found: Word[] } {
  const [words, found]: [Word[], Word[]] = [[], []];
  for (const word of eachWord(text)) {
    words.push(word);
    if (isWanted(word.folded, wanted)) found.push(word);
    // Behind the excerpt nothing is shown any more.
    if (found[0] && word.start > found[0].start + excerptLength) return { words, found };
  }
  if (found.length > 0) return { words, found };
  return { words, found: words.filter(({ folded }) => [...wanted.words].some((word) => isTypoOf(folded, word))) };
}

const isTypoOf = (word: string, of: string): boolean => {
  const most = forgiven(of.length);
  return most > 0 && distance(word, of, most) <= most;
};

/** Endings that English and Spanish words commonly take, longest first; only for marking, so a miss costs nothing. */
const endings = ['aciones', 'ciones', 'mente', 'ando', 'endo', 'iendo', 'ing', 'ies', 'ed', 'es', 'ly', 'e', 's', 'y'];
const shortestStem = 3;

/** @param folded a folded word */
function stemOf(folded: string): string {
  const ending = endings.find((one) => folded.endsWith(one) && folded.length - one.length >= shortestStem);
  return ending ? folded.slice(0, -ending.length) : folded;
}

/** Where to cut: at words, with the first match near the start. */
function excerpt(text: string, words: readonly Word[], first: Word | undefined): [start: number, end: number] {
  const from = first && first.start > leadIn ? first.start - leadIn : 0;
  const start = from === 0 ? 0 : (words.find((word) => word.start >= from)?.start ?? 0);
  if (text.length - start <= excerptLength) return [start, text.length];
  const last = words.findLast((word) => word.end <= start + excerptLength && word.start >= start);
  return [start, last && last.end > (first?.start ?? 0) ? last.end : whole(text, start + excerptLength)];
}

/** Never between the two halves of a character. */
const whole = (text: string, at: number): number => (/[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at);
