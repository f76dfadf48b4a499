/** The stretches of a text that the likeness score reads. */
import type { Token } from '../views/tokens.js';

export interface Stretch {
  from: number;
  to: number;
}

/** Longer stretches say so many things that one thing drowns; they are read in sentences only. */
const LONGEST_WHOLE = 120;
const LONGEST_SENTENCE = 30;
const SHORTEST = 2;

/** The spelling that the lexicon listens for, where there is one. */
export function wordsOf(tokens: readonly Token[]): string[] {
  return tokens.map((token) => token.forms[token.forms.length - 1] ?? token.word);
}

/** The whole text, if it is short enough to be one thought. */
export function whole(tokens: readonly Token[]): Stretch[] {
  return tokens.length >= SHORTEST && tokens.length <= LONGEST_WHOLE ? [{ from: 0, to: tokens.length }] : [];
}

/** Its sentences, if there are several; a very long sentence is cut. */
export function sentences(tokens: readonly Token[]): Stretch[] {
  const found: Stretch[] = [];
  let from = 0;
  for (let at = 1; at <= tokens.length; at += 1) {
    if (at < tokens.length && tokens[at]?.startsSentence !== true && at - from < LONGEST_SENTENCE) continue;
    if (at - from >= SHORTEST && at - from < tokens.length) found.push({ from, to: at });
    from = at;
  }
  return found;
}
