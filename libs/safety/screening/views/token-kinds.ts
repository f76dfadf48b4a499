/**
 * Kinds of token that phrases ask for by `#kind`:
 *
 * - `num` digits only, `short` at most five of them, `ord` 1st, 14th, `clock` 3:15, 5pm
 * - `cap` written with a capital; `odd` no known word, or CamelCase; `tagged` `@name`
 * - `handle` shaped like a user name (letters with digits, underscores or inner dots); `sep` follows `:`, `=` or `-`
 * - `oddsep` both odd and after such a mark; `word` letters only; `named` such a word of three letters or more
 * - `coded` letters and at least four digits, as in the number of a document
 * - `dated` a number in 12/05/2012; `year` 19xx or 20xx; `flat` 27b; `long` eight digits or more
 */
import { isKnownWord } from './known-words.js';
import { isListenedFor } from '../pattern/occurrences.js';
import type { Folded } from './fold.js';

const NO_KINDS: readonly string[] = [];

export function kindsOf(view: Folded, from: number, to: number, word: string): readonly string[] {
  const kinds: string[] = [];
  if (/^[0-9]+$/.test(word)) numberKinds(kinds, view.text, from, to, word);
  else wordKinds(kinds, view, from, to, word);
  if (followsSeparator(view.text, from)) kinds.push('sep');
  return kinds.length > 0 ? kinds : NO_KINDS;
}

function numberKinds(kinds: string[], text: string, from: number, to: number, word: string): void {
  kinds.push('num');
  if (word.length <= 5) kinds.push('short');
  if (word.length === 4 && /^(?:19|20)/.test(word)) kinds.push('year');
  if (text.charAt(to) === ':' && /^[0-9]$/.test(text.charAt(to + 1))) kinds.push('clock');
  if (word.length > 7) kinds.push('long');
  if (/[/.-]/.test(text.charAt(to)) && /^[0-9]$/.test(text.charAt(to + 1))) kinds.push('dated');
  if (/[_.]/.test(text.charAt(from - 1)) && /^[a-z]$/.test(text.charAt(from - 2))) kinds.push('handle');
}

function wordKinds(kinds: string[], view: Folded, from: number, to: number, word: string): void {
  const first = view.cased.charAt(from);
  const camel = /[a-z][A-Z]|[A-Z]{2}[a-z]/.test(view.cased.slice(from, Math.min(to, from + 40)));
  if (first !== first.toLowerCase()) kinds.push('cap');
  if (/^[^0-9@$!*|+]+$/.test(word)) kinds.push('word');
  if (word.length > 2 && /^[^0-9@$!*|+]+$/.test(word)) kinds.push('named');
  if (/^[0-9]{1,2}(?:st|nd|rd|th)$/.test(word)) kinds.push('ord');
  else if (/^[0-9]{1,2}[ap]m?$/.test(word)) kinds.push('clock');
  else if (/^[0-9]{1,4}[a-h]$/.test(word)) kinds.push('short', 'flat');
  else if (isHandleShaped(view.text, from, to, word)) kinds.push('handle');
  if (/[0-9]{4}/.test(word) && /[a-z]/.test(word)) kinds.push('coded');
  if (first === '@' || view.text.charAt(from - 1) === '@') kinds.push('tagged');
  if (isOdd(word) || camel) {
    kinds.push('odd');
    if (followsSeparator(view.text, from)) kinds.push('oddsep');
  }
}

function isOdd(word: string): boolean {
  return (
    word.length >= 5 && /^[a-z]/.test(word) && !isKnownWord(word) && !isListenedFor(word) && !isKnownWord(stem(word))
  );
}

/** Enough of a stem to keep plurals and participles of known words from looking like names. */
function stem(word: string): string {
  return word.replace(/(?:ing|ers|er|ed|es|s|ly)$/, '');
}

function isHandleShaped(text: string, from: number, to: number, word: string): boolean {
  const before = text.charAt(from - 1);
  const after = text.charAt(to);
  if (after === '_' || before === '_') return true;
  if (before === '.' && /^[a-z0-9_]$/.test(text.charAt(from - 2)) && word.length > 1) return true;
  if (after === '#' && /^[0-9]$/.test(text.charAt(to + 1))) return true;
  if (after === '.' && /^[a-z0-9]$/.test(text.charAt(to + 1)))
    return word.length > 1 || /^[a-z]$/.test(text.charAt(to + 1));
  return word.length >= 5 && /[a-z]{2}/.test(word) && /[0-9]/.test(word);
}

function followsSeparator(text: string, from: number): boolean {
  let at = from - 1;
  while (at >= 0 && (text[at] === ' ' || text[at] === '@' || text[at] === '>' || text[at] === '"')) {
    if (from - at > 4) return false;
    at -= 1;
  }
  return at >= 0 && ':=-|'.includes(text.charAt(at));
}
