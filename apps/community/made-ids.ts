/** What an id is made for: two things of one moment get different ids even if they are both the first of their kind. */
export enum Made {
  ORGANISATION,
  PROGRAM,
  COHORT,
  ACCOUNT,
  ENROLMENT,
  CONSENT,
  SCREENING,
  MATCH,
  BOARD,
  THREAD,
  POST,
  REVISION,
  AUDIT_EVENT,
  WATCH,
}

/** A good 32-bit mixer that loses nothing (lowbias32 of C. Wellons): different inputs, different outputs. */
export function mix(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x21f0aaad);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}

/** Four hexadecimal digits of each number below 65,536. */
const digits = Array.from({ length: 0x10000 }, (_, value) => value.toString(16).padStart(4, '0'));
const hex = (value: number): string => `${digits[value >>> 16]}${digits[value & 0xffff]}`;

/**
 * UUIDv7s that are computed, not drawn: the same seed, kind, place and time give the same id, so nothing has to be kept
 * in memory to name a post a second time. The last 32 bits are a permutation of the place, so ids of a kind never meet.
 */
export class MadeIds {
  private readonly bases: readonly number[];

  constructor(seed: number) {
    const kinds = Object.values(Made).filter((kind) => typeof kind === 'number');
    this.bases = kinds.map((kind) => mix(seed ^ Math.imul(kind + 1, 0x9e3779b9)));
  }

  /**
   * @param place the how-manieth of its kind
   * @param at its time in milliseconds, which ids sort by
   */
  of(kind: Made, place: number, at: number): string {
    const base = this.bases[kind] as number;
    const last = mix(place ^ base);
    const middle = mix(last ^ 0x51ed270b);
    const high = Math.floor(at / 0x10000);
    const low = at - high * 0x10000;
    const version = digits[0x7000 + (middle >>> 20)];
    const variant = digits[0x8000 + (middle & 0x3fff)];
    return `${hex(high)}-${digits[low]}-${version}-${variant}-${digits[base & 0xffff]}${hex(last)}`;
  }
}
