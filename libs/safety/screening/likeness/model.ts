/**
 * The likeness score: how much a stretch of words resembles messages that had to be held, whatever its exact wording. It
 * stands beside the phrase rules, which know what people said before; this one generalises. A score over words speaks for
 * every stretch; where it leaves doubt, the mean of it and of a score over what the stretch means (`head.ts`). In-process,
 * deterministic, no text leaves; both scores come from `test/corpus` alone (see train.ts).
 */
import type { Family, Priority, RuleDoc, SupportTopic } from '../contract.js';
import type { Language } from '../views/language.js';
import type { Token } from '../views/tokens.js';
import { CLASSES, GRAVE, HELD } from './classes.js';
import { BUCKETS, featuresOf } from './features.js';
import { meantScores } from './head.js';
import type { Meanings } from './meanings.js';
import { type Stretch, sentences, whole, wordsOf } from './stretches.js';
import { WEIGHTS } from './weights.js';

export const SCALE = 24;
/**
 * Log-odds against everyday talk, for a whole text, above which a score alone does something. They were set on sources that
 * taught nothing (docs/detection.md): above `SURE` ordinary outside talk gives less than 1 in 2,000, above `SOON` some in a
 * hundred. Between the two the text stays visible and is read soon.
 */
export const SURE: Readonly<Record<'grave' | 'held', number>> = { grave: 3.5, held: 1.2 };
export const SOON: Readonly<Record<'grave' | 'held', number>> = { grave: 0.75, held: 0.75 };
/** A sentence out of a longer text has less to go on. */
export const SENTENCE_EXTRA = 1;
/** A text of many sentences has as many chances to sound like something: the allowance is for the text, not the sentence. */
export const LENGTH_EXTRA = 0.5;
/** Posts in a row are no one text: read together, they sound like more than anybody said. */
export const ROW_EXTRA = 1;
/** Spanish was taught by fewer texts, so its scores are wider. */
export const SPANISH_EXTRA = 0.5;
/** A word or two tell little. */
export const SHORT_EXTRA = 1.5;
const SHORT = 4;
const FEWEST_WORDS = 3;
/**
 * A phrase that ordinary outside talk never has counts in full unless the score is sure of everyday talk; below the second
 * figure it is not even read soon.
 */
export const SURELY_EVERYDAY = -2.5;
export const BEYOND_DOUBT = -5;
/** A hint, which ordinary talk does have, counts in full only beside a score that agrees; above the second it is read soon. */
export const AGREES = 1;
export const LEAVES_OPEN = -0.5;
/** Between these words alone leave doubt that the meaning of the sentence may settle; elsewhere nobody asks for it. */
export const DOUBT: Readonly<Record<'from' | 'to', number>> = { from: 0, to: 4 };

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
    likenessRule(
      family,
      'P1',
      `Resembles messages that had to be escalated; a person looks, at once only where the score is sure (${HOW}).`,
    ),
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
    version: 4,
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
  /** By whichever score finds it likelier, what a phrase is held against: of all that holds by likeness, and of anything else. */
  most: number;
  any: number;
  /** The likeliest rule. */
  rule: LikenessRule | undefined;
}

/** @param extra how much more than a whole text it needs: the less can come of a doubt, the less it is looked into */
function likeness(words: readonly string[], extra: number, { authorIsAdult, meanings }: Reader): Likeness {
  const said = compared(saidScores(words, authorIsAdult));
  const doubt = said.held - extra;
  if (!meanings || doubt < DOUBT.from || doubt > DOUBT.to || !isSentence(words)) return likenessOf([said]);
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
  any: number;
  held: number;
  byRule: number[];
}

function compared([none = 0, ...rest]: readonly number[]): Compared {
  const byRule = rest.slice(0, LIKENESS_RULES.length).map((score) => score - none);
  const any = logOfSum(rest.map((score) => score - none));
  return { grave: logOfSum(byRule.slice(0, GRAVE.length)), held: logOfSum(byRule), any, byRule };
}

function likenessOf(scores: readonly Compared[]): Likeness {
  const mean = (of: (score: Compared) => number): number =>
    scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  const byRule = LIKENESS_RULES.map((_, at) => mean((score) => score.byRule[at] ?? 0));
  return {
    grave: mean(({ grave }) => grave),
    held: mean(({ held }) => held),
    most: Math.max(...scores.map(({ held }) => held)),
    any: Math.max(...scores.map(({ any }) => any)),
    rule: LIKENESS_RULES[byRule.indexOf(Math.max(...byRule))],
  };
}

function logOfSum(logs: readonly number[]): number {
  const top = Math.max(...logs);
  return top + Math.log(logs.reduce((sum, each) => sum + Math.exp(each - top), 0));
}

interface Reader {
  authorIsAdult: boolean;
  language?: Language;
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
  const parts = sentences(tokens);
  const more = reader.language === 'es' ? SPANISH_EXTRA : 0;
  const each = SENTENCE_EXTRA + LENGTH_EXTRA * Math.log(Math.max(1, parts.length / 2));
  return [
    ...(isWhole ? whole(tokens) : []).map((range) => read(range, more + (tokens.length <= SHORT ? SHORT_EXTRA : 0))),
    ...parts.map((range) => read(range, more + each)),
  ];
}

export interface LikenessHit {
  rule: LikenessRule;
  range: Stretch;
  /** False: no more than a reason to read the text soon. */
  sure: boolean;
}

export function findLikeness(readings: readonly LikenessReading[], isRow: boolean): LikenessHit[] {
  return readings.flatMap(({ grave, held, rule, range, extra }) => {
    const more = extra + (isRow ? ROW_EXTRA : 0);
    const isGrave = GRAVE.some((family) => family === rule?.family);
    const above = (least: typeof SURE): boolean => (isGrave ? grave >= least.grave + more : held >= least.held + more);
    return rule && above(SOON) ? [{ rule, range, sure: !isRow && above(SURE) }] : [];
  });
}

/** Families that the score has no class of its own for. */
const WITHOUT_CLASS: readonly Family[] = ['SUBSTANCE', 'SOLICITATION', 'PROFANITY'];

/** How much what was read around a match is like something, for a rule of that family: -Infinity if nothing was read there. */
export function likenessAround(readings: readonly LikenessReading[], { from, to }: Stretch, family: Family): number {
  return readings
    .filter(({ range }) => range.from < to && from < range.to)
    .reduce((most, reading) => Math.max(most, WITHOUT_CLASS.includes(family) ? reading.any : reading.most), -Infinity);
}
