import { Injectable } from '@nestjs/common';
import { Clock, Database, sql } from '#platform';
import { refreshDocuments, removeDocuments } from '../documents.queries.js';
import { postgresIndex } from '../follower.js';
import {
  type Found,
  type Hit,
  type HitKey,
  type Moment,
  SearchEngine,
  type SearchRequest,
} from '../search-engine.port.js';
import { blockLevels, blocksOfDays, dayOf } from '../scope-tokens.js';
import { type Candidate, candidates } from './candidates.queries.js';
import { Extents } from './extents.js';
import { type PlacedRequest, scopeOf } from './tsquery.js';
import { spelled, SearchWords } from './words.js';

/**
 * Relevance is weighed among so many matches at a time, newest first. What somebody looks for in a forum is rarely older
 * than a hundred other posts that say the same, and scoring each match of a common word is what makes searches slow.
 */
export const windowSize = 128;
/** A post as old as this counts half as much again as one that is fresh counts twice. */
const freshDays = 30;
const dayMs = 86_400_000;
/** Documents that the first block of days should hold, so that a usual word fills a page from it or the next. */
const firstBlock = 4_000;
/** Where statistics were not gathered yet: eight days. */
const usualLevel = 3;

/** Full text search of PostgreSQL itself: always there, always in step with the posts. */
@Injectable()
export class PostgresEngine extends SearchEngine {
  readonly name = postgresIndex;
  private readonly extents: Extents;

  constructor(
    private readonly database: Database,
    private readonly words: SearchWords,
    private readonly clock: Clock,
  ) {
    super();
    this.extents = new Extents(database);
  }

  async index(postIds: readonly string[]): Promise<void> {
    await this.database.run(refreshDocuments(postIds));
  }

  async remove(postIds: readonly string[]): Promise<void> {
    await this.database.run(removeDocuments(postIds));
  }

  async health(): Promise<string | null> {
    await this.database.run(sql`select 1`);
    return null;
  }

  async find(asked: SearchRequest): Promise<Found> {
    if (asked.keys.length === 0 || asked.boardIds?.length === 0 || asked.authorIds?.length === 0) {
      return { hits: [], more: false, terms: asked.terms };
    }
    const { parts } = await this.extents.now();
    const request = { ...asked, scope: scopeOf(asked, (token) => parts.get(token) ?? 0) };
    const completed = request.prefix
      ? await this.words.withEndings(request, await this.recent(request))
      : request.terms;
    const earlier = request.after?.spelled;
    const terms = earlier ? spelled(completed, earlier) : completed;
    const found = await this.list({ ...request, terms });
    if (found.hits.length > 0 || request.after !== null || request.anyTerm) return found;
    const spellings = await this.words.spellings({ ...request, terms }, await this.recent(request));
    if (!spellings) return found;
    const again = await this.list({ ...request, terms: spelled(terms, spellings) });
    return { ...again, hits: again.hits.map(({ postId, key }) => ({ postId, key: { ...key, spelled: spellings } })) };
  }

  private list(request: PlacedRequest): Promise<Found> {
    const hasWords = request.terms.some(({ negated }) => !negated);
    return request.order === 'RELEVANCE' && hasWords ? this.byRelevance(request) : this.byTime(request);
  }

  private async byTime(request: PlacedRequest): Promise<Found> {
    const { after, limit, terms } = request;
    const oldestFirst = request.order === 'OLDEST';
    const blocks = await this.blocks(request, after ? (oldestFirst ? { from: after.at } : { to: after.at }) : {});
    const rows = await this.database.rows<Candidate>(
      candidates(request, { blocks, behind: after && [after.at, after.id], oldestFirst }, limit + 1),
    );
    const hits = rows.slice(0, limit).map(({ id, at }) => ({ postId: id, key: keep(after, { at, id }) }));
    return { hits, more: rows.length > limit, terms };
  }

  private async byRelevance(request: PlacedRequest): Promise<Found> {
    const { limit, terms } = request;
    const hits: Hit[] = [];
    let after = request.after;
    // A cursor of the other engine has no score of ours: continue behind it in time.
    let behind: Moment | null = after && after.score === undefined ? [after.at, after.id] : null;
    if (behind) after = null;
    for (;;) {
      const blocks = await this.blocks(request, { to: after?.top?.[0] ?? behind?.[0] ?? Infinity });
      const rows = await this.database.rows<Candidate>(
        candidates(
          request,
          {
            blocks,
            through: after?.top ?? null,
            behind,
            down: after?.low ?? null,
            oldestFirst: false,
          },
          windowSize,
        ),
      );
      const ends = after?.top ? { top: after.top, low: after.low ?? null } : endsOf(rows);
      if (ends) hits.push(...rankedWithin(rows, ends, after, request.after));
      if (hits.length > limit) return { hits: hits.slice(0, limit), more: true, terms };
      if (!ends?.low) return { hits, more: false, terms };
      behind = ends.low;
      after = null;
    }
  }

  /** A day beyond now: clocks of two servers differ. */
  private latest({ before }: SearchRequest): number {
    return Math.min(before ?? Infinity, this.clock.now().getTime() + dayMs);
  }

  /** Two, since the first may have just begun. */
  private async recent(request: SearchRequest): Promise<string[]> {
    return (await this.blocks({ ...request, order: 'NEWEST' }, {})).slice(0, 2);
  }

  /** Blocks of days to look through, from one end of the request to the other. */
  private async blocks(
    request: SearchRequest,
    { from = -Infinity, to = Infinity }: { from?: number; to?: number },
  ): Promise<string[]> {
    const { oldest, documents } = await this.extents.now();
    const latest = this.latest(request);
    const earliest = Math.max(request.from ?? -Infinity, oldest ?? latest);
    const [first, last] = [dayOf(Math.max(from, earliest)), dayOf(Math.min(to, latest))];
    return blocksOfDays(first, last, request.order === 'OLDEST', levelFor(documents, latest - (oldest ?? latest)));
  }
}

/** A block of that level holds enough documents, if they are spread evenly. */
function levelFor(documents: number, spanMs: number): number {
  if (documents <= 0) return usualLevel;
  const days = Math.max(spanMs / dayMs, 1);
  return Math.max(0, Math.min(blockLevels - 1, Math.floor(Math.log2((firstBlock * days) / documents))));
}

/** The newest and the oldest of a window; without an oldest, the window reaches to the very end. */
function endsOf(rows: readonly Candidate[]): { top: Moment; low: Moment | null } | null {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return null;
  return { top: [first.at, first.id], low: rows.length < windowSize ? null : [last.at, last.id] };
}

function rankedWithin(
  rows: readonly Candidate[],
  ends: { top: Moment; low: Moment | null },
  after: HitKey | null,
  first: HitKey | null,
): Hit[] {
  const ranked = rows
    .map(({ id, at, score }) => ({ id, at, score: score * freshness(ends.top[0] - at) }))
    .sort((one, other) => other.score - one.score || other.at - one.at || (one.id < other.id ? 1 : -1));
  const left = after?.score === undefined ? ranked : ranked.filter((row) => follows(row, after, after.score ?? 0));
  return left.map(({ id, at, score }) => ({ postId: id, key: keep(first, { at, id, score, ...ends }) }));
}

const follows = (row: Candidate, after: HitKey, score: number): boolean =>
  row.score < score || (row.score === score && (row.at < after.at || (row.at === after.at && row.id < after.id)));

/** Twice for the newest of the window, down to once with age: between equals the newer wins, a better match beats it. */
const freshness = (ageMs: number): number => 1 + 1 / (1 + Math.max(ageMs, 0) / dayMs / freshDays);

/** Spellings travel with the cursor, so the next page is one of the same list. */
const keep = (first: HitKey | null, key: HitKey): HitKey => (first?.spelled ? { ...key, spelled: first.spelled } : key);
