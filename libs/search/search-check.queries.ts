import { sql, type Sql } from '#platform';
import { indexable } from './documents.queries.js';

/** What should be there of these posts. */
export const expected = (postIds: readonly string[]): Sql => sql`
  select n.id, n.fingerprint::text as fingerprint from (${indexable(sql`p.id = any(${postIds}::uuid[])`)}) n`;

/** PostgreSQL's documents of these posts. */
export const stored = (postIds: readonly string[]): Sql => sql`
  select d.post_id as id, d.fingerprint::text as fingerprint from search_document d
  where d.post_id = any(${postIds}::uuid[])`;

/** PostgreSQL's documents of a board, in slices by id. */
export const storedOnBoard = (boardId: string, after: string, most: number): Sql => sql`
  select d.post_id as id from search_document d
  where d.board_id = ${boardId} and d.post_id > ${after}::uuid order by d.post_id limit ${most}::int`;

/** Those of these posts that are published on that board. */
export const publishedOn = (boardId: string, postIds: readonly string[]): Sql => sql`
  select p.id from post p where p.id = any(${postIds}::uuid[]) and p.board_id = ${boardId} and p.state = 'PUBLISHED'`;

/** The next words by alphabet. */
export const nextWords = (after: string, most: number): Sql =>
  sql`select word from search_word where word > ${after} order by word limit ${most}::int`;

/** Forgets words that no document holds any more in any of the languages; erased names among them. */
export const forgetWords = (words: readonly string[]): Sql => sql`
  delete from search_word w where w.word = any(${words}::text[]) and not exists (
    select from search_document d where d.terms @@ (plainto_tsquery('porchlight_english', w.word)
      || plainto_tsquery('porchlight_spanish', w.word) || plainto_tsquery('porchlight_simple', w.word)))`;

/** The next posts of a board, thread by thread. */
export const postsOfBoard = (boardId: string, threadId: string, number: number, most: number): Sql => sql`
  select q.thread_id as "threadId", q.number, q.id from (
    select t.id from thread t where t.board_id = ${boardId} and t.published_at is not null and t.id >= ${threadId}::uuid
  ) t cross join lateral (
    select p.thread_id, p.number, p.id from post p
    where p.thread_id = t.id and p.number is not null
      and p.number > case when t.id = ${threadId}::uuid then ${number}::int else 0 end
    order by p.number limit ${most}::int
  ) q order by q.thread_id, q.number limit ${most}::int`;
