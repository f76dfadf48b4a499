import type { ThreadKind } from '#forum';
import type { Language } from './language/languages.js';
import type { SearchTerm } from './search-query.js';

/** A place in the order of time: milliseconds since 1970, then the post's id. */
export type Moment = readonly [at: number, id: string];

/** Where a list of hits is continued. Written into cursors, so its form may only grow. */
export interface HitKey {
  at: number;
  id: string;
  /** By relevance: the window of time that is being ranked, both ends included; `low` is null if nothing lies behind. */
  top?: Moment;
  low?: Moment | null;
  /** By relevance: PostgreSQL's score, or the place in Meilisearch's list. */
  score?: number;
  place?: number;
  /** With a place: the hits before this one, nearest first; where it was taken away, one of them is found again. */
  prior?: readonly string[];
  /** Spellings that were tried because nothing was found for the words as typed: by place of the term. */
  spelled?: Readonly<Record<number, readonly string[]>>;
}

export type Order = 'RELEVANCE' | 'NEWEST' | 'OLDEST';

/** What to look for, and where. The places come from the viewer's keys, never from what the viewer sent. */
export interface SearchRequest {
  terms: readonly SearchTerm[];
  /** Any of the terms is enough, the more the better. */
  anyTerm?: boolean;
  /** The last word may be a beginning. */
  prefix: boolean;
  inTitle: boolean;
  openingPosts: boolean;
  /** Audience keys of the viewer: a document is looked at only if it carries one of them. */
  keys: readonly string[];
  /** Programs of those keys, and what is spoken there. */
  programIds: readonly string[];
  languages: readonly Language[];
  /** Narrower still; null for no further limit. */
  boardIds: readonly string[] | null;
  authorIds: readonly string[] | null;
  kind: ThreadKind | null;
  unanswered: boolean;
  /** Published before, and from … on: milliseconds. */
  before: number | null;
  from: number | null;
  order: Order;
  after: HitKey | null;
  limit: number;
}

export interface Hit {
  postId: string;
  key: HitKey;
}

export interface Found {
  hits: Hit[];
  /** Whether more follow behind the last of them. */
  more: boolean;
  /** The terms with the spellings that were tried, for the highlight. */
  terms: readonly SearchTerm[];
}

/**
 * Port: something that finds posts. What it answers is a guess about the present: every hit is read again through the
 * one visibility filter before anybody sees it.
 */
export abstract class SearchEngine {
  /** As it is named in the marks that say how far it is. */
  abstract readonly name: string;
  /** Makes the documents of these posts say what the posts say now; those that are not published have none. */
  abstract index(postIds: readonly string[]): Promise<void>;
  /** Takes documents away. */
  abstract remove(postIds: readonly string[]): Promise<void>;
  abstract find(request: SearchRequest): Promise<Found>;
  /** Null when all is well, else a few words on what is wrong. */
  abstract health(): Promise<string | null>;
}
