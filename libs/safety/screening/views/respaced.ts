/**
 * The same tokens with spacing tricks undone: "k i l l" read as one word, "wannadie" read as two. Gives null when there
 * is nothing to undo.
 */
import { isListenedFor, listenedForWords } from '../pattern/occurrences.js';
import { everydayWords, isInDictionary, isKnownWord } from './known-words.js';
import { formsOf } from './spellings.js';
import type { Token } from './tokens.js';

const SHORTEST_SPACED_RUN = 3;
const SHORTEST_GLUED = 6;
const LONGEST_PART = 14;
/** Words on either side of a change that a phrase may need; shorter texts are read whole. */
const AROUND = 40;
const SHORT_TEXT = 200;

/** A part of a text that reads otherwise with spacing tricks undone, from the start of a sentence where one is near. */
export interface Reading {
  tokens: readonly Token[];
  isWhole: boolean;
}

/** Only what is changed, with what stands around it: a long text is not read twice for one word. */
export function respacedReadings(tokens: readonly Token[], text: string): Reading[] {
  const after = respaced(tokens, text);
  if (!after) return [];
  if (after.length <= SHORT_TEXT) return [{ tokens: after, isWhole: true }];
  const before = new Set(tokens);
  const readings: Reading[] = [];
  let [from, to] = [0, 0];
  after.forEach((token, at) => {
    if (before.has(token)) return;
    if (at - AROUND > to) {
      if (to > 0) readings.push({ tokens: after.slice(from, to), isWhole: false });
      from = sentenceStartBefore(after, at - AROUND);
    }
    to = Math.min(after.length, at + AROUND);
  });
  return [...readings, { tokens: after.slice(from, to), isWhole: false }];
}

function sentenceStartBefore(tokens: readonly Token[], at: number): number {
  for (let back = 0; back <= AROUND; back += 1) if (tokens[at - back]?.startsSentence === true) return at - back;
  return Math.max(0, at);
}

export function respaced(tokens: readonly Token[], text: string): Token[] | null {
  const out: Token[] = [];
  let changed = false;
  let at = 0;
  while (at < tokens.length) {
    const to = endOfSpacedRun(tokens, at, text);
    const current = tokens[at];
    if (current === undefined) break;
    if (to - at >= SHORTEST_SPACED_RUN) {
      out.push(...splitSpaced(tokens.slice(at, to), text));
      changed = true;
      at = to;
    } else {
      const parts = unglued(current);
      changed ||= parts.length > 1;
      out.push(...parts);
      at += 1;
    }
  }
  return changed ? out : null;
}

function endOfSpacedRun(tokens: readonly Token[], from: number, text: string): number {
  let to = from;
  while (to < tokens.length && isSingle(tokens[to]) && (to === from || isNear(tokens[to - 1], tokens[to], text)))
    to += 1;
  return to;
}

function isSingle(token: Token | undefined): boolean {
  return token !== undefined && token.word.length === 1 && /^[a-z0-9$@!]$/.test(token.word);
}

function isNear(left: Token | undefined, right: Token | undefined, text: string): boolean {
  return (
    left !== undefined &&
    right !== undefined &&
    right.from - left.to <= 4 &&
    !text.slice(left.to, right.from).includes('\n')
  );
}

/** A wider gap inside the run parts words: "k i l l   m e". Without one the letters are cut by the dictionary. */
function splitSpaced(run: readonly Token[], text: string): Token[] {
  const narrow = Math.min(...run.slice(1, 60).map((token, index) => token.from - (run[index]?.to ?? token.from)));
  const words: Token[][] = [];
  run.forEach((token, index) => {
    const before = run[index - 1];
    if (before === undefined || token.from - before.to > narrow) words.push([token]);
    else words[words.length - 1]?.push(token);
  });
  return words.flatMap((letters) => cut(letters, text));
}

function cut(letters: readonly Token[], text: string): Token[] {
  const written = letters.map((each) => each.word).join('');
  if (written.length >= 5 && separatorKinds(text, letters[0]?.from ?? 0).length > 0) return [merged(letters, text)];
  const lengths = isOneWord(written) ? [written.length] : (cutIntoWords(written) ?? [written.length]);
  let from = 0;
  return lengths.map((length) => {
    const part = letters.slice(from, from + length);
    from += length;
    return merged(part, text);
  });
}

function isOneWord(written: string): boolean {
  return isKnownWord(written) || formsOf(written).some((form) => isListenedFor(form));
}

function merged(part: readonly Token[], text: string): Token {
  const word = part
    .map((each) => each.word)
    .join('')
    .slice(0, 64);
  const first = part[0];
  const last = part[part.length - 1];
  const from = first?.from ?? 0;
  const kinds =
    part.length >= 5 && !isKnownWord(word) && !isListenedFor(word)
      ? ['odd', 'word', ...separatorKinds(text, from)]
      : [];
  return {
    word,
    forms: formsOf(word),
    kinds,
    startsSentence: first?.startsSentence ?? false,
    from,
    to: last?.to ?? from,
  };
}

function separatorKinds(text: string, from: number): string[] {
  return /[:=-]\s?$/.test(text.slice(Math.max(0, from - 3), from)) ? ['oddsep'] : [];
}

function unglued(token: Token): Token[] {
  if (token.word.length < SHORTEST_GLUED || token.word.length > 40 || !/^[a-z]+$/.test(token.word)) return [token];
  if (isKnownWord(token.word) || isInDictionary(token.word) || token.forms.some((form) => isListenedFor(form)))
    return [token];
  const lengths = cutIntoWords(token.word);
  if (lengths === undefined || lengths.length < 2) return [token];
  let at = 0;
  return lengths.map((length, index) => {
    const word = token.word.slice(at, at + length);
    at += length;
    return { ...token, word, forms: [word], kinds: [], startsSentence: index === 0 && token.startsSentence };
  });
}

/** Lengths of the fewest everyday or listened-for words that make up the text; undefined if there is no such cut. */
function cutIntoWords(written: string): number[] | undefined {
  const count = new Int32Array(written.length + 1).fill(-1);
  const lastLength = new Uint8Array(written.length + 1);
  count[0] = 0;
  for (let from = 0; from < written.length; from += 1) {
    const before = count[from] ?? -1;
    if (before < 0) continue;
    for (const length of partsFrom(written, from)) {
      const now = count[from + length] ?? -1;
      if (now >= 0 && now <= before + 1) continue;
      count[from + length] = before + 1;
      lastLength[from + length] = length;
    }
  }
  if ((count[written.length] ?? -1) < 0) return undefined;
  const lengths: number[] = [];
  for (let end = written.length; end > 0; end -= lastLength[end] ?? end) lengths.push(lastLength[end] ?? end);
  return lengths.reverse();
}

/** A tree of letters, so that a place where no word begins costs one step. */
interface Branch {
  next: Map<string, Branch>;
  isWord: boolean;
}
let root: Branch | undefined;

function partsFrom(written: string, from: number): number[] {
  root ??= grow([...everydayWords(), ...listenedForWords().filter((word) => word.length > 2)]);
  const lengths: number[] = [];
  let branch: Branch | undefined = root;
  for (let length = 1; length <= LONGEST_PART; length += 1) {
    branch = branch.next.get(written.charAt(from + length - 1));
    if (branch === undefined) break;
    if (branch.isWord) lengths.push(length);
  }
  return lengths;
}

function grow(words: readonly string[]): Branch {
  const top: Branch = { next: new Map<string, Branch>(), isWord: false };
  for (const word of words) {
    let branch = top;
    for (const letter of word) {
      const next: Branch = branch.next.get(letter) ?? { next: new Map<string, Branch>(), isWord: false };
      branch.next.set(letter, next);
      branch = next;
    }
    branch.isWord = true;
  }
  return top;
}
