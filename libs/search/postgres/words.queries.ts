import { sql, type Sql } from '#platform';
import type { Language } from '../language/languages.js';
import { byBoards, matchOf, onlyFilter, query, scopeColumns } from './scope.js';
import type { PlacedRequest } from './tsquery.js';

/**
 * Whether a word stands in a document that this search may look at; an answer for all documents would tell of boards
 * that its viewer may not know. Twice: a word of many documents
 * is found among the newest without listing the others.
 */
function stands(word: Sql, request: PlacedRequest): Sql {
  const match = matchOf(request.languages, (place) => query(request.languages[place] as Language, word));
  const board = byBoards(request) ? onlyFilter(sql`d.board_id = any(s.boards)`) : sql``;
  const among = (more: Sql): Sql =>
    sql`exists (select from search_document d where d.terms @@ (s.match && ${match} ${more}) ${board})`;
  return sql`(${among(sql`&& s.recent`)} or ${among(sql``)})`;
}

/** @param recent tokens of the newest blocks of days */
const scope = (request: PlacedRequest, recent: readonly string[]): Sql =>
  sql`select ${scopeColumns(request)}, ${recent.map((token) => `'${token}'`).join(' | ')}::tsquery as recent`;

/** The first words, the shortest first, that begin so and stand where this search looks. */
export const endings = (
  request: PlacedRequest,
  recent: readonly string[],
  beginning: string,
  tried: number,
  most: number,
): Sql => sql`
  with s as materialized (${scope(request, recent)})
  select k.word from (
    select word from search_word where word like ${`${beginning}%`} order by length(word), word limit ${tried}::int
  ) k cross join s where ${stands(sql`k.word`, request)} limit ${most}::int`;

/** Words that look like these, whatever text they come from: not to be shown, nor decided by. */
export const alike = (words: readonly string[], most: number): Sql => sql`
  select w.word, array(
    select k.word from search_word k where k.word % w.word order by similarity(k.word, w.word) desc, k.word
    limit ${most}::int
  ) as alike
  from unnest(${words}::text[]) w(word)`;

/** Those of these words that stand where this search looks. */
export const standing = (request: PlacedRequest, recent: readonly string[], words: readonly string[]): Sql => sql`
  with s as materialized (${scope(request, recent)})
  select k.word from unnest(${words}::text[]) k(word) cross join s where ${stands(sql`k.word`, request)}`;
