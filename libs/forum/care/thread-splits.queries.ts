import { sql, type Sql, type Viewer } from '#platform';
import { reviews } from '../forum.policy.js';
import type { PostState } from '../forum.types.js';
import type { Replanted } from './replanting.js';

/** A post that is to move, with the place that it leaves. */
export interface MovingPost {
  id: string;
  parentId: string | null;
  parentNumber: number | null;
  number: number | null;
  /** Hexadecimal. */
  path: string | null;
  depth: number;
  ordinal: number;
  rank: number;
  lastOrdinal: number;
  latestRevisionId: string;
  publishedAt: Date | null;
  state: PostState;
  authorId: string;
  authorRole: string;
  /** The viewer may know of it: staff below the lead do not know of what waits because of danger. */
  known: boolean;
}

/** The named posts and everything below them. Empty places of an earlier split stay where they are. */
export const subtreesOf = (viewer: Viewer, threadId: string, postIds: readonly string[], limit: number): Sql => sql`
  with recursive moving as (
    select id from post where thread_id = ${threadId} and id = any(${postIds}::uuid[])
    union
    select c.id from moving m join post c on c.parent_id = m.id and c.thread_id = ${threadId} and c.state <> 'MOVED'
  )
  select p.id, p.parent_id as "parentId", p.parent_number as "parentNumber", p.number, encode(p.path, 'hex') as path,
    p.depth, p.ordinal, p.rank, p.last_ordinal as "lastOrdinal", p.latest_revision_id as "latestRevisionId",
    p.published_at as "publishedAt", p.state, p.author_id as "authorId", p.author_role as "authorRole",
    p.number is not null or ${reviews(viewer)} as known
  from moving join post p on p.id = moving.id join board b on b.id = p.board_id
  order by p.number nulls last, p.id limit ${limit}`;

/** Posts take their new places. */
export const plant = (newThreadId: string, places: readonly Replanted[]): Sql => sql`
  update post p set thread_id = ${newThreadId}, parent_id = x."parentId", parent_number = x."parentNumber",
    number = x.number, path = decode(x.path, 'hex'), depth = x.depth, ordinal = x.ordinal, rank = x.rank,
    last_ordinal = x."lastOrdinal"
  from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as x(id uuid, "parentId" uuid, "parentNumber" int, number int,
    path text, depth smallint, ordinal int, rank int, "lastOrdinal" int)
  where p.id = x.id`;

/** The place that a post left, with the id of its own that the empty place gets. */
export interface Stub extends Omit<MovingPost, 'state' | 'known' | 'authorId' | 'authorRole'> {
  movedTo: string;
}

/**
 * Empty places with the numbers, levels and ordinals that the posts had: numbering, order and reading marks of the old
 * thread hold. Empty places that stood below a post that went stand below its empty place now.
 */
export const leaveStubs = (
  stubs: readonly Stub[],
  old: { threadId: string; boardId: string; by: string; role: string; now: Date },
): Sql => sql`
  with stub as (
    select * from jsonb_to_recordset(${JSON.stringify(stubs)}::jsonb) as x(id uuid, "movedTo" uuid, "parentId" uuid,
      "parentNumber" int, number int, path text, depth smallint, ordinal int, rank int, "lastOrdinal" int,
      "latestRevisionId" uuid, "publishedAt" timestamptz)
  ), below as (
    update post p set parent_id = stub.id from stub
    where p.parent_id = stub."movedTo" and p.thread_id = ${old.threadId} and p.state = 'MOVED'
  )
  insert into post (id, thread_id, board_id, author_id, author_role, parent_id, parent_number, number, path, depth, ordinal,
    rank, last_ordinal, state, latest_revision_id, created_at, published_at, state_changed_at, moved_to)
  select id, ${old.threadId}::uuid, ${old.boardId}::uuid, ${old.by}::uuid, ${old.role}, "parentId", "parentNumber", number,
    decode(path, 'hex'), depth, ordinal, rank, "lastOrdinal", 'MOVED', "latestRevisionId", ${old.now}::timestamptz,
    "publishedAt", ${old.now}::timestamptz, "movedTo"
  from stub`;

/** Counters of the old thread and of the posts there that lost published replies. */
export const countLoss = (
  threadId: string,
  loss: { published: number; parents: readonly string[]; accepted: boolean },
): Sql => sql`
  with lost as (
    select parent, count(*)::int as replies from unnest(${loss.parents}::uuid[]) parent group by parent
  ), parents as (
    update post set reply_count = reply_count - lost.replies from lost where post.id = lost.parent
  )
  update thread set post_count = post_count - ${loss.published}::int,
    accepted_post_id = case when ${loss.accepted}::boolean then null else accepted_post_id end
  where id = ${threadId}`;

/** Who had read a post in the old thread has read it in the new one. */
export const followReading = (
  threadId: string,
  newThreadId: string,
  numbers: readonly (readonly [before: number, after: number])[],
  now: Date,
): Sql => sql`
  insert into read_mark (account_id, thread_id, last_read_number, read_above, updated_at)
  select m.account_id, ${newThreadId}::uuid, merged.new_mark, merged.new_above, ${now}::timestamptz
  from read_mark m
    cross join lateral (
      select array_agg(x.after) as numbers
      from unnest(${numbers.map(([before]) => before)}::int[], ${numbers.map(([, after]) => after)}::int[]) x(before, after)
      where x.before <= m.last_read_number or x.before = any(m.read_above)
    ) read
    cross join lateral read_mark_merge(0, '{}', 0, read.numbers) merged
  where m.thread_id = ${threadId} and read.numbers is not null`;

/** Who watches the old thread watches the new one in the same way; `ids` are as many as there are watches. */
export const followWatches = (threadId: string, newThreadId: string, ids: readonly string[]): Sql => sql`
  insert into watch (id, account_id, thread_id, level, reason, asleep_since, updated_at)
  select fresh.id, w.account_id, ${newThreadId}::uuid, w.level, w.reason, w.asleep_since, w.updated_at
  from (select *, row_number() over (order by id) as place from watch where thread_id = ${threadId}) w
    join unnest(${ids}::uuid[]) with ordinality fresh(id, place) on fresh.place = w.place`;
