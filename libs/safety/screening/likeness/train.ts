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
import { sentences, wordsOf } from './stretches.js';

export interface Example {
  text: string;
  /** A corpus label: `ok`, `escalate-selfharm`, `hold-...`, `profanity`, `harassment`. */
  label: string;
  authorIsAdult: boolean;
}

interface Lesson {
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
const { sqrt, exp, max, imul, floor } = Math;

/** What weights are made of: every lesson, to the last feature, and how it is taught. */
export function originOf(examples: readonly Example[]): string {
  const hash = createHash('sha256').update(JSON.stringify([BUCKETS, CLASSES, EPOCHS, FIRST_STEP, DECAY]));
  for (const { features, target, worth } of examples.flatMap(lessonsOf)) {
    hash.update(`${worth} ${target} ${features.join(' ')}\n`);
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

function lessonsOf({ text, label, authorIsAdult }: Example): Lesson[] {
  const tokens = tokenise(fold(text));
  const words = wordsOf(tokens);
  const whole = { features: featuresOf(words, authorIsAdult), target: classOf(label), worth: 1 };
  if (label !== 'ok') return [whole];
  const parts = sentences(tokens).map(({ from, to }) => featuresOf(words.slice(from, to), authorIsAdult));
  return [whole, ...parts.map((features) => ({ features, target: whole.target, worth: SENTENCE_WORTH }))];
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

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = imul(state ^ (state >>> 15), 1 | state);
    value = (value + imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled(length: number, random: () => number): number[] {
  const order = Array.from({ length }, (_, at) => at);
  for (let at = length - 1; at > 0; at -= 1) {
    const other = floor(random() * (at + 1));
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}

/** Weights as one signed byte each, `scale` to one. */
export function packed(weights: Float32Array, scale: number): string {
  const bytes = Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight * scale))));
  return Buffer.from(bytes.buffer).toString('base64');
}
