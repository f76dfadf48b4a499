/** Runs phrases over a token stream with position sets; cost is (phrases tried) x (tokens / 32), never more. */
import { type Bits, emptyBits, firstPositions, hasBit, isEmpty, orShifted } from './bits.js';
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
  const states: Bits[] = [seen.everywhere];
  for (const element of phrase.elements) {
    const next = advance(element, states[states.length - 1] ?? seen.everywhere, seen);
    if (isEmpty(next)) return [];
    states.push(next);
  }
  const ends = firstPositions(states[states.length - 1] ?? seen.everywhere, MATCHES_PER_PHRASE);
  return ends.map((to) => ({ from: walkBack(phrase.elements, states, to, seen), to }));
}

function advance(element: Element, state: Bits, seen: Occurrences): Bits {
  switch (element.kind) {
    case 'words':
      return afterWords(element, state, seen);
    case 'gap':
      return afterGap(element, state, seen);
    case 'not':
      return without(state, seen.startsOf(element.set));
    case 'notBefore':
      return without(state, seen.endsOf(element.set));
    case 'start':
      return both(state, seen.sentenceStarts);
    case 'end':
      return both(state, seen.sentenceEnds);
  }
}

function afterWords(words: Element & { kind: 'words' }, state: Bits, seen: Occurrences): Bits {
  const next = words.optional ? state.slice() : words.orEnd ? both(state, seen.sentenceEnds) : emptyBits(seen.length);
  for (const [length, starts] of seen.of(words.set)) orShifted(next, state, starts, length);
  return next;
}

function afterGap(gap: { upTo: number; crosses: boolean }, state: Bits, seen: Occurrences): Bits {
  const reached = state.slice();
  let edge = state;
  for (let step = 0; step < gap.upTo; step += 1) {
    const moved = emptyBits(seen.length);
    orShifted(moved, edge, gap.crosses ? seen.everywhere : seen.insideSentence, 1);
    edge = gap.crosses ? both(moved, seen.everywhere) : both(moved, seen.gapLandings);
    for (let word = 0; word < reached.length; word += 1) reached[word] = (reached[word] ?? 0) | (edge[word] ?? 0);
  }
  return reached;
}

function both(one: Bits, other: Bits): Bits {
  return one.map((word, index) => word & (other[index] ?? 0));
}

function without(one: Bits, other: Bits): Bits {
  return one.map((word, index) => word & ~(other[index] ?? 0));
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
