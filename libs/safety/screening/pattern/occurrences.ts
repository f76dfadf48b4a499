/** Where each word set occurs in one token stream: made once per text, asked by every phrase. */
import type { Token } from '../views/tokens.js';
import { type Bits, emptyBits, followedBy, isEmpty, setBit } from './bits.js';
import { type WordSet, compiledSets } from './language.js';

/** One wording, and every set that lists it. */
interface Wording {
  words: readonly string[];
  sets: number[];
}

/** Wordings by their first word and sets by token kind; built when the first text is screened. */
interface Index {
  builtFor: number;
  byFirstWord: Map<string, Wording[]>;
  vocabulary: Set<string>;
  byKind: Map<string, number[]>;
}

let index: Index | undefined;

function currentIndex(): Index {
  const all = compiledSets();
  if (index?.builtFor !== all.length) index = buildIndex(all);
  return index;
}

function buildIndex(all: readonly WordSet[]): Index {
  const wordings = new Map<string, Wording>();
  const byKind = new Map<string, number[]>();
  for (const { id, entries, kinds } of all) {
    for (const kind of kinds) note(byKind, kind, id);
    for (const words of entries) {
      const known = wordings.get(words.join(' '));
      if (known === undefined) wordings.set(words.join(' '), { words, sets: [id] });
      else if (known.sets[known.sets.length - 1] !== id) known.sets.push(id);
    }
  }
  const byFirstWord = new Map<string, Wording[]>();
  const vocabulary = new Set<string>();
  for (const wording of wordings.values()) {
    note(byFirstWord, wording.words[0] ?? '', wording);
    wording.words.forEach((word) => vocabulary.add(word));
  }
  return { builtFor: all.length, byFirstWord, vocabulary, byKind };
}

function note<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const listed = lists.get(key);
  if (listed) listed.push(value);
  else lists.set(key, [value]);
}

/** True if some rule listens for this word; used to decide which spelling variants are worth trying. */
export function isListenedFor(word: string): boolean {
  return currentIndex().byFirstWord.has(word);
}

/** All words that begin a wording of some rule. */
export function listenedForWords(): string[] {
  return [...currentIndex().byFirstWord.keys()];
}

export class Occurrences {
  readonly length: number;
  readonly everywhere: Bits;
  readonly sentenceStarts: Bits;
  readonly sentenceEnds: Bits;
  /** Tokens that a gap may skip: not the first of a later sentence. */
  readonly insideSentence: Bits;
  readonly gapLandings: Bits;
  private readonly bySet = new Map<number, Map<number, Bits>>();

  constructor(tokens: readonly Token[]) {
    this.length = tokens.length;
    this.everywhere = emptyBits(this.length);
    this.sentenceStarts = emptyBits(this.length);
    this.sentenceEnds = emptyBits(this.length);
    this.insideSentence = emptyBits(this.length);
    this.gapLandings = emptyBits(this.length);
    this.markSentences(tokens);
    this.markWords(tokens);
  }

  has(set: number): boolean {
    return this.bySet.has(set);
  }

  /** Start positions of the set's entries by entry length. */
  of(set: number): Map<number, Bits> {
    return this.bySet.get(set) ?? new Map<number, Bits>();
  }

  startsOf(set: number): Bits {
    const starts = emptyBits(this.length);
    for (const bits of this.of(set).values()) bits.forEach((word, at) => (starts[at] = (starts[at] ?? 0) | word));
    return starts;
  }

  endsOf(set: number): Bits {
    const ends = emptyBits(this.length);
    for (const [length, bits] of this.of(set)) {
      let carry = 0;
      bits.forEach((word, at) => {
        ends[at] = (ends[at] ?? 0) | (word << length) | carry;
        carry = word >>> (32 - length);
      });
    }
    return ends;
  }

  private markSentences(tokens: readonly Token[]): void {
    for (let at = 0; at <= tokens.length; at += 1) {
      setBit(this.everywhere, at);
      const starts = at === 0 || at === tokens.length || tokens[at]?.startsSentence === true;
      if (starts) {
        setBit(this.sentenceStarts, at);
        setBit(this.sentenceEnds, at);
      }
      if (at < tokens.length && (at === 0 || !starts)) setBit(this.insideSentence, at);
      if (!starts) setBit(this.gapLandings, at);
    }
    setBit(this.gapLandings, tokens.length);
  }

  private markWords(tokens: readonly Token[]): void {
    const { byFirstWord, vocabulary, byKind } = currentIndex();
    const formsAt = new Map<string, number[]>();
    const kindsAt = new Map<string, number[]>();
    tokens.forEach((token, at) => {
      for (const form of token.forms) if (vocabulary.has(form)) note(formsAt, form, at);
      for (const kind of token.kinds) if (byKind.has(kind)) note(kindsAt, kind, at);
    });
    const byForm = new Map(Array.from(formsAt, ([form, places]) => [form, this.bitsOf(places)]));
    for (const [form, starts] of byForm) {
      for (const { words, sets } of byFirstWord.get(form) ?? []) {
        const found = words.length === 1 ? starts : sequence(words, byForm);
        if (found) for (const set of sets) this.mark(set, words.length, found);
      }
    }
    for (const [kind, places] of kindsAt) {
      const found = this.bitsOf(places);
      for (const set of byKind.get(kind) ?? []) this.mark(set, 1, found);
    }
  }

  private bitsOf(positions: readonly number[]): Bits {
    const bits = emptyBits(this.length);
    for (const at of positions) setBit(bits, at);
    return bits;
  }

  private mark(set: number, length: number, starts: Bits): void {
    let byLength = this.bySet.get(set);
    if (!byLength) this.bySet.set(set, (byLength = new Map<number, Bits>()));
    const bits = byLength.get(length);
    if (!bits) byLength.set(length, starts.slice());
    else starts.forEach((word, at) => (bits[at] = (bits[at] ?? 0) | word));
  }
}

/** Where the words follow one another; undefined if they nowhere do. */
function sequence(words: readonly string[], byForm: ReadonlyMap<string, Bits>): Bits | undefined {
  let found: Bits | undefined;
  for (let ahead = words.length - 1; ahead >= 0; ahead -= 1) {
    const here = byForm.get(words[ahead] ?? '');
    if (here === undefined) return undefined;
    found = found === undefined ? here : followedBy(here, found);
  }
  return found && !isEmpty(found) ? found : undefined;
}
