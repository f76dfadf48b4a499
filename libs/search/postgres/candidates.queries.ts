import { join, raw, sql, type Sql } from '#platform';
import type { Moment } from '../search-engine.port.js';
import { byBoards, matchOf, onlyFilter, query, scopeColumns } from './scope.js';
import { type PlacedRequest, textQuery } from './tsquery.js';

export interface Candidate {
  id: string;
  at: number;
  score: number;
}

/** Ends of a stretch of time; `through` and `down` belong to it, `behind` does not. */
export interface Stretch {
  blocks: readonly string[];
  through?: Moment | null;
  behind?: Moment | null;
  down?: Moment | null;
  oldestFirst: boolean;
}

/*
 * Plans, as `explain (analyze, buffers)` has them on 100,000 posts, 320 match boards and first blocks of four days; times
 * are those of the prepared statement. All read the GIN index in blocks of days, and sort one block at most:
 *
 *   Limit 128 ← Nested Loop ← Function Scan on unnest block   (stops by itself: 2 to 5 of 8 blocks for usual words)
 *                           ← Limit 128 ← Sort (published_at, post_id)   (the matches of one block: 40 to 1,200 rows)
 *                                       ← Bitmap Heap Scan on search_document   Filter: board_id = any (boards)
 *                                         ← Bitmap Index Scan on search_document_terms
 *
 *   member of 3 boards, a word in 45 % of posts:  2 blocks, 244 pages, 1.5 ms;  two words: 2.5 ms;  no match: 8 blocks, 2 ms
 *   lead of 320 boards, the same word:            2 blocks, 317 pages, 2.6 ms;  two words: 1.7 ms
 *   coordinator of 300 matches (302 keys):        2 blocks, 314 pages, 4.3 ms, of which 1.8 ms make the list of boards
 *
 * A member whose few boards are a hundredth of a program has the keys in the index condition, and no filter: 1 to 3 ms.
 * `order by published_at desc limit 128` without blocks sorts 45,000 rows for that word: 60 ms.
 */

/** Column of the words in the n-th language. */
const column = (place: number): Sql => raw(`w${place}`);

/**
 * The newest (or oldest) documents that match, with PostgreSQL's score for their words. Blocks of days are looked through
 * one after the other and only until there are enough: a nested loop under a limit stops by itself. So a word that stands
 * in every third post costs no more than a rare one, and nothing is sorted that is not shown.
 */
export function candidates(request: PlacedRequest, stretch: Stretch, most: number): Sql {
  const text = textQuery(request);
  const { languages } = request;
  const { through, behind, down, oldestFirst } = stretch;
  const hasText = text !== null;
  const byBoard = byBoards(request);
  const direction = raw(oldestFirst ? 'asc' : 'desc');
  const beyond = raw(oldestFirst ? '>' : '<');
  const bound = (sign: Sql, moment: Moment | null | undefined): Sql =>
    moment
      ? onlyFilter(sql`(d.published_at, d.post_id) ${sign} (${isoOf(moment[0])}::timestamptz, ${moment[1]}::uuid)`)
      : sql``;
  return sql`
    with w as materialized (
      select ${hasText ? join(languages.map((language, place) => sql`${query(language, sql`${text}`)} as ${column(place)}`)) : sql`1 as nothing`}
    ), x as materialized (
      select ${scopeColumns(request, hasText ? matchOf(languages, column) : null)}, ${
        hasText
          ? join(
              languages.map((_, place) => column(place)),
              ' || ',
            )
          : sql`null::tsquery`
      } as words
      from w
    )
    select c.post_id as id, (extract(epoch from c.published_at) * 1000)::bigint as at,
      ${hasText ? sql`ts_rank(c.terms, c.words, 1)::float8` : sql`0::float8`} as score
    from (
      select d.post_id, d.published_at, d.terms, x.words
      from x cross join unnest(${stretch.blocks}::text[]) block(token) cross join lateral (
        select d.post_id, d.published_at, d.terms from search_document d
        where d.terms @@ (x.match && ('''' || block.token || '''')::tsquery)
          ${byBoard ? onlyFilter(sql`d.board_id = any(x.boards)`) : sql``}
          ${request.before === null ? sql`` : onlyFilter(sql`d.published_at < ${isoOf(request.before)}::timestamptz`)}
          ${request.from === null ? sql`` : onlyFilter(sql`d.published_at >= ${isoOf(request.from)}::timestamptz`)}
          ${bound(sql`<=`, through)} ${bound(beyond, behind)} ${bound(sql`>=`, down)}
        order by d.published_at ${direction}, d.post_id ${direction} limit ${most}::int
      ) d limit ${most}::int
    ) c`;
}

const isoOf = (at: number): string => new Date(at).toISOString();
