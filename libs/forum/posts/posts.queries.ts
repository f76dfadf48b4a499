import { globalId, type Role, sql, type Sql, type Viewer } from '#platform';
import { PostState, ReactionKind } from '../forum.types.js';
import {
  blockedPosts,
  notBlocked,
  readablePosts,
  reviews,
  type Sight,
  textIsVisible,
  visiblePosts,
} from '../forum.policy.js';
import type { Post, ReactionCount } from './post.types.js';

/** A post as the hot statements return it, masked for its viewer. */
export interface PostRecord {
  id: string;
  threadId: string;
  boardId: string;
  number: number | null;
  depth: number;
  ordinal: number;
  rank: number;
  lastOrdinal: number;
  path: Buffer | null;
  state: PostState;
  bodyHtml: string | null;
  bodyText: string | null;
  createdAt: Date;
  publishedAt: Date | null;
  editedAt: Date | null;
  staffEdited: boolean;
  version: number;
  replyCount: number;
  /** Of the replies, those that wait and that the viewer may see; in lists of a thread. */
  waitingReplies: number;
  movedTo: string | null;
  parentId: string | null;
  parentNumber: number | null;
  authorId: string;
  authorRole: Role;
  /** Null for an empty place. */
  authorName: string | null;
  authorBlocked: boolean;
  reactionCounts: Partial<Record<ReactionKind, number>>;
  viewerReactions: ReactionKind[] | null;
}

/** Whether author and text of a visible post are shown to this viewer. */
const shown = (viewer: Sight, now: Date): Sql => textIsVisible(viewer, now);

/**
 * The columns of a post, masked by its state for this viewer: aliases p post, b board, a author, w what its replies count more or less for this viewer.
 * The author of an empty place is told to those who may read it, and to the author.
 */
const postColumns = (viewer: Sight, now: Date): Sql => sql`
  p.id, p.thread_id as "threadId", p.board_id as "boardId", p.number, p.depth, p.ordinal, p.rank,
  p.last_ordinal as "lastOrdinal", p.path, p.state,
  case when ${shown(viewer, now)} then p.body_html end as "bodyHtml",
  case when ${shown(viewer, now)} then p.body_text end as "bodyText",
  p.created_at as "createdAt", p.published_at as "publishedAt", p.edited_at as "editedAt",
  p.staff_edited as "staffEdited", ${knownVersion(viewer)} as version, p.reply_count + coalesce(w.count, 0) as "replyCount",
  coalesce(w.waiting, 0) as "waitingReplies",
  p.moved_to as "movedTo", p.parent_id as "parentId", p.parent_number as "parentNumber", p.author_id as "authorId",
  p.author_role as "authorRole",
  case when (p.state = 'PUBLISHED' and ${notBlocked(viewer)}) or p.author_id = ${viewer.accountId}::uuid
    or ${reviews(viewer)} then a.display_name end as "authorName",
  ${authorBlocked(viewer)} as "authorBlocked",
  p.reaction_counts as "reactionCounts",
  case when p.reaction_counts <> '{}' then (
    select array_agg(r.kind) from reaction r where r.post_id = p.id and r.account_id = ${viewer.accountId}::uuid
  ) end as "viewerReactions"`;

/** Of what is published alone: whose an empty place was is told to nobody, whomever they block. */
function authorBlocked(viewer: Sight): Sql {
  const blocked = blockedPosts(viewer);
  return blocked ? sql`(p.state = 'PUBLISHED' and ${blocked})` : sql`false`;
}

/** A waiting edit raises the version; whoever may not know of it gets the number of the text that is shown. */
const knownVersion = (viewer: Sight): Sql => sql`case
  when p.shown_revision_id = p.latest_revision_id or p.author_id = ${viewer.accountId}::uuid
    or (${reviews(viewer)} and exists (select from revision r where r.id = p.latest_revision_id
      and ${reviews(viewer, sql`r.restricted`)}))
    then p.version
  else coalesce((select r.number from revision r where r.id = p.shown_revision_id), p.version) end`;

/**
 * By how much the replies that this viewer can read differ from those that are published, per parent: those that wait and
 * that the viewer may see, from a partial index, less those of people whom the viewer blocked. Empty almost always.
 */
function replyDifference(viewer: Viewer, threadId: Sql): Sql {
  const waiting = sql`
    select p.parent_id, 1 as one from post p join board b on b.id = p.board_id
    where p.thread_id = ${threadId} and p.number is null and p.parent_id is not null and ${visiblePosts(viewer)}`;
  const blocked = blockedPosts(viewer);
  const less = blocked
    ? sql`union all select p.parent_id, -1 from post p join board b on b.id = p.board_id
        where p.thread_id = ${threadId} and p.parent_id is not null and p.state = 'PUBLISHED' and ${blocked}`
    : sql``;
  return sql`
    select d.parent_id, sum(d.one)::int as count, (count(*) filter (where d.one > 0))::int as waiting
    from (${waiting} ${less}) d group by d.parent_id`;
}

/** Where a list of posts is continued: behind a number, or among those that wait (no number yet), behind an id. */
export type PostKey = readonly [number: number] | readonly [number: null, id: string];

const least = '00000000-0000-0000-0000-000000000000';
const greatest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const greatestNumber = 2_147_483_647;

/**
 * Numbered posts are cut to a page before anything is joined to them. Whoever sees their board sees each of them, so the
 * page stays full; and the planner, which takes a thread for an average one, cannot decide to read and sort all of a long
 * one instead (measured: 60 ms instead of 1 for a page of 10,000 posts among a million).
 */
const firstOf = (posts: Sql, limit: number): Sql => sql`(select p.* from post p where ${posts} limit ${limit}) p`;

/**
 * A page of a thread by number, forward or backward, one statement: numbered posts from an index range, then those that
 * wait and that this viewer may see. Rows in reading order, `limit` at most.
 */
export function postsOfThread(
  viewer: Viewer,
  now: Date,
  threadId: Sql,
  page: { backward: boolean; key: PostKey | null; from?: number | null; limit: number },
): Sql {
  const { backward, key, limit } = page;
  const number = key ? (key[0] ?? (backward ? greatestNumber : greatestNumber)) : backward ? greatestNumber : 0;
  const from = page.from == null ? number : page.from - 1;
  const waitingFrom = key && key[0] === null ? key[1] : backward ? greatest : least;
  // Backward from a numbered post, nothing that waits lies before it; forward, all of it lies behind.
  const includeWaiting = backward ? key === null || key[0] === null : true;
  const numbered = backward
    ? sql`p.number <= ${key && key[0] !== null ? number - 1 : greatestNumber}::int order by p.number desc`
    : sql`p.number > ${from}::int order by p.number`;
  const waiting = backward
    ? sql`p.id < ${waitingFrom}::uuid order by p.id desc`
    : sql`p.id > ${waitingFrom}::uuid order by p.id`;
  const order = backward ? sql`q.number desc nulls first, q.id desc` : sql`q.number nulls last, q.id`;
  return sql`
    with w as materialized (${replyDifference(viewer, threadId)})
    select q.* from (
      (select ${postColumns(viewer, now)}
       from ${firstOf(sql`p.thread_id = ${threadId} and p.number is not null and ${numbered}`, limit)}
         join board b on b.id = p.board_id join account a on a.id = p.author_id left join w on w.parent_id = p.id
       where ${visiblePosts(viewer)})
      union all
      (select ${postColumns(viewer, now)}
       from post p join board b on b.id = p.board_id join account a on a.id = p.author_id
         left join w on w.parent_id = p.id
       where ${includeWaiting}::boolean and p.thread_id = ${threadId} and ${visiblePosts(viewer)}
         and p.number is null and ${waiting}
       limit ${limit})
    ) q order by ${order} limit ${limit}`;
}

/** Direct replies of one post in order, those that wait last; backward from the end. */
export function repliesOfPost(
  viewer: Viewer,
  now: Date,
  post: { id: Sql; threadId: Sql },
  page: { backward: boolean; key: readonly [ordinal: number, id: string] | null; limit: number },
): Sql {
  const { backward } = page;
  const [ordinal, id] = page.key ?? (backward ? [greatestNumber, greatest] : [0, least]);
  const order = backward ? sql`desc` : sql`asc`;
  const numbered = backward ? sql`p.ordinal < ${ordinal}::int` : sql`p.ordinal > ${ordinal}::int`;
  const waiting = backward ? sql`p.id < ${id}::uuid` : sql`p.id > ${id}::uuid`;
  return sql`
    with w as materialized (${replyDifference(viewer, post.threadId)})
    select q.* from (
      (select ${postColumns(viewer, now)}
       from ${firstOf(sql`p.parent_id = ${post.id} and p.number is not null and ${numbered} order by p.ordinal ${order}`, page.limit)}
         join board b on b.id = p.board_id join account a on a.id = p.author_id left join w on w.parent_id = p.id
       where ${visiblePosts(viewer)})
      union all
      (select ${postColumns(viewer, now)}
       from post p join board b on b.id = p.board_id join account a on a.id = p.author_id
         left join w on w.parent_id = p.id
       where p.thread_id = ${post.threadId} and p.parent_id = ${post.id} and p.number is null
         and ${waiting} and ${visiblePosts(viewer)}
       order by p.id ${order} limit ${page.limit})
    ) q order by q.number ${order} nulls ${backward ? sql`first` : sql`last`}, q.id ${order} limit ${page.limit}`;
}

/** A page of the tree, depth first, one index range; ranks and levels beyond the page's are behind `moreReplies`. */
export function treeOfThread(
  viewer: Viewer,
  now: Date,
  threadId: Sql,
  page: { key: string | null; depth: number; unfolded: number; limit: number },
): Sql {
  return sql`
    with w as materialized (${replyDifference(viewer, threadId)})
    select ${postColumns(viewer, now)}
    from ${firstOf(
      sql`p.thread_id = ${threadId} and p.number is not null and p.path > decode(${page.key ?? ''}, 'hex')
        and p.depth <= ${page.depth}::int and p.rank <= ${page.unfolded}::int order by p.path`,
      page.limit,
    )}
      join board b on b.id = p.board_id join account a on a.id = p.author_id left join w on w.parent_id = p.id
    where ${visiblePosts(viewer)} order by p.path`;
}

/** Replies (alias c) that make the difference: those that wait, seen by this viewer, and those of blocked people. */
const countedOtherwise = (viewer: Sight): Sql => {
  const waiting = sql`(c.number is null and ((c.author_id = ${viewer.accountId}::uuid and c.state in ('HELD', 'REJECTED'))
    or ${reviews(viewer, sql`c.restricted`)}))`;
  const blocked = blockedPosts(viewer, 'c');
  return blocked ? sql`(${waiting} or (c.number is not null and c.state = 'PUBLISHED' and ${blocked}))` : waiting;
};

/** Posts by id, for `node(id)`, payloads and live events; in no order. */
export function postsById(viewer: Sight, now: Date, ids: readonly string[] | Sql): Sql {
  return sql`
    select ${postColumns(viewer, now)}
    from post p join board b on b.id = p.board_id join account a on a.id = p.author_id
      left join lateral (
        select (count(*) filter (where c.number is null) - count(*) filter (where c.number is not null))::int as count,
          (count(*) filter (where c.number is null))::int as waiting
        from post c where c.parent_id = p.id and c.thread_id = p.thread_id and ${countedOtherwise(viewer)}
      ) w on true
    where p.id = any(${ids}::uuid[]) and ${visiblePosts(viewer)}`;
}

export interface QuotedPost {
  id: string;
  boardId: string;
  bodyHtml: string;
  authorName: string;
}

/** Quoted posts whose text this viewer may read now; the others collapse. */
export const quotedPosts = (viewer: Sight, ids: readonly string[] | Sql): Sql => sql`
  select p.id, p.board_id as "boardId", p.body_html as "bodyHtml", a.display_name as "authorName"
  from post p join board b on b.id = p.board_id join account a on a.id = p.author_id
  where p.id = any(${ids}::uuid[]) and ${readablePosts(viewer)}`;

const reactionKinds = Object.values(ReactionKind);

function reactionsOf(record: PostRecord): ReactionCount[] {
  // An empty place has none: they would tell how a text was received that nobody sees.
  if (record.state !== PostState.PUBLISHED || record.authorBlocked) return [];
  return reactionKinds.flatMap((kind) => {
    const count = record.reactionCounts[kind] ?? 0;
    return count > 0 ? [{ kind, count, viewerReacted: record.viewerReactions?.includes(kind) ?? false }] : [];
  });
}

/** A record as the schema shows it; `bodyHtml` still carries its markers (`PostBodies` resolves them). */
export function postFrom(record: PostRecord): Post {
  return {
    __typename: 'Post',
    id: globalId('Post', record.id),
    number: record.number,
    depth: record.depth,
    state: record.state,
    bodyHtml: record.bodyHtml,
    bodyText: record.bodyText,
    createdAt: record.createdAt,
    publishedAt: record.publishedAt,
    editedAt: record.editedAt,
    staffEdited: record.staffEdited,
    version: record.version,
    replyCount: record.replyCount,
    authorBlocked: record.authorBlocked,
    movedTo: record.movedTo && globalId('Post', record.movedTo),
    parent: record.parentId ? { id: globalId('Post', record.parentId), number: record.parentNumber } : null,
    author:
      record.authorName === null
        ? null
        : { id: globalId('Account', record.authorId), displayName: record.authorName, role: record.authorRole },
    reactions: reactionsOf(record),
    row: { id: record.id, threadId: record.threadId, boardId: record.boardId, authorId: record.authorId },
  };
}
