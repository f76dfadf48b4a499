/**
 * Sets of token positions as packed 32-bit words. All operations cost one pass over the words, whatever the content:
 * this is what makes phrase matching linear by construction (Baeza-Yates & Gonnet, "A new approach to text
 * searching", 1992, applied to words instead of letters). Plain loops into given sets: `map` of typed arrays takes ten times as long,
 * and making a set longer than going through it.
 */
export type Bits = Int32Array;

export function emptyBits(positions: number): Bits {
  return new Int32Array((positions >>> 5) + 1);
}

export function setBit(bits: Bits, position: number): void {
  const word = position >>> 5;
  bits[word] = (bits[word] ?? 0) | (1 << (position & 31));
}

export function hasBit(bits: Bits, position: number): boolean {
  return position >= 0 && (((bits[position >>> 5] ?? 0) >>> (position & 31)) & 1) === 1;
}

/** into |= from. */
export function orInto(into: Bits, from: Bits): void {
  for (let word = 0; word < into.length; word += 1) into[word] = (into[word] ?? 0) | (from[word] ?? 0);
}

/** into = one & other. @returns whether any is left */
export function intersect(into: Bits, one: Bits, other: Bits): boolean {
  let any = 0;
  for (let word = 0; word < into.length; word += 1) any |= into[word] = (one[word] ?? 0) & (other[word] ?? 0);
  return any !== 0;
}

/** into = one & ~other. @returns whether any is left */
export function subtract(into: Bits, one: Bits, other: Bits): boolean {
  let any = 0;
  for (let word = 0; word < into.length; word += 1) any |= into[word] = (one[word] ?? 0) & ~(other[word] ?? 0);
  return any !== 0;
}

/** into |= (from & mask) << distance, for 1 <= distance < 32. @returns whether any was moved */
export function orShifted(into: Bits, from: Bits, mask: Bits, distance: number): boolean {
  let carry = 0;
  let any = 0;
  for (let word = 0; word < from.length; word += 1) {
    const masked = (from[word] ?? 0) & (mask[word] ?? 0);
    into[word] = (into[word] ?? 0) | (masked << distance) | carry;
    carry = masked >>> (32 - distance);
    any |= masked;
  }
  return any !== 0;
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
