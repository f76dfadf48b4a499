/**
 * The likeness score: how much a stretch of words resembles messages that had to be held, whatever its exact wording. It
 * stands beside the phrase rules, which know what people said before; this one generalises. In-process, deterministic,
 * no text leaves; its weights come from `test/corpus` alone (see train.ts).
 */
import type { Priority, RuleDoc, SupportTopic } from '../contract.js';
import type { Token } from '../views/tokens.js';
import { CLASSES, GRAVE, HELD } from './classes.js';
import { BUCKETS, featuresOf } from './features.js';
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
export const SHORT_EXTRA = 2;
const SHORT = 4;
/** Below this the score is so sure of everyday talk that it speaks against a phrase rule. */
export const SURELY_EVERYDAY = -1.5;
export const BEYOND_DOUBT = -2;

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

export const LIKENESS_RULES: readonly LikenessRule[] = [
  ...GRAVE.map((family) =>
    likenessRule(
      family,
      'P1',
      'Resembles messages that had to be escalated; a person looks (linear score over words).',
    ),
  ),
  ...HELD.map((family) =>
    likenessRule(family, 'P2', 'Resembles messages that had to be held; a person looks (linear score over words).'),
  ),
];

function likenessRule(family: Likely, priority: Priority, because: string): LikenessRule {
  const topic = TOPICS[family];
  return {
    ruleId: `${family}.LIKENESS`,
    family,
    version: 2,
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
  /** The likeliest rule. */
  rule: LikenessRule | undefined;
}

export function likeness(words: readonly string[], authorIsAdult: boolean): Likeness {
  const features = featuresOf(words, authorIsAdult);
  const sums = new Array<number>(ROWS).fill(0);
  for (const feature of features) {
    const from = feature * ROWS;
    for (let row = 0; row < ROWS; row += 1) sums[row] = (sums[row] ?? 0) + (weights[from + row] ?? 0);
  }
  const share = 1 / SCALE / Math.sqrt(features.length);
  const [none = 0, ...rest] = sums.map((sum) => sum * share);
  const likely = rest.slice(0, LIKENESS_RULES.length);
  return {
    grave: logOfSum(likely.slice(0, GRAVE.length)) - none,
    held: logOfSum(likely) - none,
    rule: LIKENESS_RULES[likely.indexOf(Math.max(...likely))],
  };
}

function logOfSum(logs: readonly number[]): number {
  const top = Math.max(...logs);
  return top + Math.log(logs.reduce((sum, each) => sum + Math.exp(each - top), 0));
}

export interface LikenessReading extends Likeness {
  range: Stretch;
  /** How much more than a whole text this stretch needs. */
  extra: number;
}

/** Short texts are read whole and sentence by sentence, longer ones sentence by sentence. */
export function readLikeness(tokens: readonly Token[], authorIsAdult: boolean): LikenessReading[] {
  const words = wordsOf(tokens);
  const read = (range: Stretch, extra: number): LikenessReading => ({
    ...likeness(words.slice(range.from, range.to), authorIsAdult),
    range,
    extra,
  });
  return [
    ...whole(tokens).map((range) => read(range, tokens.length <= SHORT ? SHORT_EXTRA : 0)),
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
  return around.length > 0 && around.every(({ held }) => held < below);
}
