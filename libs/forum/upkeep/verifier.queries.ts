import { sql, type Sql } from '#platform';
import { deepestLevel } from '../posts/tree.js';

/*
 * Recounts of everything that is counted or placed once and kept, each against the rows it stands for. A recount is one
 * statement over one slice of threads, so it sees one moment and never drifts from writers at work; it returns a row for
 * each difference: `id` of the thing, what is `stored`, what was `counted`. Every way to posts leads over an index of
 * `number`: there is none over all posts of a thread.
 */

/** Posts that one statement may look at: below a second of work, far below the statement timeout. */
export const postsInSlice = 20_000;

/** Threads by id: all after one, up to and with another. */
export interface Slice {
  after: string;
  upTo: string;
}

/** The end of the next slice: so many threads that they hold about `postsInSlice` posts, one at least. */
export const sliceEnd = (after: string): Sql => sql`
  select s.id as "upTo" from (
    select t.id, sum(t.last_number) over (order by t.id) - t.last_number as posts_before
    from (select id, last_number from thread where id > ${after}::uuid order by id limit 1000) t
  ) s where s.posts_before < ${postsInSlice}::int order by s.id desc limit 1`;

const within = ({ after, upTo }: Slice): Sql => sql`t.id > ${after}::uuid and t.id <= ${upTo}::uuid`;

/** Posts of the slice that have a number, with their thread: aliases t and p. */
const numbered = sql`thread t join post p on p.thread_id = t.id and p.number is not null`;

/** Numbers run from 1 without a gap up to the thread's newest. */
export const threadNumbers = (slice: Slice): Sql => sql`
  select t.id, t.last_number::text as stored, c.count || ' of ' || c.least || '..' || c.greatest as counted
  from thread t cross join lateral (
    select count(*)::int as count, coalesce(min(p.number), 1) as least, coalesce(max(p.number), 0) as greatest
    from post p where p.thread_id = t.id and p.number is not null
  ) c
  where ${within(slice)} and (c.count <> t.last_number or c.greatest <> t.last_number or c.least <> 1)`;

/** Published posts of a thread. */
export const threadPosts = (slice: Slice): Sql => sql`
  select t.id, t.post_count::text as stored, c.count::text as counted
  from thread t cross join lateral (
    select count(*)::int as count from post p
    where p.thread_id = t.id and p.number is not null and p.state = 'PUBLISHED'
  ) c
  where ${within(slice)} and c.count <> t.post_count`;

/** A thread is known to others from its first number on, and its opening post is in it. */
export const threadOpening = (slice: Slice): Sql => sql`
  select t.id, (t.published_at is not null)::text as stored,
    case when o.id is null then 'no opening post' else (t.last_number > 0)::text end as counted
  from thread t left join post o on o.id = t.opening_post_id and o.thread_id = t.id
  where ${within(slice)} and ((t.published_at is not null) <> (t.last_number > 0) or o.id is null)`;

/** What is published has a number, its board is its thread's, and what is shown is a revision of its own. */
export const postShown = (slice: Slice): Sql => sql`
  select p.id, p.state as stored,
    concat_ws(', ', case when r.id is null then 'no revision' end,
      case when p.board_id <> t.board_id then 'on another board' end) as counted
  from ${numbered} left join revision r on r.id = p.shown_revision_id and r.post_id = p.id
  where ${within(slice)} and (p.board_id <> t.board_id or (p.state = 'PUBLISHED' and r.id is null))
  union all
  select p.id, p.state, 'no number' from thread t join post p on p.thread_id = t.id and p.number is null
  where ${within(slice)} and p.state = 'PUBLISHED'`;

/** Replies directly below a post: those published now, and how many ever were, which numbers their places without a gap. */
export const postReplies = (slice: Slice): Sql => sql`
  with counted as (
    select p.parent_id, count(*)::int as ever, max(p.ordinal) as greatest, min(p.ordinal) as least,
      (count(*) filter (where p.state = 'PUBLISHED'))::int as now
    from ${numbered} where ${within(slice)} and p.parent_id is not null group by p.parent_id
  )
  select p.id, p.reply_count || ' of ' || p.last_ordinal as stored,
    coalesce(c.now, 0) || ' of ' || coalesce(c.ever, 0) || ' up to ' || coalesce(c.greatest, 0) as counted
  from ${numbered} left join counted c on c.parent_id = p.id
  where ${within(slice)} and (p.reply_count <> coalesce(c.now, 0) or p.last_ordinal <> coalesce(c.ever, 0)
    or coalesce(c.greatest, 0) <> coalesce(c.ever, 0) or coalesce(c.least, 1) <> 1)`;

/** Path, level and rank follow from the parent's, as `PostStates` gives them; the parent is in the same thread. */
export const postPlaces = (slice: Slice): Sql => sql`
  with expected as (
    select p.*, parent.number as parent_at,
      p.parent_id is not null and parent.thread_id is distinct from p.thread_id as astray,
      coalesce(substring(parent.path from 1 for ${deepestLevel * 4}::int), ''::bytea) || int4send(p.number) as path_then,
      least(coalesce(parent.depth + 1, 0), ${deepestLevel}::int) as depth_then,
      coalesce(greatest(parent.rank, p.ordinal), 0) as rank_then
    from (
      select p.id, p.thread_id, p.parent_id, p.parent_number, p.number, p.path, p.depth, p.rank, p.ordinal
      from ${numbered} where ${within(slice)}
    ) p left join post parent on parent.id = p.parent_id
  )
  select id, encode(path, 'hex') || ' ' || depth || ' ' || rank as stored,
    case when astray then 'parent in another thread'
      else encode(path_then, 'hex') || ' ' || depth_then || ' ' || rank_then end as counted
  from expected
  where path is distinct from path_then or depth <> depth_then or rank <> rank_then or astray
    or parent_number is distinct from parent_at or (parent_at is null and ordinal <> 0)`;

/** Counts of reactions by kind. */
export const postReactions = (slice: Slice): Sql => sql`
  select p.id, p.reaction_counts::text as stored, c.counts::text as counted
  from ${numbered} cross join lateral (
    select coalesce(jsonb_object_agg(k.kind, k.count), '{}') as counts
    from (select r.kind, count(*) from reaction r where r.post_id = p.id group by r.kind) k
  ) c
  where ${within(slice)} and p.reaction_counts <> c.counts`;

/** A mark lies within its thread; what is read above it is sorted, once each, and not right next to it. */
export const readMarks = (slice: Slice): Sql => sql`
  select m.thread_id as id, m.last_read_number || ' and ' || m.read_above::text as stored,
    'up to ' || t.last_number as counted
  from thread t join read_mark m on m.thread_id = t.id
  where ${within(slice)} and (m.last_read_number not between 0 and t.last_number
    or (cardinality(m.read_above) > 0 and (
      m.read_above[1] <= m.last_read_number + 1 or m.read_above[cardinality(m.read_above)] > t.last_number
      or m.read_above <> array(select distinct n from unnest(m.read_above) n order by n))))`;

/** Published posts of a board, from its threads' counters, which are recounted themselves. */
export const boardPosts: Sql = sql`
  select b.id, l.post_count::text as stored, coalesce(c.count, 0)::text as counted
  from board b left join board_log l on l.board_id = b.id
    left join (select board_id, sum(post_count) as count from thread group by board_id) c on c.board_id = b.id
  where l.post_count is distinct from coalesce(c.count, 0)`;

/** Events run without a gap from the one after the trimmed ones up to the newest. */
export const boardEvents: Sql = sql`
  select l.board_id as id, l.trimmed_to || ' to ' || l.last_seq as stored,
    coalesce(e.count, 0) || ' of ' || coalesce(e.least, 0) || '..' || coalesce(e.greatest, 0) as counted
  from board_log l left join (
    select board_id, count(*) as count, min(seq) as least, max(seq) as greatest from board_event group by board_id
  ) e on e.board_id = l.board_id
  where l.last_seq < l.trimmed_to or coalesce(e.count, 0) <> l.last_seq - l.trimmed_to
    or (e.count > 0 and (e.least <> l.trimmed_to + 1 or e.greatest <> l.last_seq))`;
