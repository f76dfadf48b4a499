/**
 * Makes the weights of the head (see `head.ts`) from lessons whose meaning is known: cross-entropy, Adam (Kingma and Ba
 * 2015) in batches, weight decay and dropout of hidden units. Seeded, so the same lessons give the same weights.
 */
import { CLASSES } from './classes.js';
import type { Vector } from './encoder.js';
import { HIDDEN, INPUTS, type HeadWeights, inputAt } from './head.js';
import { seeded, shuffled } from './random.js';

export interface MeantLesson {
  vector: Vector;
  authorIsAdult: boolean;
  target: number;
  worth: number;
}

export const HEAD_PLAN = { epochs: 24, step: 0.001, decay: 0.0001, dropped: 0.3, batch: 64 };
const ROWS = CLASSES.length;
const { sqrt, exp, max, log, cos, PI } = Math;

class Layer {
  readonly slopes: Float32Array;
  private readonly means: Float32Array;
  private readonly squares: Float32Array;

  constructor(readonly weights: Float32Array) {
    this.slopes = new Float32Array(weights.length);
    this.means = new Float32Array(weights.length);
    this.squares = new Float32Array(weights.length);
  }

  /** Adam's step, the `count`-th; slopes are of a whole batch. */
  step(size: number, count: number): void {
    const { weights, slopes, means, squares } = this;
    const [forMean, forSquare] = [1 - 0.9 ** count, 1 - 0.999 ** count];
    for (let at = 0; at < weights.length; at += 1) {
      const slope = (slopes[at] ?? 0) / HEAD_PLAN.batch;
      const mean = 0.9 * (means[at] ?? 0) + 0.1 * slope;
      const square = 0.999 * (squares[at] ?? 0) + 0.001 * slope * slope;
      means[at] = mean;
      squares[at] = square;
      const weight = weights[at] ?? 0;
      weights[at] = weight - size * (mean / forMean / (sqrt(square / forSquare) + 1e-8) + HEAD_PLAN.decay * weight);
    }
    slopes.fill(0);
  }
}

export function trainHead(lessons: readonly MeantLesson[]): HeadWeights {
  const random = seeded(1);
  const normal = (): number => sqrt(-2 * log(1 - random())) * cos(2 * PI * random());
  const first = new Layer(Float32Array.from({ length: INPUTS * HIDDEN }, () => normal() * sqrt(2 / INPUTS)));
  const second = new Layer(Float32Array.from({ length: (HIDDEN + 1) * ROWS }, () => normal() * sqrt(1 / HIDDEN)));
  let count = 0;
  for (let epoch = 0; epoch < HEAD_PLAN.epochs; epoch += 1) {
    const size = HEAD_PLAN.step * (1 - epoch / HEAD_PLAN.epochs);
    shuffled(lessons.length, random).forEach((at, done) => {
      const lesson = lessons[at];
      if (lesson) learn(first, second, lesson, random);
      if ((done + 1) % HEAD_PLAN.batch !== 0) return;
      count += 1;
      first.step(size, count);
      second.step(size, count);
    });
  }
  return { first: first.weights, second: second.weights };
}

const units = new Float64Array(HIDDEN);
const unitSlopes = new Float64Array(HIDDEN);
const odds = new Float64Array(ROWS);

function learn(first: Layer, second: Layer, lesson: MeantLesson, random: () => number): void {
  const { vector, authorIsAdult, target, worth } = lesson;
  const [into, out] = [first.weights, second.weights];
  units.fill(0);
  for (let input = 0; input < INPUTS; input += 1) {
    const value = inputAt(vector, authorIsAdult, input);
    const from = input * HIDDEN;
    for (let unit = 0; unit < HIDDEN; unit += 1) units[unit] = (units[unit] ?? 0) + value * (into[from + unit] ?? 0);
  }
  for (let row = 0; row < ROWS; row += 1) odds[row] = out[HIDDEN * ROWS + row] ?? 0;
  for (let unit = 0; unit < HIDDEN; unit += 1) {
    const kept = random() >= HEAD_PLAN.dropped;
    const value = kept ? max(0, units[unit] ?? 0) / (1 - HEAD_PLAN.dropped) : 0;
    units[unit] = value;
    for (let row = 0; value > 0 && row < ROWS; row += 1)
      odds[row] = (odds[row] ?? 0) + value * (out[unit * ROWS + row] ?? 0);
  }
  let top = -Infinity;
  for (const each of odds) top = max(top, each);
  let total = 0;
  for (let row = 0; row < ROWS; row += 1) total += odds[row] = exp((odds[row] ?? 0) - top);
  unitSlopes.fill(0);
  for (let row = 0; row < ROWS; row += 1) {
    const slope = worth * ((odds[row] ?? 0) / total - (row === target ? 1 : 0));
    const last = HIDDEN * ROWS + row;
    second.slopes[last] = (second.slopes[last] ?? 0) + slope;
    for (let unit = 0; unit < HIDDEN; unit += 1) {
      const value = units[unit] ?? 0;
      if (value === 0) continue;
      const at = unit * ROWS + row;
      second.slopes[at] = (second.slopes[at] ?? 0) + slope * value;
      unitSlopes[unit] = (unitSlopes[unit] ?? 0) + (slope * (out[at] ?? 0)) / (1 - HEAD_PLAN.dropped);
    }
  }
  for (let input = 0; input < INPUTS; input += 1) {
    const value = inputAt(vector, authorIsAdult, input);
    if (value === 0) continue;
    const from = input * HIDDEN;
    for (let unit = 0; unit < HIDDEN; unit += 1) {
      first.slopes[from + unit] = (first.slopes[from + unit] ?? 0) + (unitSlopes[unit] ?? 0) * value;
    }
  }
}
