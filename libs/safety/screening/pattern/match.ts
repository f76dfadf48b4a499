/** Runs phrases over a token stream with position sets; cost is (phrases tried) x (tokens / 32), never more. */
import { type Bits, firstPositions, hasBit, intersect, orShifted, subtract } from './bits.js';
import type { Element, Phrase } from './language.js';
import type { Occurrences } from './occurrences.js';

/** Half-open range of token indexes. */
export interface TokenRange {
  from: number;
  to: number;
}

/** More matches of one phrase than this tell a reader nothing new. */
const MATCHES_PER_PHRASE = 4;

export function matchPhrase(phrase: Phrase, seen: Occurrences): TokenRange[] {
  if (!phrase.required.every((set) => seen.has(set))) return [];
  let state = seen.everywhere;
  const states = [state];
  for (const [at, element] of phrase.elements.entries()) {
    const next = seen.scratch(at);
    if (!advance(element, state, seen, next)) return [];
    states.push((state = next));
  }
  const ends = firstPositions(state, MATCHES_PER_PHRASE);
  return ends.map((to) => ({ from: walkBack(phrase.elements, states, to, seen), to }));
}

/** Where the phrase may stand after one more element. @returns whether it stands anywhere */
function advance(element: Element, state: Bits, seen: Occurrences, into: Bits): boolean {
  switch (element.kind) {
    case 'words':
      return afterWords(element, state, seen, into);
    case 'gap':
      return afterGap(element, state, seen, into);
    case 'not':
      return subtract(into, state, seen.startsOf(element.set));
    case 'notBefore':
      return subtract(into, state, seen.endsOf(element.set));
    case 'start':
      return intersect(into, state, seen.sentenceStarts);
    case 'end':
      return intersect(into, state, seen.sentenceEnds);
  }
}

function afterWords(words: Element & { kind: 'words' }, state: Bits, seen: Occurrences, into: Bits): boolean {
  let any = words.optional;
  if (words.optional) into.set(state);
  else if (words.orEnd) any = intersect(into, state, seen.sentenceEnds);
  else into.fill(0);
  for (const [length, starts] of seen.of(words.set)) any = orShifted(into, state, starts, length) || any;
  return any;
}

function afterGap(gap: { upTo: number; crosses: boolean }, state: Bits, seen: Occurrences, into: Bits): boolean {
  const [skipped, landings] = gap.crosses
    ? [seen.everywhere, seen.everywhere]
    : [seen.insideSentence, seen.gapLandings];
  into.set(state);
  const { edge } = seen;
  edge.set(state);
  for (let step = 0, any = 1; step < gap.upTo && any !== 0; step += 1) {
    let carry = 0;
    any = 0;
    for (let word = 0; word < edge.length; word += 1) {
      const from = (edge[word] ?? 0) & (skipped[word] ?? 0);
      const moved = ((from << 1) | carry) & (landings[word] ?? 0);
      carry = from >>> 31;
      edge[word] = moved;
      into[word] = (into[word] ?? 0) | moved;
      any |= moved;
    }
  }
  return true;
}

/** Finds one start for a match that ends at `to`, by undoing the elements from the last. */
function walkBack(elements: readonly Element[], states: readonly Bits[], to: number, seen: Occurrences): number {
  let at = to;
  for (let index = elements.length - 1; index >= 0; index -= 1) {
    const before = states[index];
    const element = elements[index];
    if (before === undefined || element === undefined) continue;
    if (element.kind === 'words') at = undoWords(element.set, before, at, seen);
    else if (element.kind === 'gap') at = undoGap(element.upTo, before, at);
  }
  return at;
}

function undoWords(set: number, before: Bits, at: number, seen: Occurrences): number {
  for (const [length, starts] of seen.of(set)) {
    if (hasBit(before, at - length) && hasBit(starts, at - length)) return at - length;
  }
  return at;
}

function undoGap(upTo: number, before: Bits, at: number): number {
  for (let back = 0; back <= upTo; back += 1) if (hasBit(before, at - back)) return at - back;
  return at;
}
