/**
 * Sets of token positions as packed 32-bit words. All operations cost one pass over the words, whatever the content:
 * this is what makes phrase matching linear by construction (Baeza-Yates & Gonnet, "A new approach to text
 * searching", 1992, applied to words instead of letters).
 */
export type Bits = Uint32Array;

export function emptyBits(positions: number): Bits {
  return new Uint32Array((positions >>> 5) + 1);
}

export function setBit(bits: Bits, position: number): void {
  const word = position >>> 5;
  bits[word] = (bits[word] ?? 0) | (1 << (position & 31));
}

export function hasBit(bits: Bits, position: number): boolean {
  return position >= 0 && (((bits[position >>> 5] ?? 0) >>> (position & 31)) & 1) === 1;
}

export function isEmpty(bits: Bits): boolean {
  return bits.every((word) => word === 0);
}

/** into |= (from & mask) << distance, for 1 <= distance < 32. */
export function orShifted(into: Bits, from: Bits, mask: Bits, distance: number): void {
  let carry = 0;
  for (let word = 0; word < from.length; word += 1) {
    const masked = (from[word] ?? 0) & (mask[word] ?? 0);
    into[word] = (into[word] ?? 0) | (masked << distance) | carry;
    carry = masked >>> (32 - distance);
  }
}

/** Positions in ascending order, at most `limit` of them. */
export function firstPositions(bits: Bits, limit: number): number[] {
  const found: number[] = [];
  for (let word = 0; word < bits.length && found.length < limit; word += 1) {
    let rest = bits[word] ?? 0;
    while (rest !== 0 && found.length < limit) {
      const low = 31 - Math.clz32(rest & -rest);
      found.push(word * 32 + low);
      rest &= rest - 1;
    }
  }
  return found;
}

/** Positions of `first` whose next position is in `second`. */
export function followedBy(first: Bits, second: Bits): Bits {
  return first.map((word, at) => word & (((second[at] ?? 0) >>> 1) | ((second[at + 1] ?? 0) << 31)));
}
