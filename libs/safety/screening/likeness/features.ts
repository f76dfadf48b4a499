/**
 * What the likeness score looks at in a stretch of words: the words, their beginnings, neighbours, the lexicon sets that
 * they belong to, each also beside "an adult wrote it". Features are hashed into buckets (Weinberger et al. 2009).
 */
import '../lexicon/all.js';
import { conceptsOf } from '../pattern/language.js';

export const BUCKETS = 8192;
const STEM = 4;

const hashes = new Map<string, number>();

/** FNV-1a. */
function hash(text: string): number {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  if (hashes.size < 50_000) hashes.set(text, value);
  return value;
}

function mixed(first: number, second: number): number {
  const value = Math.imul(first ^ (first >>> 15), 0x2c1b3c6d) ^ Math.imul(second, 0x297a2d39);
  return Math.imul(value ^ (value >>> 13), 0x85ebca6b);
}

const BIAS = hash('bias');
const START = hash('^');
const END = hash('$');
const SKIP = hash('__');
const ADULT = hash('adult');
const YOUTH = hash('youth');
const CONCEPT = hash('@');

/** Distinct buckets of a stretch of words, in the order first seen. */
export function featuresOf(words: readonly string[], authorIsAdult: boolean): number[] {
  const author = authorIsAdult ? ADULT : YOUTH;
  const found = new Set<number>();
  const add = (value: number): void => void found.add((value ^ (value >>> 16)) & (BUCKETS - 1));
  add(BIAS);
  add(author);
  const chain = [START, ...words.map(hash), END];
  chain.forEach((word, at) => {
    add(word);
    add(mixed(author, word));
    const next = chain[at + 1];
    const second = chain[at + 2];
    if (next !== undefined) add(mixed(word, next));
    if (second !== undefined) add(mixed(mixed(word, SKIP), second));
  });
  for (const word of words) {
    if (word.length > STEM) add(mixed(SKIP, hash(word.slice(0, STEM))));
    for (const concept of conceptsOf(word)) {
      add(mixed(CONCEPT, hash(concept)));
      add(mixed(author, mixed(CONCEPT, hash(concept))));
    }
  }
  return [...found];
}
