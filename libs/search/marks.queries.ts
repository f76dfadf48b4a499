import { sql, type Sql } from '#platform';

/** Where an index stands on a board, beside where the board's log stands. */
export interface Mark {
  boardId: string;
  seq: number;
  lastSeq: number;
  trimmedTo: number;
}

export const beforeAll = '00000000-0000-0000-0000-000000000000';

/** How far an index has come with all posts: id of the last one; null if it is through. No row: it is not known at all. */
export const loadingOf = (engine: string, lock: boolean): Sql => sql`
  select loaded_to as "loadedTo" from search_index where engine = ${engine} ${lock ? sql`for update` : sql``}`;

/**
 * Begins to fill an index: from here on its boards are followed, and all posts are gone through once. Two statements, in
 * this order: what is published in between is met by both.
 */
export const beginAtNow = (engine: string): Sql => sql`
  insert into search_mark (engine, board_id, seq) select ${engine}, l.board_id, l.last_seq from board_log l
  order by l.board_id on conflict (engine, board_id) do update set seq = excluded.seq`;

export const beginLoading = (engine: string): Sql => sql`
  insert into search_index (engine, loaded_to, loaded) values (${engine}, ${beforeAll}::uuid, 0)
  on conflict (engine) do update set loaded_to = excluded.loaded_to, loaded = 0`;

/** Boards that came later are followed from their first event. */
export const addMarks = (engine: string): Sql => sql`
  insert into search_mark (engine, board_id, seq) select ${engine}, l.board_id, 0 from board_log l
  where not exists (select from search_mark m where m.engine = ${engine} and m.board_id = l.board_id)
  order by l.board_id on conflict do nothing`;

/** Marks that are behind, locked: of two followers of one index, the second waits and then finds nothing left to do. */
export const marksBehind = (
  engine: string,
  boardIds: readonly string[] | null,
  most: number,
  lock: boolean,
): Sql => sql`
  select m.board_id as "boardId", m.seq, l.last_seq as "lastSeq", l.trimmed_to as "trimmedTo"
  from search_mark m join board_log l on l.board_id = m.board_id
  where m.engine = ${engine} and m.seq < l.last_seq
    and (${boardIds === null}::boolean or m.board_id = any(${boardIds ?? []}::uuid[]))
  order by m.board_id limit ${most}::int ${lock ? sql`for no key update of m` : sql``}`;

export interface Span {
  boardId: string;
  from: number;
  to: number;
}

/** Posts that the events behind a mark speak of; a thread that changed or moved brings all of its posts. */
export const changedPosts = (spans: readonly Span[]): Sql => sql`
  with span as (
    select * from jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) s("boardId" uuid, "from" bigint, "to" bigint)
  ), event as materialized (
    select distinct e.thread_id,
      case when e.kind in ('THREAD_CHANGED', 'THREAD_CREATED') then null else e.post_id end as post_id
    from span s join board_event e on e.board_id = s."boardId" and e.seq > s."from" and e.seq <= s."to"
    where e.kind <> 'REACTIONS_CHANGED'
  )
  select e.post_id as id from event e where e.post_id is not null
  union
  select p.id from event e join post p on p.thread_id = e.thread_id and p.number is not null where e.post_id is null`;

/** Moves marks on, but never one that somebody else has moved meanwhile. */
export const moveMarks = (engine: string, spans: readonly Span[]): Sql => sql`
  update search_mark m set seq = s."to"
  from jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) s("boardId" uuid, "from" bigint, "to" bigint)
  where m.engine = ${engine} and m.board_id = s."boardId" and m.seq = s."from"`;

/**
 * The next posts by id, which is the order of time (UUIDv7): documents that lie in an index as their posts followed each
 * other are found six times as fast as the same ones shuffled (measured), since a stretch of time is a stretch of pages.
 */
export const nextPosts = (after: string, most: number): Sql =>
  sql`select p.id from post p where p.id > ${after}::uuid order by p.id limit ${most}::int`;

/** @param to null at the end */
export const moveLoading = (engine: string, from: string, to: string | null, posts: number): Sql => sql`
  update search_index set loaded_to = ${to}::uuid, loaded = loaded + ${posts}::int, complete = complete or ${to === null}
  where engine = ${engine} and loaded_to = ${from}::uuid`;
