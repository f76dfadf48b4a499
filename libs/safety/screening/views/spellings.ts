/**
 * The words that a spelling may stand for: leet ("w4nt"), stretched letters ("fuuuck"), masks ("f*ck") and slips of
 * one letter in the words that matter most ("sucide"). Variants are tried only when the spelling is no known word.
 */
import { isListenedFor } from '../pattern/occurrences.js';
import { MASKED_WORDS, MISSPELT_WORDS } from '../lexicon/spelling.js';
import { isKnownWord } from './known-words.js';

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '+': 't',
  '€': 'e',
};
const LONGEST_VARIANT = 20;

export function formsOf(word: string): readonly string[] {
  const bare = /^[a-z0-9]/.test(word) ? word : word.replace(/^[@$!*|+€]/, '');
  if (isKnownWord(bare) && bare === word) return [word];
  const forms = new Set([bare]);
  if (word.length > LONGEST_VARIANT) return [...forms];
  addLeet(forms, word);
  if (word.includes('*')) addUnmasked(forms, word);
  for (const form of [...forms]) addSqueezed(forms, form);
  for (const form of [...forms]) addSlips(forms, form);
  return [...forms];
}

/** Letters for digits and symbols; `1`, `!` and `|` may be i or l. */
function addLeet(forms: Set<string>, word: string): void {
  if (!/[a-z]/.test(word) && !/[0-9@$!|+]{3}/.test(word)) return;
  if (!/[0-9@$!|+€]/.test(word)) return;
  const letters = Array.from(word, (each) => LEET[each] ?? each).join('');
  forms.add(letters);
  if (/[1!|]/.test(word))
    forms.add(Array.from(word, (each) => ('1!|'.includes(each) ? 'l' : (LEET[each] ?? each))).join(''));
}

/** "fuuuuck" -> fuck, "killll" -> kill. */
function addSqueezed(forms: Set<string>, word: string): void {
  let once = '';
  let twice = '';
  let run = 0;
  for (let at = 0; at < word.length; at += 1) {
    run = word[at] === word[at - 1] ? run + 1 : 1;
    if (run === 1) once += word.charAt(at);
    if (run <= 2) twice += word.charAt(at);
  }
  if (twice !== word && isListenedFor(twice)) forms.add(twice);
  if (once !== word && once.length > 2 && isListenedFor(once)) forms.add(once);
}

/** "f*ck", "k*ll", "a**hole": each star stands for one letter, or for none. */
function addUnmasked(forms: Set<string>, word: string): void {
  const bare = word.replaceAll('*', '');
  if (isListenedFor(bare)) forms.add(bare);
  for (const candidate of MASKED_WORDS) {
    if (candidate.length === word.length && fits(candidate, word)) forms.add(candidate);
  }
}

function fits(candidate: string, mask: string): boolean {
  for (let at = 0; at < mask.length; at += 1) {
    if (mask[at] !== '*' && mask[at] !== candidate[at]) return false;
  }
  return true;
}

/** Deletion neighbourhoods of the words worth correcting (Garbe's symmetric delete algorithm, distance one). */
const SLIPS = new Map<string, string>();
for (const word of MISSPELT_WORDS) {
  SLIPS.set(word, word);
  for (let at = 1; at < word.length; at += 1) {
    SLIPS.set(word.slice(0, at) + word.slice(at + 1), word);
    SLIPS.set(word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2), word);
  }
}

function addSlips(forms: Set<string>, word: string): void {
  if (word.length < 5 || word.length > 14 || isKnownWord(word) || isListenedFor(word)) return;
  const direct = SLIPS.get(word);
  if (direct !== undefined) forms.add(direct);
  for (let at = 1; at < word.length; at += 1) {
    const meant = SLIPS.get(word.slice(0, at) + word.slice(at + 1));
    if (meant !== undefined) forms.add(meant);
  }
}
