/**
 * Makes the weights of the likeness score from labelled messages: multinomial logistic regression by stochastic gradient
 * descent with weight decay (Bottou 2010). Seeded, so the same corpus gives the same weights; the suite makes them
 * anew and compares. Run by `weights.spec.ts`; set `WRITE_WEIGHTS=1` to store them after a change of corpus or lexicon.
 */
import { tokenise } from '../views/tokens.js';
import { fold } from '../views/fold.js';
import { BUCKETS, featuresOf } from './features.js';
import { CLASSES, wordsOf } from './model.js';

export interface Example {
  text: string;
  /** A corpus label: `ok`, `escalate-selfharm`, `hold-...`, `profanity`, `harassment`. */
  label: string;
  authorIsAdult: boolean;
}

const EPOCHS = 40;
const FIRST_STEP = 0.5;
const DECAY = 0.0003;
/** Messages that are held for another reason may look grave; they teach less. */
const HELD_ELSEWHERE = 0.5;

/** One row of BUCKETS weights per class. */
export function train(examples: readonly Example[]): Float64Array[] {
  const rows = CLASSES.map(() => new Float64Array(BUCKETS));
  const data = examples.map((example) => ({
    features: featuresOf(wordsOf(tokenise(fold(example.text))), example.authorIsAdult),
    target: Math.max(
      0,
      CLASSES.findIndex((name) => example.label === `escalate-${name.toLowerCase()}`),
    ),
    worth: example.label === 'ok' || example.label.startsWith('escalate') ? 1 : HELD_ELSEWHERE,
  }));
  const random = seeded(1);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const step = FIRST_STEP / (1 + epoch / 8);
    for (const at of shuffled(data.length, random)) {
      const example = data[at];
      if (example !== undefined) learn(rows, example, step);
    }
  }
  return rows;
}

function learn(
  rows: readonly Float64Array[],
  { features, target, worth }: { features: number[]; target: number; worth: number },
  step: number,
): void {
  const norm = Math.sqrt(features.length);
  const scores = rows.map((row) => features.reduce((sum, feature) => sum + (row[feature] ?? 0), 0) / norm);
  const top = Math.max(...scores);
  const odds = scores.map((score) => Math.exp(score - top));
  const total = odds.reduce((sum, each) => sum + each, 0);
  rows.forEach((row, index) => {
    const gradient = (worth * ((odds[index] ?? 0) / total - (index === target ? 1 : 0))) / norm;
    for (const feature of features) row[feature] = (row[feature] ?? 0) * (1 - step * DECAY) - step * gradient;
  });
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled(length: number, random: () => number): number[] {
  const order = Array.from({ length }, (_, at) => at);
  for (let at = length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}

/** Weights as one signed byte each, `SCALE` to one. */
export function packed(rows: readonly Float64Array[], scale: number): string {
  const bytes = Int8Array.from(
    rows.flatMap((row) => Array.from(row, (weight) => Math.max(-127, Math.min(127, Math.round(weight * scale))))),
  );
  return Buffer.from(bytes.buffer).toString('base64');
}
