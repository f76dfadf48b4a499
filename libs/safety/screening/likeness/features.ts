/**
 * What the likeness score looks at in a stretch of words: the words, their stems and pieces (so that slips of the keyboard
 * still count), their neighbours, the fields of meaning that they belong to and which fields stand near each other, some
 * of them also beside "an adult wrote it". Features are hashed into buckets (Weinberger et al. 2009).
 */
import { fieldsOf } from './fields.js';

export const BUCKETS = 32_768;
/** Words that lie further apart are not read as one thought. */
const FIELD_REACH = 6;
const PIECES = [3, 4, 5] as const;
const SHORTEST_IN_PIECES = 4;
const BEGINNING = 4;
const MOST_REMEMBERED = 30_000;
// Looked up once: in the test runner every global is a detour.
const { imul } = Math;

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = imul(value ^ text.charCodeAt(at), 0x01000193);
  return value;
}

function mixed(first: number, second: number): number {
  const value = imul(first ^ (first >>> 15), 0x2c1b3c6d) ^ imul(second, 0x297a2d39);
  return imul(value ^ (value >>> 13), 0x85ebca6b);
}

function bucketOf(value: number): number {
  const spread = imul(value ^ (value >>> 16), 0x7feb352d);
  return (spread ^ (spread >>> 15)) & (BUCKETS - 1);
}

const BIAS = hash('bias');
const START = hash('^');
const END = hash('$');
const SKIP = hash('__');
const ADULT = hash('an adult');
const YOUTH = hash('a young person');
const STEM = hash('stem');
const PIECE = hash('piece');
const BEGINS = hash('begins');
const FIELD = hash('field');
const NEAR = hash('near');

/** What a word brings wherever it stands. */
interface Word {
  itself: number;
  buckets: readonly number[];
  fields: readonly number[];
}

const remembered = new Map<string, Word>();

function wordOf(written: string): Word {
  const known = remembered.get(written);
  if (known !== undefined) return known;
  const itself = hash(written);
  const fields = fieldsOf(written).map((field) => mixed(FIELD, hash(field)));
  const values = [itself, mixed(STEM, hash(stem(written))), ...fields];
  if (written.length > BEGINNING) values.push(mixed(BEGINS, hash(written.slice(0, BEGINNING))));
  if (written.length >= SHORTEST_IN_PIECES) values.push(...pieces(`<${written}>`));
  const word = { itself, fields, buckets: [...new Set(values.map(bucketOf))] };
  if (remembered.size < MOST_REMEMBERED) remembered.set(written, word);
  return word;
}

function pieces(marked: string): number[] {
  return PIECES.flatMap((length) => {
    const found: number[] = [];
    for (let at = 0; at + length <= marked.length; at += 1) {
      found.push(mixed(PIECE, hash(marked.slice(at, at + length))));
    }
    return found;
  });
}

function stem(word: string): string {
  if (word.length < 5) return word;
  return word
    .replace(/(?:ings?|edly|ed|es|s|ly|ers?)$/, '')
    .replace(/(.)\1$/, '$1')
    .replace(/[ey]$/, '');
}

/** Which buckets were met in the stretch being read: marked with its number, so that nothing has to be wiped. */
const marks = new Uint32Array(BUCKETS);
let stretch = 0;

/** Distinct buckets of a stretch of words, in the order first seen. */
export function featuresOf(words: readonly string[], authorIsAdult: boolean): number[] {
  stretch += 1;
  const found: number[] = [];
  const add = (bucket: number): void => {
    if (marks[bucket] === stretch) return;
    marks[bucket] = stretch;
    found.push(bucket);
  };
  const author = authorIsAdult ? ADULT : YOUTH;
  add(bucketOf(BIAS));
  add(bucketOf(author));
  const read = words.map(wordOf);
  let beforeLast = 0;
  let last = START;
  read.forEach((word, at) => {
    for (const bucket of word.buckets) add(bucket);
    add(bucketOf(mixed(author, word.itself)));
    add(bucketOf(mixed(last, word.itself)));
    if (at > 0) add(bucketOf(mixed(mixed(beforeLast, SKIP), word.itself)));
    addFields(read, at, author, add);
    beforeLast = last;
    last = word.itself;
  });
  add(bucketOf(mixed(last, END)));
  return found;
}

function addFields(read: readonly Word[], at: number, author: number, add: (bucket: number) => void): void {
  const fields = read[at]?.fields ?? [];
  if (fields.length === 0) return;
  for (const field of fields) add(bucketOf(mixed(author, field)));
  for (let next = at + 1; next <= at + FIELD_REACH; next += 1) {
    const others = read[next]?.fields;
    if (others === undefined || others.length === 0) continue;
    for (const field of fields) {
      const near = mixed(NEAR, field);
      for (const other of others) if (other !== field) add(bucketOf(mixed(near, other)));
    }
  }
}
