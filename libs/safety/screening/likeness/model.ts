/**
 * The likeness score: how much a stretch of words resembles messages that had to be escalated, whatever its exact
 * wording. It stands beside the phrase rules, which know what people said before; this one generalises. In-process,
 * deterministic, no text leaves; its weights come from `test/corpus` alone (see train.ts).
 */
import type { RuleDoc, SupportTopic } from '../contract.js';
import type { Token } from '../views/tokens.js';
import { BUCKETS, featuresOf } from './features.js';
import { WEIGHTS } from './weights.js';

export const CLASSES = ['NONE', 'SELFHARM', 'DISCLOSURE', 'THREAT', 'GROOMING'] as const;
export const SCALE = 24;
/** Log-odds above which a text is held: measured on messages kept aside, with everyday sentences among the examples. */
export const LEAST_SCORE = 0.4;
/** A sentence out of a longer text has less to go on; mentors say "you" in all that they write. */
export const SENTENCE_EXTRA = 1.3;
export const ADULT_EXTRA = 0.3;
const LONGEST_WHOLE = 30;
const SHORTEST = 3;

type Grave = Exclude<(typeof CLASSES)[number], 'NONE'>;
const TOPICS: Readonly<Record<Grave, SupportTopic>> = {
  SELFHARM: 'SUICIDE',
  DISCLOSURE: 'ABUSE',
  THREAT: 'VIOLENCE',
  GROOMING: 'ONLINE_SAFETY',
};

export const LIKENESS_RULES = CLASSES.filter((name) => name !== 'NONE').map(
  (family): RuleDoc & { topic: SupportTopic } => ({
    ruleId: `${family}.LIKENESS`,
    family,
    version: 1,
    priority: 'P1',
    category: 'likeness',
    topic: TOPICS[family],
    because: 'Resembles messages that had to be escalated; a person looks (linear score over words and lexicon sets).',
  }),
);

const weights = unpacked();

function unpacked(): Int8Array {
  const bytes = Buffer.from(WEIGHTS, 'base64');
  const all = new Int8Array(BUCKETS * CLASSES.length);
  all.set(new Int8Array(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, all.length)));
  return all;
}

/** The spelling that the lexicon listens for, where there is one. */
export function wordsOf(tokens: readonly Token[]): string[] {
  return tokens.map((token) => token.forms[token.forms.length - 1] ?? token.word);
}

/** Log-odds that the words are grave, and the likeliest class. */
export function likeness(words: readonly string[], authorIsAdult: boolean): { score: number; family: Grave } {
  const features = featuresOf(words, authorIsAdult);
  const sums = CLASSES.map(
    (_, row) =>
      features.reduce((sum, feature) => sum + (weights[row * BUCKETS + feature] ?? 0), 0) /
      SCALE /
      Math.sqrt(features.length),
  );
  const [none = 0, ...grave] = sums;
  const top = Math.max(...grave);
  const family = CLASSES[grave.indexOf(top) + 1] ?? 'SELFHARM';
  const score = top + Math.log(grave.reduce((sum, each) => sum + Math.exp(each - top), 0)) - none;
  return { score, family: family === 'NONE' ? 'SELFHARM' : family };
}

export interface LikenessHit {
  rule: (typeof LIKENESS_RULES)[number];
  range: { from: number; to: number };
}

/** Short texts are read whole; longer ones sentence by sentence. */
export function findLikeness(tokens: readonly Token[], authorIsAdult: boolean): LikenessHit[] {
  const words = wordsOf(tokens);
  const ranges = tokens.length <= LONGEST_WHOLE ? [{ from: 0, to: tokens.length }] : sentences(tokens);
  const least = LEAST_SCORE + (tokens.length <= LONGEST_WHOLE ? 0 : SENTENCE_EXTRA) + (authorIsAdult ? ADULT_EXTRA : 0);
  return ranges.flatMap((range) => {
    if (range.to - range.from < SHORTEST) return [];
    const { score, family } = likeness(words.slice(range.from, range.to), authorIsAdult);
    const rule = LIKENESS_RULES.find((each) => each.family === family);
    return score >= least && rule ? [{ rule, range }] : [];
  });
}

function sentences(tokens: readonly Token[]): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  let from = 0;
  for (let at = 1; at <= tokens.length; at += 1) {
    if (at < tokens.length && tokens[at]?.startsSentence !== true && at - from < LONGEST_WHOLE) continue;
    ranges.push({ from, to: at });
    from = at;
  }
  return ranges;
}
