/**
 * A small language for phrases, read word by word:
 *
 *     `word`        that word                         `a|b|@set`   any of these
 *     `@set`        any entry of a named word set     `#kind`      any token of a kind (number, mention, ...)
 *     `x?`          x or nothing                      `..3`        up to three other words of the same sentence
 *     `~3`          the same, across sentences too    `!x`         the next word is not x
 *     `!<x`         the word before is not x          `^` `$`      start, end of a sentence
 *
 * `$` among alternatives (`tonight|$`) means: or the sentence ends here.
 * Neighbouring elements may have any punctuation between them.
 */
export type Element =
  | { kind: 'words'; set: number; optional: boolean; orEnd: boolean }
  | { kind: 'gap'; upTo: number; crosses: boolean }
  | { kind: 'not'; set: number }
  | { kind: 'notBefore'; set: number }
  | { kind: 'start' }
  | { kind: 'end' };

export interface Phrase {
  source: string;
  elements: readonly Element[];
  /** Sets that must occur somewhere in the text for the phrase to be tried at all. */
  required: readonly number[];
}

/** Words of one set, each a sequence of one or more lower-case tokens; `kinds` are computed token kinds. */
export interface WordSet {
  id: number;
  entries: readonly (readonly string[])[];
  kinds: readonly string[];
}

const sets: WordSet[] = [];
const setsBySource = new Map<string, number>();
const named = new Map<string, string>();

/** Registers a named set: words parted by `,` or line breaks; a word may be several tokens, or `@other` set. */
export function defineWords(name: string, words: string): void {
  if (named.has(name)) throw new Error(`word set @${name} is defined twice`);
  named.set(name, words);
}

/** All sets that compiled phrases refer to, by id. */
export function compiledSets(): readonly WordSet[] {
  return sets;
}

export function phrase(source: string): Phrase {
  const elements = source.trim().split(' ').filter(Boolean).map(element);
  const required = elements.flatMap((each) =>
    each.kind === 'words' && !each.optional && !each.orEnd ? [each.set] : [],
  );
  if (required.length === 0) throw new Error(`phrase "${source}" would match anything`);
  return { source, elements, required };
}

function element(written: string): Element {
  if (written === '^') return { kind: 'start' };
  if (written === '$') return { kind: 'end' };
  if (written.startsWith('..')) return { kind: 'gap', upTo: Number(written.slice(2)), crosses: false };
  if (written.startsWith('~')) return { kind: 'gap', upTo: Number(written.slice(1)), crosses: true };
  if (written.startsWith('!<')) return { kind: 'notBefore', set: setFor(written.slice(2)) };
  if (written.startsWith('!')) return { kind: 'not', set: setFor(written.slice(1)) };
  const optional = written.length > 1 && written.endsWith('?');
  const alternatives = (optional ? written.slice(0, -1) : written).split('|');
  const orEnd = alternatives.includes('$');
  return { kind: 'words', set: setFor(alternatives.filter((each) => each !== '$').join('|')), optional, orEnd };
}

function setFor(source: string): number {
  const known = setsBySource.get(source);
  if (known !== undefined) return known;
  const kinds: string[] = [];
  const entries: string[][] = [];
  source.split('|').forEach((part) => collect(part, entries, kinds, 0));
  const id = sets.length;
  sets.push({ id, entries, kinds });
  setsBySource.set(source, id);
  return id;
}

function collect(part: string, entries: string[][], kinds: string[], depth: number): void {
  if (depth > 8) throw new Error(`word sets refer to each other in a circle near ${part}`);
  if (part.startsWith('#')) kinds.push(part.slice(1));
  else if (part.startsWith('@')) members(part.slice(1)).forEach((each) => collect(each, entries, kinds, depth + 1));
  else entries.push(part.split(/[ _]/));
}

function members(name: string): string[] {
  const words = named.get(name);
  if (words === undefined) throw new Error(`unknown word set @${name}`);
  return words
    .split(/[,\n]/)
    .map((each) => each.trim())
    .filter(Boolean);
}

let concepts: Map<string, string[]> | undefined;

/** Names of the word sets that list this single word directly. */
export function conceptsOf(word: string): readonly string[] {
  concepts ??= gatherConcepts();
  return concepts.get(word) ?? [];
}

function gatherConcepts(): Map<string, string[]> {
  const gathered = new Map<string, string[]>();
  for (const name of named.keys()) {
    for (const word of members(name)) {
      const listed = gathered.get(word);
      if (listed === undefined) gathered.set(word, [name]);
      else if (!listed.includes(name)) listed.push(name);
    }
  }
  return gathered;
}
