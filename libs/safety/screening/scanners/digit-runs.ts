/**
 * Digits as a reader joins them: numerals, number words, leet digits, whatever punctuation or filler words lie between.
 * A run is a list of groups, as written; its digits together may be a phone number.
 */
import { FILLERS, HOMOPHONES, REPEATERS, SURE } from '../lexicon/digits.js';
import { BARRIER } from './negatives.js';

export interface Group {
  digits: string;
  from: number;
  to: number;
  /** Written as words or leet rather than numerals. */
  spelled: boolean;
  /** A homophone ("to", "for"): only trusted among surer digits. */
  doubtful: boolean;
  plus: boolean;
}
export type Run = readonly Group[];

const WORD = /[\p{L}\p{N}]+/gu;
const LEET_DIGIT: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1', z: '2', s: '5', b: '8', g: '9', q: '9' };
const MOST_FILLERS = 4;

export function digitRuns(masked: string): Run[] {
  const runs: Group[][] = [];
  let run: Group[] = [];
  let fillers = 0;
  let lastEnd = 0;
  let repeat = 1;
  const close = (): void => {
    if (!isSpokenNumber(run)) {
      while (run[run.length - 1]?.doubtful) run.pop();
      while (run[0]?.doubtful && run[0].digits !== '0') run.shift();
    }
    if (run.length > 0) runs.push(run);
    run = [];
    fillers = 0;
  };
  for (const match of masked.matchAll(WORD)) {
    const word = match[0];
    if (run.length > 0 && masked.slice(lastEnd, match.index).includes(BARRIER)) close();
    lastEnd = match.index + word.length;
    const times = REPEATERS.get(word);
    const groups = times === undefined ? groupsIn(word, match.index, masked) : [];
    if (times !== undefined) repeat = times;
    else if (groups.length > 0) {
      run.push(...repeated(groups, repeat));
      repeat = 1;
      fillers = 0;
    } else {
      repeat = 1;
      fillers += FILLERS.has(word) ? 1 : MOST_FILLERS + 1;
      if (fillers > MOST_FILLERS) close();
    }
  }
  close();
  return runs;
}

/** "ate won ate, fife fife fife, owe won tree sicks": nobody says ten of these in a row about anything else. */
export function isSpokenNumber(run: Run): boolean {
  const sure = run.filter((group) => !group.doubtful).length;
  return (run.length === 10 || run.length === 11) && sure >= 3 && run.every((group) => group.digits.length === 1);
}

function repeated(groups: readonly Group[], times: number): Group[] {
  const [first, ...rest] = groups;
  if (first === undefined || times === 1) return [...groups];
  const digit = first.digits.charAt(0);
  return [{ ...first, digits: digit.repeat(times) + first.digits.slice(1), spelled: true }, ...rest];
}

function groupsIn(word: string, at: number, text: string): Group[] {
  if (word.length > 40) return [];
  const plus = text.charAt(at - 1) === '+';
  const make = (digits: string, from: number, length: number, spelled: boolean, doubtful = false): Group => ({
    digits,
    from: at + from,
    to: at + from + length,
    spelled,
    doubtful,
    plus: plus && from === 0,
  });
  if (/^[0-9]+$/.test(word)) return [make(word, 0, word.length, false)];
  const sure = SURE.get(word);
  if (sure !== undefined) return [make(sure, 0, word.length, true)];
  const doubtful = HOMOPHONES.get(word);
  if (doubtful !== undefined) return [make(doubtful, 0, word.length, true, true)];
  return mixed(word, isBetweenDashes(text, at, at + word.length), make);
}

/** "7o7-SSS-oI92": a group of a number that is written in groups may have no numeral at all. */
function isBetweenDashes(text: string, from: number, to: number): boolean {
  return /[0-9a-z][-.]$/.test(text.slice(Math.max(0, from - 2), from)) && /^[-.][0-9a-z]/.test(text.slice(to, to + 2));
}

/** "202five55zero143", "fivefivefive", "2o2", "oI43": cut into numerals, number words and, beside digits, leet. */
function mixed(
  word: string,
  isGroup: boolean,
  make: (digits: string, from: number, length: number, spelled: boolean) => Group,
): Group[] {
  const pieces: Piece[] = [];
  const hasDigit = isGroup || /[0-9]/.test(word);
  let at = 0;
  while (at < word.length) {
    const piece = numeral(word, at) ?? spelledAt(word, at) ?? (hasDigit ? leetAt(word, at) : undefined);
    if (piece === undefined) return [];
    pieces.push(piece);
    at += piece.length;
  }
  if (pieces.length < 2 && !hasDigit) return [];
  return [make(pieces.map((piece) => piece.digits).join(''), 0, word.length, true)];
}

interface Piece {
  digits: string;
  length: number;
  spelled: boolean;
}

function numeral(word: string, at: number): Piece | undefined {
  let to = at;
  while (to < word.length && word.charAt(to) >= '0' && word.charAt(to) <= '9') to += 1;
  return to > at ? { digits: word.slice(at, to), length: to - at, spelled: false } : undefined;
}

function spelledAt(word: string, at: number): Piece | undefined {
  for (let length = 6; length >= 3; length -= 1) {
    const digits = SURE.get(word.slice(at, at + length));
    if (digits?.length === 1 && at + length <= word.length) return { digits, length, spelled: true };
  }
  return word.startsWith('oh', at) ? { digits: '0', length: 2, spelled: true } : undefined;
}

function leetAt(word: string, at: number): Piece | undefined {
  const digits = LEET_DIGIT[word.charAt(at)];
  return digits === undefined ? undefined : { digits, length: 1, spelled: true };
}
