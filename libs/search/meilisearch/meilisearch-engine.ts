import { Injectable } from '@nestjs/common';
import { MeilisearchApiError, type MultiSearchParams, type SearchParams } from 'meilisearch';
import { Clock } from '#platform';
import { type Found, type Hit, type HitKey, SearchEngine, type SearchRequest } from '../search-engine.port.js';
import { codeOf, MeilisearchClients } from './client.js';
import { filterOf, queryText, saysNothing, type Stretch } from './filters.js';
import { MeilisearchIndex } from './meilisearch-index.js';
import { mostHits } from './settings.js';
import { WritingTurns } from './turns.js';

/** As the live index is named in marks. */
export const meilisearchIndex = 'meilisearch';

/** Hits before a hit that its cursor names. */
const mostPrior = 3;
/** Hits before a cursor that are looked through for it again: so many may have been taken away since. */
const lookBack = 20;

/** Hits of each term that are looked at, for each one that is wanted. */
const termDepth = 5;

interface Answer {
  id: string;
  createdAt: number;
}

/**
 * Meilisearch. It lists at most a thousand hits of a query, so a longer list is read as windows of time, newest first,
 * of less than a thousand each; the window stands in the cursor, and what is published meanwhile does not move it.
 */
@Injectable()
export class MeilisearchEngine extends SearchEngine {
  readonly name = meilisearchIndex;

  constructor(
    private readonly clients: MeilisearchClients,
    private readonly writer: MeilisearchIndex,
    private readonly turns: WritingTurns,
    private readonly clock: Clock,
  ) {
    super();
  }

  get configured(): boolean {
    return this.clients.configured;
  }

  async index(postIds: readonly string[]): Promise<void> {
    await this.turns.take(() => this.writer.index(this.clients.names.live, postIds));
  }

  async remove(postIds: readonly string[]): Promise<void> {
    await this.turns.take(() => this.writer.remove(this.clients.names.live, postIds));
  }

  /** With a search of ours: a server that is well may still refuse our key, or have no index. */
  async health(): Promise<string | null> {
    const client = await this.clients.search();
    const { status }: { status: string } = await client.health();
    if (status !== 'available') return status;
    try {
      await client.index(this.clients.names.live).search('', { limit: 0 });
      return null;
    } catch (error) {
      if (error instanceof MeilisearchApiError) return codeOf(error);
      throw error;
    }
  }

  async find(request: SearchRequest): Promise<Found> {
    const { terms, keys, boardIds, authorIds } = request;
    if (keys.length === 0 || boardIds?.length === 0 || authorIds?.length === 0 || saysNothing(request)) {
      return { hits: [], more: false, terms };
    }
    if (request.anyTerm) return this.byAnyTerm(request);
    const hasWords = terms.some(({ negated }) => !negated);
    return request.order === 'RELEVANCE' && hasWords ? this.byRelevance(request) : this.byTime(request);
  }

  private async byTime(request: SearchRequest): Promise<Found> {
    const { after, terms } = request;
    // One hit more than the page, and the look-back: all of it below the cap, or its end would be taken for the end.
    const limit = Math.min(request.limit, mostHits - lookBack - 1);
    const asked = limit + 1 + lookBack;
    const direction = request.order === 'OLDEST' ? 'asc' : 'desc';
    const stretch: Stretch = after === null ? {} : direction === 'asc' ? { down: after.at } : { through: after.at };
    const hits: Hit[] = [];
    // Those of the cursor's own millisecond come again, and are passed over.
    for (let offset = 0; offset < mostHits; offset += asked) {
      const rows = await this.ask(request, stretch, {
        sort: [`createdAt:${direction}`, `id:${direction}`],
        offset,
        limit: asked,
      });
      for (const { id, createdAt: at } of rows) {
        if (after && at === after.at && (direction === 'asc' ? id <= after.id : id >= after.id)) continue;
        hits.push({ postId: id, key: { at, id } });
      }
      if (hits.length > limit || rows.length < asked) break;
    }
    return { hits: hits.slice(0, limit), more: hits.length > limit, terms };
  }

  private async byRelevance(request: SearchRequest): Promise<Found> {
    const { limit, terms } = request;
    const hits: Hit[] = [];
    let after = request.after;
    // A cursor of the other engine names no place of ours: continue behind it in time.
    let through = after ? (after.place === undefined ? after.at - 1 : (after.top?.[0] ?? after.at)) : this.latest();
    if (after?.place === undefined) after = null;
    for (;;) {
      const down: number | null = after ? (after.low?.[0] ?? null) : await this.lowOf(request, through);
      const first = after?.place === undefined ? 0 : Math.max(0, after.place + 1 - lookBack);
      const wanted = limit + 1 - hits.length + (after ? lookBack : 0);
      const rows = await this.ask(request, { through, down }, { offset: first, limit: wanted });
      const skip = after ? behind(rows, after, first) : 0;
      for (const [place, { id, createdAt: at }] of rows.entries()) {
        if (place < skip) continue;
        const low = down === null ? null : ([down, ''] as const);
        const prior = rows.slice(Math.max(0, place - mostPrior), place).map((row) => row.id);
        const key = { at, id, top: [through, ''] as const, low, place: first + place, prior: prior.reverse() };
        hits.push({ postId: id, key });
      }
      if (hits.length > limit) return { hits: hits.slice(0, limit), more: true, terms };
      const windowIsThrough = rows.length < wanted;
      if (!windowIsThrough) {
        // The look-back was longer than what it looked for: read on from where the rows ended.
        const last = rows.at(-1);
        if (last)
          after = {
            at: last.createdAt,
            id: last.id,
            place: first + rows.length - 1,
            low: down === null ? null : [down, ''],
          };
        continue;
      }
      if (down === null) return { hits, more: false, terms };
      through = down - 1;
      after = null;
    }
  }

  /**
   * Meilisearch drops words from the end of a query, so the first would have to be there. Each is looked for on its own,
   * in one request, and what has more of them comes first. One page: it is for similar threads.
   */
  private async byAnyTerm(request: SearchRequest): Promise<Found> {
    const { terms, limit } = request;
    const { results } = await (
      await this.clients.search()
    ).multiSearch<MultiSearchParams, Answer>({
      queries: terms
        .filter((term) => !term.negated && !saysNothing({ terms: [term] }))
        .map((term) => ({
          indexUid: this.clients.names.live,
          q: queryText({ terms: [term], prefix: false }),
          filter: filterOf(request, {}),
          attributesToRetrieve: ['id', 'createdAt'],
          limit: Math.min(limit * termDepth, mostHits),
        })),
    });
    const found = new Map<string, { at: number; terms: number; place: number }>();
    for (const { hits } of results) {
      for (const [place, { id, createdAt: at }] of hits.entries()) {
        const known = found.get(id);
        found.set(id, { at, terms: (known?.terms ?? 0) + 1, place: Math.min(known?.place ?? place, place) });
      }
    }
    const hits = [...found]
      .sort(([, one], [, other]) => other.terms - one.terms || one.place - other.place || other.at - one.at)
      .slice(0, limit)
      .map(([id, { at }]) => ({ postId: id, key: { at, id } }));
    return { hits, more: false, terms };
  }

  /** What is published from now on does not move the list. */
  private latest(): number {
    return this.clock.now().getTime();
  }

  /** The oldest moment of a window below the cap; null if everything that is left fits in. */
  private async lowOf(request: SearchRequest, through: number): Promise<number | null> {
    const [row] = await this.ask(
      request,
      { through },
      { sort: ['createdAt:desc', 'id:desc'], offset: mostHits - 1, limit: 1 },
    );
    // One millisecond later: those that share it stay together in the next window.
    return row ? Math.min(row.createdAt + 1, through) : null;
  }

  private async ask(request: SearchRequest, stretch: Stretch, page: SearchParams): Promise<Answer[]> {
    const index = (await this.clients.search()).index<Answer>(this.clients.names.live);
    const { hits } = await index.search(queryText(request), {
      filter: filterOf(request, stretch),
      attributesToRetrieve: ['id', 'createdAt'],
      matchingStrategy: 'all',
      ...(request.inTitle && { attributesToSearchOn: ['title'] }),
      ...page,
    });
    return hits;
  }
}

/** Where a list goes on behind a cursor: its own hit may have been taken away since, and others before it. */
function behind(rows: readonly Answer[], after: HitKey, first: number): number {
  for (const known of [after.id, ...(after.prior ?? [])]) {
    const place = rows.findIndex(({ id }) => id === known);
    if (place >= 0) return place + 1;
  }
  return Math.max(0, (after.place ?? 0) - first);
}
