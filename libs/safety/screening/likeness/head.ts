/**
 * What a vector of meaning resembles: one hidden layer over the encoder's vector and who wrote. Its weights are made by
 * `train-head.ts` of the same lessons as those over words.
 */
import { CLASSES } from './classes.js';
import { DIMENSIONS, type Vector } from './encoder.js';
import { HEAD } from './weights.js';

export const HIDDEN = 192;
/** The vector, then whether an adult wrote it, then a one. */
export const INPUTS = DIMENSIONS + 2;
/** Vectors have length one; their parts are brought to the size of the other inputs. */
export const STRETCHED = 16;
const ROWS = CLASSES.length;

export interface HeadWeights {
  /** By input, then by hidden unit. */
  first: Float32Array;
  /** By hidden unit and once for a one, then by class. */
  second: Float32Array;
}

const weights = unpacked(HEAD);

/** Log-odds by class, up to a constant. */
export function meantScores(
  vector: Vector,
  authorIsAdult: boolean,
  { first, second }: HeadWeights = weights,
): number[] {
  const units = new Float64Array(HIDDEN);
  for (let input = 0; input < INPUTS; input += 1) {
    const value = inputAt(vector, authorIsAdult, input);
    if (value === 0) continue;
    for (let unit = 0; unit < HIDDEN; unit += 1) {
      units[unit] = (units[unit] ?? 0) + value * (first[input * HIDDEN + unit] ?? 0);
    }
  }
  const scores = Array.from(second.subarray(HIDDEN * ROWS));
  units.forEach((value, unit) => {
    for (let row = 0; value > 0 && row < ROWS; row += 1) {
      scores[row] = (scores[row] ?? 0) + value * (second[unit * ROWS + row] ?? 0);
    }
  });
  return scores;
}

export function inputAt(vector: Vector, authorIsAdult: boolean, at: number): number {
  if (at < DIMENSIONS) return (vector[at] ?? 0) * STRETCHED;
  return at > DIMENSIONS || authorIsAdult ? 1 : 0;
}

/** One signed byte each, with the greatest of each layer before it. */
export function packedHead({ first, second }: HeadWeights): string {
  return [first, second].map(packedLayer).join(' ');
}

function packedLayer(layer: Float32Array): string {
  const most = layer.reduce((top, weight) => Math.max(top, Math.abs(weight)), 0);
  const bytes = Int8Array.from(layer, (weight) => Math.round((weight / most) * 127));
  return `${most.toPrecision(6)} ${Buffer.from(bytes.buffer).toString('base64')}`;
}

export function unpacked(text: string): HeadWeights {
  const [firstMost = '', first = '', secondMost = '', second = ''] = text.split(' ');
  return {
    first: unpackedLayer(first, Number(firstMost), INPUTS * HIDDEN),
    second: unpackedLayer(second, Number(secondMost), (HIDDEN + 1) * ROWS),
  };
}

function unpackedLayer(text: string, most: number, length: number): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length }, (_, at) => ((bytes.length > at ? bytes.readInt8(at) : 0) / 127) * most);
}
