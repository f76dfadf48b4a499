import type { Settings } from 'meilisearch';
import { stopWords } from '../language/stop-words.js';
import { synonymRows } from '../language/synonyms.js';

/** The index that answers, and the one that a rebuild fills beside it; they are swapped when it is whole. */
export interface IndexNames {
  live: string;
  next: string;
}

export const indexNames = (prefix: string): IndexNames => ({ live: `${prefix}_posts`, next: `${prefix}_posts_next` });

/** Hits that Meilisearch ever gives of one query (its default; larger ones cost time for all). */
export const mostHits = 1_000;
/** A search that takes longer is cut short with what was found by then. */
const cutoffMs = 800;

/**
 * Everything that is set, so that what the server has can be compared with it; the same on every start. Not set:
 * `localizedAttributes`. Programs of many languages share the index, and each text's script is seen from the text.
 */
export const indexSettings = {
  searchableAttributes: ['title', 'body'],
  // Texts are never answered: what a reader sees is read from the posts.
  displayedAttributes: ['id', 'boardId', 'createdAt', 'fingerprint'],
  filterableAttributes: [
    ...['id', 'boardId', 'programId', 'authorId', 'audience', 'createdAt', 'kind', 'unanswered', 'opening', 'state'],
  ],
  sortableAttributes: ['createdAt', 'id'],
  // First what was asked for (`sort`), then how well it fits, then the newer one.
  rankingRules: ['sort', 'words', 'typo', 'proximity', 'attribute', 'exactness', 'createdAt:desc'],
  stopWords: [...stopWords].sort(),
  synonyms: Object.fromEntries(synonymRows.flatMap((row) => row.map((word) => [word, row.filter((o) => o !== word)]))),
  typoTolerance: {
    enabled: true,
    minWordSizeForTypos: { oneTypo: 5, twoTypos: 9 },
    disableOnNumbers: true,
    disableOnWords: [],
    disableOnAttributes: [],
  },
  pagination: { maxTotalHits: mostHits },
  searchCutoffMs: cutoffMs,
  // Facets are counted among what a viewer sees, never by the index; nobody looks for values of its fields.
  facetSearch: false,
  prefixSearch: 'indexingTime',
} satisfies Settings;

/** Whether the server has them already; an index is not touched without need, because some settings index it anew. */
export function sameSettings(present: Settings): boolean {
  const wanted: Record<string, unknown> = indexSettings;
  const there: Record<string, unknown> = present;
  return Object.entries(wanted).every(([name, value]) => covers(there[name], value, unordered.has(name)));
}

const unordered: ReadonlySet<string> = new Set([
  'filterableAttributes',
  'sortableAttributes',
  'stopWords',
  'displayedAttributes',
]);

/** What is wanted is there; the server may add defaults of its own inside objects. */
function covers(there: unknown, wanted: unknown, anyOrder: boolean): boolean {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(there) || there.length !== wanted.length) return false;
    const [one, other] = [there.map(String), wanted.map(String)];
    return JSON.stringify(anyOrder ? one.sort() : one) === JSON.stringify(anyOrder ? other.sort() : other);
  }
  if (typeof wanted === 'object' && wanted !== null) {
    if (typeof there !== 'object' || there === null) return false;
    const held = there as Record<string, unknown>;
    return Object.entries(wanted).every(([name, value]) => covers(held[name], value, true));
  }
  return there === wanted;
}
