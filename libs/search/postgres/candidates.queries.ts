import { join, raw, sql, type Sql } from '#platform';
import type { Language } from '../language/languages.js';
import type { Moment, SearchRequest } from '../search-engine.port.js';
import { scopeToken } from '../scope-tokens.js';
import { mostKeysInQuery, scopeQuery, textQuery } from './tsquery.js';

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

const query = (language: Language, text: string): Sql => sql`to_tsquery(${raw(`'porchlight_${language}'`)}, ${text})`;

/** Column of the words in the n-th language. */
const column = (place: number): Sql => raw(`w${place}`);

/**
 * The words in every language of the viewer's programs, each for the documents in that language; words that are all stop
 * words in one of them match nothing there, instead of everything.
 */
function matchOf(languages: readonly Language[]): Sql {
  const each = languages.map((language, place) => {
    const own = languages.length === 1 ? sql`` : sql`&& ${`'${scopeToken.language(language)}'`}::tsquery`;
    return sql`case when numnode(${column(place)}) = 0 then ${`'${scopeToken.never}'`}::tsquery else ${column(place)} ${own} end`;
  });
  return sql`(${join(each, ' || ')})`;
}

/**
 * The newest (or oldest) documents that match, with PostgreSQL's score for their words. Blocks of days are looked through
 * one after the other and only until there are enough: a nested loop under a limit stops by itself. So a word that stands
 * in every third post costs no more than a rare one, and nothing is sorted that is not shown.
 */
export function candidates(request: SearchRequest, stretch: Stretch, most: number): Sql {
  const text = textQuery(request);
  const { languages, keys } = request;
  const { through, behind, down, oldestFirst } = stretch;
  const hasText = text !== null;
  const byBoard = keys.length > mostKeysInQuery;
  const direction = raw(oldestFirst ? 'asc' : 'desc');
  const beyond = raw(oldestFirst ? '>' : '<');
  const bound = (sign: Sql, moment: Moment | null | undefined): Sql =>
    moment
      ? onlyFilter(sql`(d.published_at, d.post_id) ${sign} (${isoOf(moment[0])}::timestamptz, ${moment[1]}::uuid)`)
      : sql``;
  return sql`
    with w as materialized (
      select ${hasText ? join(languages.map((language, place) => sql`${query(language, text)} as ${column(place)}`)) : sql`1 as nothing`}
    ), x as materialized (
      select ${hasText ? sql`${matchOf(languages)} &&` : sql``} ${scopeQuery(request)}::tsquery as match,
        ${
          hasText
            ? join(
                languages.map((_, place) => column(place)),
                ' || ',
              )
            : sql`null::tsquery`
        } as words
        ${byBoard ? sql`, array(select b.id from board b where b.audience && ${keys}::text[]) as boards` : sql``}
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

/**
 * A condition that no index may serve: a plan that is made without knowing its parameters takes any range for a narrow one,
 * and reads half of another index for each block (20 ms instead of 2, measured).
 */
const onlyFilter = (condition: Sql): Sql => sql`and coalesce(${condition}, false)`;

const isoOf = (at: number): string => new Date(at).toISOString();
