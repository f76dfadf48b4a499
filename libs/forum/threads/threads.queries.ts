import { globalId, type Role, sql, type Sql, type Viewer } from '#platform';
import { blockedPosts, notBlocked, reviews, type Sight, visibleBoards, visibleThreads } from '../forum.policy.js';
import type { BoardKind, ThreadKind } from '../forum.types.js';
import type { Board, Thread } from './thread.types.js';

export interface ThreadRecord {
  id: string;
  boardId: string;
  openingPostId: string;
  kind: ThreadKind;
  title: string;
  createdAt: Date;
  lastActivityAt: Date;
  /** Activity as it stood when the list was opened: its sort key. */
  sortAt: string;
  postCount: number;
  unreadCount: number;
  lastReadNumber: number;
  firstUnreadNumber: number | null;
  pinned: boolean;
  locked: boolean;
  slowModeSeconds: number | null;
  acceptedPostId: string | null;
  requiresAcknowledgement: boolean;
  authorId: string;
  authorRole: Role;
  authorName: string | null;
}

/**
 * Numbered places of a thread without a published post (tombstones); few, and read from a partial index. Most threads
 * have none, which their counters tell without a look.
 */
const gaps = (condition: Sql): Sql => sql`case when t.last_number = t.post_count then 0 else (
  select count(*)::int from post g
  where g.thread_id = t.id and g.number is not null and g.state <> 'PUBLISHED' and ${condition}) end`;

/** Whether a place (alias g) lies behind no mark of the viewer's. */
const isUnread = sql`g.number > coalesce(m.last_read_number, 0) and g.number <> all(coalesce(m.read_above, '{}'))`;

/**
 * Published posts that this viewer has not read. Numbers have no gaps, so it is arithmetic on the newest number, the
 * reading mark and the few empty places; never a count over the thread. Aliases: t thread, m the viewer's mark.
 */
const unread = (
  viewer: Viewer,
): Sql => sql`(t.last_number - coalesce(m.last_read_number, 0) - coalesce(cardinality(m.read_above), 0)
  - ${gaps(isUnread)} - ${ofBlocked(viewer, isUnread)})`;

/** Published posts behind a mark, for the sum over a board. */
export const readBehindMark = sql`(m.last_read_number + cardinality(m.read_above)
  - ${gaps(sql`(g.number <= m.last_read_number or g.number = any(m.read_above))`)})`;

/** Published posts of the thread by people whom the viewer blocked, among those that meet the condition (alias g). */
const ofBlocked = (viewer: Viewer, condition = sql`true`): Sql => {
  const blocked = blockedPosts(viewer, 'g');
  if (!blocked) return sql`0`;
  return sql`(select count(*)::int from post g
    where g.thread_id = t.id and g.number is not null and g.state = 'PUBLISHED' and ${blocked} and ${condition})`;
};

/** Posts of the thread that wait and that this viewer may see. */
const waiting = (viewer: Viewer): Sql => sql`(
  select count(*)::int from post p where p.thread_id = t.id and p.number is null
    and ((p.author_id = ${viewer.accountId}::uuid and p.state in ('HELD', 'REJECTED')) or ${reviews(viewer)}))`;

/** When the newest post that this viewer can read was published; while there is none, when the thread was opened. */
const lastActivity = (viewer: Viewer): Sql => sql`coalesce((
  select x.published_at from post x
  where x.thread_id = t.id and x.number is not null and x.state = 'PUBLISHED' and ${notBlocked(viewer, 'x')}
  order by x.number desc limit 1), t.published_at, t.created_at)`;

/** Whether there is anything in a thread besides the posts of people whom the viewer blocked. Alias t; no other needed. */
const hasSomethingToRead = (viewer: Viewer): Sql =>
  viewer.blocked.length === 0
    ? sql`true`
    : sql`(t.author_id <> all(${viewer.blocked}::uuid[]) or exists (
        select from post g join board b on b.id = g.board_id
        where g.thread_id = t.id and g.number is not null and g.state = 'PUBLISHED' and ${notBlocked(viewer, 'g')}))`;

/** Aliases: t thread, b board, o opening post, a its author, m the viewer's mark. */
const threadColumns = (viewer: Viewer): Sql => sql`
  t.id, t.board_id as "boardId", t.opening_post_id as "openingPostId", t.kind,
  case when ${openingIsShown(viewer)} then t.title else '' end as title,
  t.created_at as "createdAt", ${lastActivity(viewer)} as "lastActivityAt",
  t.post_count + ${waiting(viewer)} - ${ofBlocked(viewer)} as "postCount", ${unread(viewer)} as "unreadCount",
  coalesce(m.last_read_number, 0) as "lastReadNumber",
  (select min(u.number) from post u where u.thread_id = t.id and u.number > coalesce(m.last_read_number, 0)
    and u.state = 'PUBLISHED' and u.number <> all(coalesce(m.read_above, '{}')) and ${notBlocked(viewer, 'u')}) as "firstUnreadNumber",
  t.pinned, t.locked, t.slow_mode_seconds as "slowModeSeconds", case when t.accepted_post_id is not null then (
    select x.id from post x where x.id = t.accepted_post_id and x.state = 'PUBLISHED' and ${notBlocked(viewer, 'x')}) end as "acceptedPostId",
  t.requires_acknowledgement as "requiresAcknowledgement", t.author_id as "authorId", t.author_role as "authorRole",
  case when ${openingIsShown(viewer)} then a.display_name end as "authorName"`;

/** A title is part of the opening post: it goes out of sight with it. */
const openingIsShown = (viewer: Sight): Sql => sql`((o.state = 'PUBLISHED' and ${notBlocked(viewer, 'o')})
  or t.author_id = ${viewer.accountId}::uuid and o.state <> 'ERASED' or ${reviews(viewer, sql`o.restricted`)})`;

const threadJoins = (viewer: Viewer): Sql => sql`
  join board b on b.id = t.board_id join post o on o.id = t.opening_post_id join account a on a.id = t.author_id
  left join read_mark m on m.thread_id = t.id and m.account_id = ${viewer.accountId}::uuid`;

export const threadsById = (viewer: Viewer, ids: readonly string[]): Sql => sql`
  select ${threadColumns(viewer)} from thread t ${threadJoins(viewer)}
  where t.id = any(${ids}::uuid[]) and ${visibleThreads(viewer)}`;

/** A thread as a live event tells of it; `thread(id)` answers the same in these fields. */
export interface ThreadHead {
  id: string;
  boardId: string;
  title: string;
  locked: boolean;
  pinned: boolean;
}

export const threadHeadsById = (viewer: Sight, ids: Sql): Sql => sql`
  select t.id, t.board_id as "boardId", case when ${openingIsShown(viewer)} then t.title else '' end as title,
    t.locked, t.pinned
  from thread t join board b on b.id = t.board_id join post o on o.id = t.opening_post_id
  where t.id = any(${ids}::uuid[]) and ${visibleThreads(viewer)}`;

/** Sort key of a board's list: pinned first, then latest activity as of the moment the list was opened, then id. */
export type ThreadKey = readonly [asOf: string, pinned: boolean, activity: string, id: string];

const iso = (time: Sql): Sql => sql`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * Threads of a board by latest activity, as it was when the list was opened: in the same order for everybody, whatever
 * was taken down since or is blocked by some. A thread that moves up while somebody pages
 * is still met at its old place, once: its activity of then is the time of its last post up to then. One statement: the
 * index range of quiet threads, and the few that moved since.
 */
export function threadsOfBoard(
  viewer: Viewer,
  boardId: Sql,
  page: { asOf: string; key: ThreadKey | null; limit: number },
): Sql {
  const [, pinned, activity, id] = page.key ?? [null, null, null, null];
  const behind = (at: Sql): Sql => sql`(${pinned}::boolean is null
    or (t.pinned, ${at}, t.id) < (${pinned}::boolean, ${activity}::timestamptz, ${id}::uuid))`;
  return sql`
    with quiet as (
      select t.id, t.last_activity_at as sort_at from thread t
      where t.board_id = ${boardId} and t.published_at is not null and t.last_activity_at <= ${page.asOf}::timestamptz
        and ${behind(sql`t.last_activity_at`)} and ${hasSomethingToRead(viewer)}
      order by t.pinned desc, t.last_activity_at desc, t.id desc limit ${page.limit}
    ), moved as (
      select t.id, earlier.at as sort_at from thread t
        cross join lateral (
          select p.published_at as at from post p
          where p.thread_id = t.id and p.number is not null and p.published_at <= ${page.asOf}::timestamptz
          order by p.number desc limit 1
        ) earlier
      where ${page.key !== null}::boolean and t.board_id = ${boardId} and t.published_at <= ${page.asOf}::timestamptz
        and t.last_activity_at > ${page.asOf}::timestamptz and ${behind(sql`earlier.at`)}
        and ${hasSomethingToRead(viewer)}
    ), own as (
      select t.id, t.created_at as sort_at from thread t join board b on b.id = t.board_id
      where t.board_id = ${boardId} and t.published_at is null and t.created_at <= ${page.asOf}::timestamptz
        and ${visibleThreads(viewer)} and ${behind(sql`t.created_at`)}
      order by t.pinned desc, t.created_at desc, t.id desc limit ${page.limit}
    ), listed as (select * from quiet union all select * from moved union all select * from own)
    select ${threadColumns(viewer)}, ${iso(sql`l.sort_at`)} as "sortAt"
    from listed l join thread t on t.id = l.id ${threadJoins(viewer)}
    where ${visibleThreads(viewer)}
    order by t.pinned desc, l.sort_at desc, t.id desc limit ${page.limit}`;
}

export function threadFrom(record: ThreadRecord): Thread {
  return {
    __typename: 'Thread',
    id: globalId('Thread', record.id),
    title: record.title,
    kind: record.kind,
    postCount: record.postCount,
    unreadCount: record.unreadCount,
    lastReadNumber: record.lastReadNumber,
    firstUnreadNumber: record.firstUnreadNumber,
    lastActivityAt: record.lastActivityAt,
    createdAt: record.createdAt,
    pinned: record.pinned,
    locked: record.locked,
    slowModeSeconds: record.slowModeSeconds,
    acceptedPostId: record.acceptedPostId ? globalId('Post', record.acceptedPostId) : null,
    requiresAcknowledgement: record.requiresAcknowledgement,
    author:
      record.authorName === null
        ? null
        : { id: globalId('Account', record.authorId), displayName: record.authorName, role: record.authorRole },
    row: {
      id: record.id,
      boardId: record.boardId,
      openingPostId: record.openingPostId,
      authorId: record.authorId,
    },
  };
}

export interface BoardRecord {
  id: string;
  kind: BoardKind;
  title: string;
  programId: string;
  cohortId: string | null;
  matchId: string | null;
  slowModeSeconds: number | null;
  unreadCount: number;
}

/** Boards with what is unread on each: published there, less what lies behind the viewer's marks. */
const boardColumns = (viewer: Viewer): Sql => sql`
  b.id, b.kind, b.title, b.program_id as "programId", b.cohort_id as "cohortId", b.match_id as "matchId",
  b.slow_mode_seconds as "slowModeSeconds", l.post_count - coalesce(s.count, 0) - ${unreadOfBlocked(viewer)} as "unreadCount"`;

/** Unread posts of the board by people whom the viewer blocked. */
function unreadOfBlocked(viewer: Viewer): Sql {
  const blocked = blockedPosts(viewer, 'g');
  if (!blocked) return sql`0`;
  return sql`(select count(*)::int from post g
    left join read_mark m on m.thread_id = g.thread_id and m.account_id = ${viewer.accountId}::uuid
    where g.board_id = b.id and g.number is not null and g.state = 'PUBLISHED' and ${blocked} and ${isUnread})`;
}

const boardJoins = sql`join board_log l on l.board_id = b.id left join seen s on s.board_id = b.id`;

/**
 * What lies behind the viewer's marks, by board. Each marked thread is looked up by its key (`offset 0` keeps it so): the
 * planner would rather read all threads there are.
 */
const seen = (viewer: Viewer, on = sql`true`): Sql => sql`
  select t.board_id, sum(${readBehindMark})::int as count
  from read_mark m cross join lateral (select t.id, t.board_id, t.last_number, t.post_count from thread t where t.id = m.thread_id offset 0) t
  where m.account_id = ${viewer.accountId}::uuid and ${on} group by t.board_id`;

export const boardsById = (viewer: Viewer, ids: readonly string[]): Sql => sql`
  with seen as (${seen(viewer, sql`t.board_id = any(${ids}::uuid[])`)})
  select ${boardColumns(viewer)} from board b ${boardJoins}
  where b.id = any(${ids}::uuid[]) and ${visibleBoards(viewer)}`;

/** The viewer's boards: matches first, then cohorts, programs and staff, by title. */
export const boardsOf = (
  viewer: Viewer,
  page: { key: readonly [rank: number, title: string, id: string] | null; limit: number },
): Sql => sql`
  with seen as materialized (${seen(viewer)})
  select ${boardColumns(viewer)}, k.rank from board b ${boardJoins}
    cross join lateral (select array_position(array['MATCH', 'COHORT', 'PROGRAM', 'STAFF'], b.kind) as rank) k
  where ${visibleBoards(viewer)}
    and (${page.key?.[0] ?? null}::int is null or (k.rank, b.title, b.id)
      > (${page.key?.[0] ?? null}::int, ${page.key?.[1] ?? null}::text, ${page.key?.[2] ?? null}::uuid))
  order by k.rank, b.title, b.id limit ${page.limit}`;

export function boardFrom(record: BoardRecord): Board {
  return {
    __typename: 'Board',
    id: globalId('Board', record.id),
    title: record.title,
    kind: record.kind,
    unreadCount: record.unreadCount,
    slowModeSeconds: record.slowModeSeconds,
    row: {
      id: record.id,
      kind: record.kind,
      programId: record.programId,
      cohortId: record.cohortId,
      matchId: record.matchId,
    },
  };
}
