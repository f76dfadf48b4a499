import { deepestLevel } from '../posts/tree.js';

/** A post that goes to a new thread, as it stands in the old one. */
export interface Uprooted {
  id: string;
  parentId: string | null;
  /** Null while it waits to be checked. */
  number: number | null;
}

/** Its place in the new thread. */
export interface Replanted {
  id: string;
  parentId: string | null;
  parentNumber: number | null;
  number: number | null;
  /** Hexadecimal: numbers of the ancestors and of itself, four bytes each. */
  path: string | null;
  depth: number;
  ordinal: number;
  rank: number;
  lastOrdinal: number;
}

/**
 * Gives posts that leave a thread the places that they would have, had they been written in the new one in the same order:
 * numbers from 1 without gaps, and a tree below those whose parent stays behind. The same rules as `PostStates.giveNumber`.
 */
export function replant(posts: readonly Uprooted[]): Replanted[] {
  const places = new Map<string, Replanted>();
  const moving = new Set(posts.map(({ id }) => id));
  // By number, a parent always comes before its replies; those that wait have no number, and come last.
  const inOrder = [...posts].sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity));
  let last = 0;
  for (const { id, parentId, number } of inOrder) {
    const parent = parentId !== null && moving.has(parentId) ? places.get(parentId) : undefined;
    const waits = number === null;
    const place: Replanted = {
      id,
      parentId: parent?.id ?? null,
      parentNumber: parent?.number ?? null,
      number: waits ? null : (last += 1),
      path: null,
      depth: 0,
      ordinal: 0,
      rank: 0,
      lastOrdinal: 0,
    };
    places.set(id, place);
    if (waits) continue;
    if (parent) {
      parent.lastOrdinal += 1;
      place.ordinal = parent.lastOrdinal;
      place.depth = Math.min(parent.depth + 1, deepestLevel);
      place.rank = Math.max(parent.rank, place.ordinal);
    }
    const above = parent?.path?.slice(0, deepestLevel * 8) ?? '';
    place.path = above + (place.number ?? 0).toString(16).padStart(8, '0');
  }
  return [...places.values()];
}
