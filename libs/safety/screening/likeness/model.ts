/**
 * The likeness score: how much a stretch of words resembles messages that had to be held, whatever its exact wording. It
 * stands beside the phrase rules, which know what people said before; this one generalises. A score over words speaks for
 * every stretch; where it leaves doubt, the mean of it and of a score over what the stretch means (`head.ts`). In-process,
 * deterministic, no text leaves; both scores come from `test/corpus` alone (see train.ts).
 */
import type { Priority, RuleDoc, SupportTopic } from '../contract.js';
import type { Token } from '../views/tokens.js';
import { CLASSES, GRAVE, HELD } from './classes.js';
import { BUCKETS, featuresOf } from './features.js';
import { meantScores } from './head.js';
import type { Meanings } from './meanings.js';
import { type Stretch, sentences, whole, wordsOf } from './stretches.js';
import { WEIGHTS } from './weights.js';

export const SCALE = 24;
/** Log-odds above which a text opens a case, or is held: set so that few harmless messages kept aside get there. */
export const LEAST_GRAVE = 1.1;
export const LEAST_HELD = 0.9;
/** A sentence out of a longer text has less to go on. */
export const SENTENCE_EXTRA = 1;
/** Posts in a row are no one text: read together, they sound like more than anybody said. */
export const ROW_EXTRA = 1;
/** A word or two tell little. */
export const SHORT_EXTRA = 1.5;
const SHORT = 4;
const FEWEST_WORDS = 3;
/** Below this the score is so sure of everyday talk that it speaks against a phrase rule. */
export const SURELY_EVERYDAY = -0.5;
export const BEYOND_DOUBT = -2;
/** Below this words alone are sure of everyday talk, and nobody asks what they mean. */
export const DOUBT = -2;

type Likely = (typeof GRAVE)[number] | (typeof HELD)[number];
const TOPICS: Readonly<Partial<Record<Likely, SupportTopic>>> = {
  SELFHARM: 'SUICIDE',
  DISCLOSURE: 'ABUSE',
  THREAT: 'VIOLENCE',
  GROOMING: 'ONLINE_SAFETY',
};

export interface LikenessRule extends RuleDoc {
  topic?: SupportTopic;
}

const HOW = 'score over words, and over the meaning of the sentence where words leave doubt';

export const LIKENESS_RULES: readonly LikenessRule[] = [
  ...GRAVE.map((family) =>
    likenessRule(family, 'P1', `Resembles messages that had to be escalated; a person looks (${HOW}).`),
  ),
  ...HELD.map((family) =>
    likenessRule(family, 'P2', `Resembles messages that had to be held; a person looks (${HOW}).`),
  ),
];

function likenessRule(family: Likely, priority: Priority, because: string): LikenessRule {
  const topic = TOPICS[family];
  return {
    ruleId: `${family}.LIKENESS`,
    family,
    version: 3,
    priority,
    category: 'likeness',
    because,
    ...(topic ? { topic } : {}),
  };
}

const ROWS = CLASSES.length;
const weights = unpacked();

function unpacked(): Int8Array {
  const bytes = Buffer.from(WEIGHTS, 'base64');
  const all = new Int8Array(BUCKETS * ROWS);
  all.set(new Int8Array(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, all.length)));
  return all;
}

export interface Likeness {
  /** Log-odds against everyday talk: of the grave classes, and of all that hold. */
  grave: number;
  held: number;
  /** Of all that hold, by whichever score finds it graver. */
  most: number;
  /** The likeliest rule. */
  rule: LikenessRule | undefined;
}

/** @param extra how much more than a whole text it needs: the less can come of a doubt, the less it is looked into */
function likeness(words: readonly string[], extra: number, { authorIsAdult, meanings }: Reader): Likeness {
  const said = compared(saidScores(words, authorIsAdult));
  if (!meanings || said.held < DOUBT + extra || !isSentence(words)) return likenessOf([said]);
  const vector = meanings.of(words, said.held);
  return likenessOf(vector ? [said, compared(meantScores(vector, authorIsAdult))] : [said]);
}

/** Numbers and other scripts mean nothing to the encoder. */
function isSentence(words: readonly string[]): boolean {
  const written = words.filter((word) => /^[a-z]+$/.test(word)).length;
  return written >= FEWEST_WORDS && written * 3 > words.length * 2;
}

/** Log-odds by class, up to a constant, from the words alone. */
function saidScores(words: readonly string[], authorIsAdult: boolean): number[] {
  const features = featuresOf(words, authorIsAdult);
  const sums = new Array<number>(ROWS).fill(0);
  for (const feature of features) {
    const from = feature * ROWS;
    for (let row = 0; row < ROWS; row += 1) sums[row] = (sums[row] ?? 0) + (weights[from + row] ?? 0);
  }
  const share = 1 / SCALE / Math.sqrt(features.length);
  return sums.map((sum) => sum * share);
}

interface Compared {
  grave: number;
  held: number;
  byRule: number[];
}

function compared([none = 0, ...rest]: readonly number[]): Compared {
  const byRule = rest.slice(0, LIKENESS_RULES.length).map((score) => score - none);
  return { grave: logOfSum(byRule.slice(0, GRAVE.length)), held: logOfSum(byRule), byRule };
}

function likenessOf(scores: readonly Compared[]): Likeness {
  const mean = (of: (score: Compared) => number): number =>
    scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  const byRule = LIKENESS_RULES.map((_, at) => mean((score) => score.byRule[at] ?? 0));
  return {
    grave: mean(({ grave }) => grave),
    held: mean(({ held }) => held),
    most: Math.max(...scores.map(({ held }) => held)),
    rule: LIKENESS_RULES[byRule.indexOf(Math.max(...byRule))],
  };
}

function logOfSum(logs: readonly number[]): number {
  const top = Math.max(...logs);
  return top + Math.log(logs.reduce((sum, each) => sum + Math.exp(each - top), 0));
}

interface Reader {
  authorIsAdult: boolean;
  meanings?: Meanings | undefined;
}

export interface LikenessReading extends Likeness {
  range: Stretch;
  /** How much more than a whole text this stretch needs. */
  extra: number;
}

/**
 * Short texts are read whole and sentence by sentence, longer ones sentence by sentence.
 * @param isWhole whether the tokens are all of a text
 */
export function readLikeness(tokens: readonly Token[], isWhole: boolean, reader: Reader): LikenessReading[] {
  const words = wordsOf(tokens);
  const read = (range: Stretch, extra: number): LikenessReading => ({
    ...likeness(words.slice(range.from, range.to), extra, reader),
    range,
    extra,
  });
  return [
    ...(isWhole ? whole(tokens) : []).map((range) => read(range, tokens.length <= SHORT ? SHORT_EXTRA : 0)),
    ...sentences(tokens).map((range) => read(range, SENTENCE_EXTRA)),
  ];
}

export interface LikenessHit {
  rule: LikenessRule;
  range: Stretch;
}

export function findLikeness(readings: readonly LikenessReading[], isRow: boolean): LikenessHit[] {
  return readings.flatMap(({ grave, held, rule, range, extra }) => {
    const more = extra + (isRow ? ROW_EXTRA : 0);
    const holds = grave >= LEAST_GRAVE + more || held >= LEAST_HELD + more;
    return holds && rule ? [{ rule, range }] : [];
  });
}

/** True if all that was read around a match is surely everyday talk. */
export function isSurelyEveryday(readings: readonly LikenessReading[], { from, to }: Stretch, below: number): boolean {
  const around = readings.filter(({ range }) => range.from < to && from < range.to);
  return around.length > 0 && around.every(({ most }) => most < below);
}
