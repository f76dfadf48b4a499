/** Where each word set occurs in one token stream: made once per text, asked by every phrase. */
import type { Token } from '../views/tokens.js';
import { type Bits, emptyBits, orInto, orShifted, setBit } from './bits.js';
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
  /** Of use to whoever goes through a gap. */
  readonly edge: Bits;
  private readonly scratches: Bits[] = [];
  private readonly noted = new Array<Found[] | undefined>(compiledSets().length).fill(undefined);
  private readonly starts = new Map<number, Bits>();
  private readonly ends = new Map<number, Bits>();
  private readonly bySet = new Map<number, ReadonlyMap<number, Bits>>();

  constructor(tokens: readonly Token[]) {
    this.length = tokens.length;
    this.everywhere = emptyBits(this.length);
    this.sentenceStarts = emptyBits(this.length);
    this.sentenceEnds = emptyBits(this.length);
    this.insideSentence = emptyBits(this.length);
    this.gapLandings = emptyBits(this.length);
    this.edge = emptyBits(this.length);
    this.markSentences(tokens);
    this.markWords(tokens);
  }

  has(set: number): boolean {
    return this.noted[set] !== undefined;
  }

  /** Room for the states of one phrase, used again by the next. */
  scratch(at: number): Bits {
    return (this.scratches[at] ??= emptyBits(this.length));
  }

  /** Start positions of the set's entries by entry length. */
  of(set: number): ReadonlyMap<number, Bits> {
    let byLength = this.bySet.get(set);
    if (!byLength) this.bySet.set(set, (byLength = this.merged(this.noted[set] ?? [])));
    return byLength;
  }

  startsOf(set: number): Bits {
    let starts = this.starts.get(set);
    if (starts) return starts;
    this.starts.set(set, (starts = emptyBits(this.length)));
    for (const bits of this.of(set).values()) orInto(starts, bits);
    return starts;
  }

  endsOf(set: number): Bits {
    let ends = this.ends.get(set);
    if (ends) return ends;
    this.ends.set(set, (ends = emptyBits(this.length)));
    for (const [length, bits] of this.of(set)) orShifted(ends, bits, this.everywhere, length);
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
    for (const [form, starts] of formsAt) {
      for (const { words, sets } of byFirstWord.get(form) ?? []) {
        const found = words.length === 1 ? starts : starts.filter((at) => standsAt(words, tokens, at));
        if (found.length === 0) continue;
        const wording = { length: words.length, starts: found };
        for (const set of sets) (this.noted[set] ??= []).push(wording);
      }
    }
    for (const [kind, starts] of kindsAt) {
      for (const set of byKind.get(kind) ?? []) (this.noted[set] ??= []).push({ length: 1, starts });
    }
  }

  private merged(wordings: readonly Found[]): Map<number, Bits> {
    const byLength = new Map<number, Bits>();
    for (const { length, starts } of wordings) {
      let bits = byLength.get(length);
      if (!bits) byLength.set(length, (bits = emptyBits(this.length)));
      for (const at of starts) setBit(bits, at);
    }
    return byLength;
  }
}

/** Where a wording begins, and how many words it has. */
interface Found {
  length: number;
  starts: readonly number[];
}

/** The first word is known to stand there. */
function standsAt(words: readonly string[], tokens: readonly Token[], at: number): boolean {
  for (let ahead = 1; ahead < words.length; ahead += 1) {
    if (tokens[at + ahead]?.forms.includes(words[ahead] ?? '') !== true) return false;
  }
  return true;
}
