/** Folded text cut into words, each with the spellings that it may stand for and the kinds of thing that it may be. */
import { kindOf } from './characters.js';
import type { Folded } from './fold.js';
import { formsOf } from './spellings.js';
import { kindsOf } from './token-kinds.js';

export interface Token {
  /** As folded, lower case, apostrophes dropped. */
  word: string;
  /** `word` and the words that it may be meant for: "w4nt" -> want, "fuuuck" -> fuck. */
  forms: readonly string[];
  kinds: readonly string[];
  startsSentence: boolean;
  /** Range in the folded text. */
  from: number;
  to: number;
}

/** Symbols that stand for letters inside a word: "a$$hole", "sh!t", "f*ck". */
const INNER_SYMBOLS = '@$!*|+€';
const SENTENCE_MARKS = '!?;\n';
const LONGEST_WORD_READ = 64;

export function tokenise(view: Folded): Token[] {
  const tokens: Token[] = [];
  const forms = new Map<string, readonly string[]>();
  let at = 0;
  let startsSentence = true;
  while (at < view.text.length) {
    const to = endOfWord(view.text, at);
    if (to > at) {
      tokens.push(token(view, at, to, startsSentence, forms));
      startsSentence = false;
      at = to;
    } else {
      if (endsSentence(view.text, at)) startsSentence = true;
      at += 1;
    }
  }
  return readLoneOnes(tokens);
}

/** Among words in leet ("1 w1sh"), a lone 1 is the word I. */
function readLoneOnes(tokens: Token[]): Token[] {
  const inLeet = tokens.filter(({ word, forms }) => forms.length > 1 && /[a-z]/.test(word) && /[0-9]/.test(word));
  if (inLeet.length < 2) return tokens;
  return tokens.map((each) => (each.word === '1' ? { ...each, forms: [...each.forms, 'i'] } : each));
}

function token(
  view: Folded,
  from: number,
  to: number,
  startsSentence: boolean,
  cache: Map<string, readonly string[]>,
): Token {
  const word = view.text.slice(from, Math.min(to, from + LONGEST_WORD_READ)).replaceAll("'", '');
  let forms = cache.get(word);
  if (!forms) cache.set(word, (forms = formsOf(word)));
  return { word, forms, kinds: kindsOf(view, from, to, word), startsSentence, from, to };
}

function endOfWord(text: string, at: number): number {
  const first = text.charAt(at);
  const pictograph = pictographAt(text, at);
  if (pictograph > 0) return at + pictograph;
  if (!isWordPart(first) && !(INNER_SYMBOLS.includes(first) && isWordPart(text.charAt(at + 1)))) return at;
  let to = at + 1;
  while (to < text.length && continuesWord(text, to)) to += 1;
  while (to > at + 1 && !isWordPart(text.charAt(to - 1))) to -= 1;
  return to;
}

function continuesWord(text: string, at: number): boolean {
  const character = text.charAt(at);
  if (isWordPart(character)) return true;
  const next = text.charAt(at + 1);
  if (character === "'") return isWordPart(next);
  return INNER_SYMBOLS.includes(character) && (isWordPart(next) || INNER_SYMBOLS.includes(next));
}

function isWordPart(character: string): boolean {
  const kind = kindOf(character);
  return kind === 'letter' || kind === 'digit';
}

/** Length in code units of the pictograph that starts here, 0 if none does. */
function pictographAt(text: string, at: number): number {
  const codePoint = text.codePointAt(at) ?? 0;
  if (codePoint < 0x203c) return 0;
  const written = String.fromCodePoint(codePoint);
  return kindOf(written) === 'pictograph' ? written.length : 0;
}

function endsSentence(text: string, at: number): boolean {
  const character = text.charAt(at);
  if (SENTENCE_MARKS.includes(character)) return true;
  return character === '.' && text.charAt(at - 1) !== '.' && /^\s?$/.test(text.charAt(at + 1));
}
