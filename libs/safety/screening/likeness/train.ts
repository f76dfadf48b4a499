/**
 * Makes the weights of the likeness score from labelled messages: multinomial logistic regression by stochastic gradient
 * descent with a step per weight (AdaGrad, Duchi et al. 2011) and weight decay. Seeded, so the same corpus gives the same
 * weights. Run by `weights.spec.ts`; `WRITE_WEIGHTS=1` stores them after a change of the corpus or of the features.
 */
import { createHash } from 'node:crypto';
import { fold } from '../views/fold.js';
import { tokenise } from '../views/tokens.js';
import { CLASSES, classOf } from './classes.js';
import { BUCKETS, featuresOf } from './features.js';
import { ENCODER, encode } from './encoder.js';
import { HIDDEN, type HeadWeights } from './head.js';
import { seeded, shuffled } from './random.js';
import { sentences, wordsOf } from './stretches.js';
import { HEAD_PLAN, trainHead } from './train-head.js';

export interface Example {
  text: string;
  /** A corpus label: `ok`, `escalate-selfharm`, `hold-...`, `profanity`, `harassment`. */
  label: string;
  authorIsAdult: boolean;
  /** How much it counts; 1 without it. */
  worth?: number;
}

interface Lesson {
  words: readonly string[];
  authorIsAdult: boolean;
  features: readonly number[];
  target: number;
  worth: number;
}

const EPOCHS = 30;
const FIRST_STEP = 0.25;
const DECAY = 0.000005;
/** The sentences of a harmless text are harmless too; they teach how little a sentence alone tells. */
const SENTENCE_WORTH = 0.5;
const ROWS = CLASSES.length;
// Looked up once: in the test runner every global is a detour.
const { sqrt, exp, max } = Math;

/** What weights are made of: every text with its label and worth, and how it is taught. */
export function originOf(examples: readonly Example[]): string {
  const plan = [BUCKETS, CLASSES, EPOCHS, FIRST_STEP, DECAY, SENTENCE_WORTH, ENCODER, HIDDEN, HEAD_PLAN];
  const hash = createHash('sha256').update(JSON.stringify(plan));
  for (const { text, label, authorIsAdult, worth } of examples) {
    hash.update(`${JSON.stringify([text, label, authorIsAdult, worth ?? 1])}\n`);
  }
  return hash.digest('hex');
}

/** Weights by bucket, then by class. */
export function train(examples: readonly Example[]): Float32Array {
  const weights = new Float32Array(BUCKETS * ROWS);
  const slopes = new Float32Array(BUCKETS * ROWS);
  const lessons = examples.flatMap(lessonsOf);
  const random = seeded(1);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const step = FIRST_STEP / (1 + epoch / 4);
    for (const at of shuffled(lessons.length, random)) {
      const lesson = lessons[at];
      if (lesson !== undefined) learn(weights, slopes, lesson, step);
    }
  }
  return weights;
}

/** Stretches that the encoder is asked about at once. */
const TOGETHER = 64;

/** The head over what the encoder makes of the same lessons. */
export async function trainMeaning(examples: readonly Example[]): Promise<HeadWeights> {
  // Of like length, since the longest of a batch costs for all.
  const lessons = examples.flatMap(lessonsOf).sort((one, other) => one.words.length - other.words.length);
  const meant = [];
  for (let from = 0; from < lessons.length; from += TOGETHER) {
    const some = lessons.slice(from, from + TOGETHER);
    const vectors = await encode(some.map(({ words }) => words.join(' ')));
    meant.push(...some.map((lesson, at) => ({ ...lesson, vector: vectors[at] ?? [] })));
  }
  return trainHead(meant);
}

function lessonsOf({ text, label, authorIsAdult, worth: weight = 1 }: Example): Lesson[] {
  const tokens = tokenise(fold(text));
  const lesson = (words: readonly string[], worth: number): Lesson => ({
    words,
    authorIsAdult,
    features: featuresOf(words, authorIsAdult),
    target: classOf(label),
    worth,
  });
  const words = wordsOf(tokens);
  const whole = lesson(words, weight);
  if (label !== 'ok') return [whole];
  return [whole, ...sentences(tokens).map(({ from, to }) => lesson(words.slice(from, to), SENTENCE_WORTH * weight))];
}

const odds = new Float64Array(ROWS);

function learn(weights: Float32Array, slopes: Float32Array, lesson: Lesson, step: number): void {
  const { features, target, worth } = lesson;
  const share = 1 / sqrt(features.length);
  odds.fill(0);
  for (const feature of features) {
    const from = feature * ROWS;
    for (let row = 0; row < ROWS; row += 1) odds[row] = (odds[row] ?? 0) + (weights[from + row] ?? 0);
  }
  let top = -Infinity;
  for (const each of odds) top = max(top, each * share);
  let total = 0;
  for (let row = 0; row < ROWS; row += 1) total += odds[row] = exp((odds[row] ?? 0) * share - top);
  for (let row = 0; row < ROWS; row += 1) {
    const slope = worth * ((odds[row] ?? 0) / total - (row === target ? 1 : 0)) * share;
    for (const feature of features) {
      const at = feature * ROWS + row;
      const weight = weights[at] ?? 0;
      const whole = slope + DECAY * weight;
      const seen = (slopes[at] ?? 0) + whole * whole;
      slopes[at] = seen;
      weights[at] = weight - (step * whole) / sqrt(seen + 1e-4);
    }
  }
}

/** Weights as one signed byte each, `scale` to one. */
export function packed(weights: Float32Array, scale: number): string {
  const bytes = Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight * scale))));
  return Buffer.from(bytes.buffer).toString('base64');
}
