import { Injectable } from '@nestjs/common';
import { usernameKey } from '#accounts';
import { ForumReader, type Post, PostState, ThreadKind, type Thread } from '#forum';
import { Database, decodeCursor, encodeCursor, isUuid, Refusal, uuidOf, type Viewer } from '#platform';
import { HiddenSearch } from './hidden-search.js';
import { highlight } from './highlights.js';
import { boardsNamed, authorsNamed } from './places.queries.js';
import { ProgramLanguages } from './program-languages.js';
import type { HitKey, SearchRequest } from './search-engine.port.js';
import { SearchEngines } from './search-engines.js';
import { hasWord } from './language/folding.js';
import { longestQuery, mostTerms, type ParsedQuery, parseQuery, type SearchTerm } from './search-query.js';
import { maySearch, readingKeys } from './search.policy.js';
import type { Answer, SearchArgs, SearchConnection, SearchEdge } from './search.types.js';
import { mostPerPage } from '#platform';

const usualPage = 20;
/** Hits that are looked at for one page. Only an index that lags far behind its posts comes near. */
const mostLookedAt = 20_000;
/** Hits asked for at once where an index lags: twice as many each time, up to this. */
const largestBatch = 1_000;
/** Of no board and nobody. Whoever names what is not there for them is answered by the same way as everybody else. */
const nothing = '00000000-0000-0000-0000-000000000000';
const similar = 5;
const list = 'search';

/** Finding posts: read the query, ask an engine within the viewer's boards, and read every hit again before it is shown. */
@Injectable()
export class SearchService {
  constructor(
    private readonly engines: SearchEngines,
    private readonly hidden: HiddenSearch,
    private readonly reader: ForumReader,
    private readonly languages: ProgramLanguages,
    private readonly database: Database,
  ) {}

  async search(viewer: Viewer, args: SearchArgs, requestId: string): Promise<SearchConnection> {
    maySearch(viewer);
    const limit = limitOf(args.first);
    const parsed = parseQuery(cleanQuery(args.query));
    const request = await this.requestOf(viewer, args, parsed);
    if (!request) {
      if (args.includeHidden) await this.hidden.refuseOrTrace(viewer, args.query, requestId);
      return pageOf([], false, args, null, { degraded: false, suggestion: parsed.suggestion });
    }
    const find = args.includeHidden
      ? await this.hidden.finder(viewer, args.query, requestId)
      : (wanted: SearchRequest): Promise<Answer> => this.engines.find(wanted);
    const { edges, more, degraded } = await this.fill(viewer, request, limit, args.includeHidden, find);
    return pageOf(edges, more, args, request, { degraded, suggestion: parsed.suggestion });
  }

  /** Threads that may already hold the answer, while a new one is written. */
  async similarThreads(viewer: Viewer, boardId: string, title: string, body: string): Promise<Thread[]> {
    maySearch(viewer);
    const id = uuidOf('Board', boardId);
    const terms = keywords(`${title} ${body.slice(0, 4 * longestQuery)}`);
    if (!id || terms.length === 0) return [];
    const request = await this.within(viewer, {
      terms,
      anyTerm: true,
      openingPosts: true,
      boardIds: [id],
      limit: similar * 2,
    });
    const { hits } = await this.engines.find(request);
    const posts = await this.reader.posts(
      viewer,
      hits.map(({ postId }) => postId),
    );
    const threadIds = posts.flatMap((post) =>
      post?.state === PostState.PUBLISHED && !post.authorBlocked ? [post.row.threadId] : [],
    );
    const threads = await this.reader.threads(viewer, threadIds);
    return threads.filter((thread) => thread !== null).slice(0, similar);
  }

  /** Asks until the page is full: what an index still holds and the viewer may not see any more leaves no gap. */
  private async fill(
    viewer: Viewer,
    request: SearchRequest,
    limit: number,
    withHidden: boolean,
    find: (request: SearchRequest) => Promise<Answer>,
  ): Promise<{ edges: SearchEdge[]; more: boolean; degraded: boolean }> {
    const edges: SearchEdge[] = [];
    let { after } = request;
    let degraded = false;
    for (let [lookedAt, batch] = [0, limit + 1]; ; batch = Math.min(2 * batch, largestBatch)) {
      const answer = await find({ ...request, after, limit: batch });
      degraded ||= answer.degraded;
      const posts = await this.reader.posts(
        viewer,
        answer.hits.map(({ postId }) => postId),
      );
      for (const [place, post] of posts.entries()) {
        const key = answer.hits[place]?.key;
        if (!post || !key || !isShown(post, withHidden)) continue;
        edges.push(edgeOf(post, key, answer.terms, request));
      }
      lookedAt += answer.hits.length;
      after = answer.hits.at(-1)?.key ?? after;
      if (edges.length > limit) return { edges: edges.slice(0, limit), more: true, degraded };
      // Never "more" for the sake of hits that were not shown: that would tell of them.
      if (!answer.more || answer.hits.length === 0 || lookedAt >= mostLookedAt) return { edges, more: false, degraded };
    }
  }

  /** @returns null where nothing is asked for */
  private async requestOf(viewer: Viewer, args: SearchArgs, parsed: ParsedQuery): Promise<SearchRequest | null> {
    const filter = args.filter ?? null;
    const after = args.after == null ? null : keyOf(args.after);
    const boardIds = known(
      both(
        both(uuidsOf('Board', args.boardId == null ? null : [args.boardId]), uuidsOf('Board', filter?.boardIds)),
        await this.boards(viewer, parsed.boards),
      ),
    );
    const authorIds = known(both(uuidsOf('Account', filter?.authorIds), await this.authors(viewer, parsed.authors)));
    const isUnanswered = parsed.isUnanswered || (filter?.isUnanswered ?? false);
    const asks = isUnanswered || parsed.isQuestion || (filter?.isQuestion ?? false);
    const before = withinTime(least(parsed.before, filter?.before));
    const from = withinTime(greatest(parsed.after, filter?.after));
    const narrows = boardIds !== null || authorIds !== null || asks || before !== null || from !== null;
    if (parsed.terms.length === 0 && !narrows) return null;
    return this.within(viewer, {
      terms: parsed.terms,
      prefix: args.prefix,
      inTitle: parsed.inTitle || (filter?.inTitle ?? false),
      boardIds,
      authorIds,
      kind: asks ? ThreadKind.QUESTION : null,
      unanswered: isUnanswered,
      before,
      from,
      order: args.includeHidden ? 'NEWEST' : args.sort,
      after,
    });
  }

  /** A request within what the viewer may read: the only place where keys come from. */
  private async within(viewer: Viewer, wanted: Partial<SearchRequest>): Promise<SearchRequest> {
    const programIds = [...new Set(viewer.enrolments.map(({ programId }) => programId))];
    return {
      terms: [],
      prefix: false,
      inTitle: false,
      openingPosts: false,
      boardIds: null,
      authorIds: null,
      kind: null,
      unanswered: false,
      before: null,
      from: null,
      order: 'RELEVANCE',
      after: null,
      limit: usualPage,
      ...wanted,
      keys: readingKeys(viewer),
      programIds,
      languages: await this.languages.of(programIds),
    };
  }

  private async boards(viewer: Viewer, names: readonly string[]): Promise<string[] | null> {
    if (names.length === 0) return null;
    return (await this.database.rows<{ id: string }>(boardsNamed(viewer, names))).map(({ id }) => id);
  }

  private async authors(viewer: Viewer, names: readonly string[]): Promise<string[] | null> {
    if (names.length === 0) return null;
    const others = names.map((name) => name.replace(/^@/, '')).filter((name) => name.toLowerCase() !== 'me');
    const me = others.length < names.length ? [viewer.accountId] : [];
    if (others.length === 0) return me;
    const rows = await this.database.rows<{ id: string }>(authorsNamed(viewer, others.map(usernameKey), others));
    return [...me, ...rows.map(({ id }) => id)];
  }
}

const isShown = (post: Post, withHidden: boolean): boolean =>
  post.bodyHtml !== null && (withHidden || post.state === PostState.PUBLISHED);

function edgeOf(post: Post, key: HitKey, terms: readonly SearchTerm[], { prefix }: SearchRequest): SearchEdge {
  return {
    cursor: encodeCursor(list, [key]),
    highlight: highlight(post.bodyText ?? '', terms, prefix),
    node: post,
  };
}

function pageOf(
  edges: SearchEdge[],
  hasNextPage: boolean,
  args: SearchArgs,
  request: SearchRequest | null,
  rest: Pick<SearchConnection, 'degraded' | 'suggestion'>,
): SearchConnection {
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage,
      hasPreviousPage: args.after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    request,
    ...rest,
  };
}

function limitOf(first: number | null | undefined): number {
  const limit = first ?? usualPage;
  if (!Number.isInteger(limit) || limit < 1 || limit > mostPerPage) {
    throw Refusal.invalid('first', `must be from 1 to ${mostPerPage}`);
  }
  return limit;
}

const controls = /[\u0000-\u001f\u007f-\u009f]/g;

function cleanQuery(query: string): string {
  if (!query.isWellFormed()) throw Refusal.invalid('query', 'is not valid Unicode');
  if (query.length > longestQuery) throw Refusal.invalid('query', `must have at most ${longestQuery} characters`);
  return query.normalize('NFC').replaceAll(controls, ' ');
}

/** The words of a text that are likeliest to say what it is about: the longest. */
function keywords(text: string): SearchTerm[] {
  const words = text
    .slice(0, 4 * longestQuery)
    .toWellFormed()
    .replaceAll(controls, ' ')
    .split(/\s+/);
  const distinct = [
    ...new Set(words.filter((word) => word.length > 3 && hasWord(word)).map((word) => word.toLowerCase())),
  ];
  return distinct
    .sort((one, other) => other.length - one.length)
    .slice(0, mostTerms)
    .map((word) => ({ text: word.slice(0, 60), phrase: false, negated: false }));
}

const uuidsOf = (type: 'Board' | 'Account', ids: readonly string[] | null | undefined): string[] | null =>
  ids == null ? null : ids.map((id) => uuidOf(type, id)).filter((id) => id !== null);

const known = (ids: string[] | null): string[] | null => (ids?.length === 0 ? [nothing] : ids);

/** What is in both lists; null stands for everything. */
const both = (one: string[] | null, other: string[] | null): string[] | null =>
  one && other ? one.filter((id) => other.includes(id)) : (one ?? other);

const instants = (one: Date | null, other: Date | null | undefined): number[] =>
  [one, other ?? null].flatMap((date) => (date ? [date.getTime()] : []));
const least = (one: Date | null, other: Date | null | undefined): number | null =>
  instants(one, other).sort((a, b) => a - b)[0] ?? null;
const greatest = (one: Date | null, other: Date | null | undefined): number | null =>
  instants(one, other).sort((a, b) => b - a)[0] ?? null;

/** Years of four digits: the far ones are written otherwise, and PostgreSQL does not read them. */
const [firstTime, lastTime] = [Date.UTC(1000, 0, 1), Date.UTC(9999, 11, 31)];
const withinTime = (at: number | null): number | null => at && Math.min(Math.max(at, firstTime), lastTime);
const isTime = (value: unknown): boolean =>
  Number.isSafeInteger(value) && (value as number) >= firstTime && (value as number) <= lastTime;
const isMoment = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && isTime(value[0]) && (isUuid(value[1]) || value[1] === '');

function isHitKey([key]: readonly unknown[]): boolean {
  if (typeof key !== 'object' || key === null) return false;
  const { at, id, top, low, score, place, prior, spelled } = key as Record<string, unknown>;
  // With a score it is PostgreSQL's, whose windows end at posts; Meilisearch's end at moments alone.
  const isEnd = (value: unknown): boolean =>
    isMoment(value) && (score === undefined || isUuid((value as unknown[])[1]));
  return (
    isTime(at) &&
    isUuid(id) &&
    (top === undefined || isEnd(top)) &&
    (low == null || isEnd(low)) &&
    (score === undefined || typeof score === 'number') &&
    (place === undefined || (Number.isSafeInteger(place) && (place as number) >= 0)) &&
    (prior === undefined || (Array.isArray(prior) && prior.length <= 5 && prior.every(isUuid))) &&
    (spelled === undefined || isSpelled(spelled))
  );
}

const isSpelled = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every(
    (words) => Array.isArray(words) && words.length <= 5 && words.every((w) => typeof w === 'string' && w.length <= 30),
  );

const keyOf = (cursor: string): HitKey => decodeCursor<readonly [HitKey]>(list, cursor, isHitKey)[0];
