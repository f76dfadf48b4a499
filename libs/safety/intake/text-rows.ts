import { sql, type Sql } from '#platform';
import type { RowText } from '../screening/index.js';

/** Domain 2.3: the same author, the same board, the last five posts of thirty minutes; an edit counts when it is made. */
const windowMinutes = 30;
const windowPosts = 5;
/** Texts of those posts: each with an edit. */
const windowTexts = 2 * windowPosts;
/** Earlier texts of the post itself, which readers have seen one after the other in its place. */
const mostEarlier = 5;

/** [post, its thread, its number, text, title that came with it, time in milliseconds] */
export type RecentText = [string, string, number | null, string, string | null, number];
/** [text, title that came with it] */
type EarlierText = [string, string | null];

/** What the author's other texts are to a new one. */
export interface TextsAround {
  /** Of other posts, oldest first. */
  recent: RecentText[] | null;
  /** Of an edit: what the post has shown before, oldest first. */
  earlier: EarlierText[] | null;
  /** Of an edit: the post's number. */
  ownNumber: number | null;
  /** Of an edit of an opening post: the title above it. */
  ownTitle: string | null;
}

/** All are SQL: the account, the board, the post that is left out (or null), and the moment of the new text. */
interface Around {
  author: Sql;
  board: Sql;
  post: Sql;
  at: Sql;
}

/**
 * The column `recent`: what stood in other posts of the author. First texts are found by post, edits by revision, each over
 * an index; a text that no reader saw and that waits no more is left out.
 */
export function recentTexts({ author, board, post, at }: Around): Sql {
  const inWindow = sql`w.created_at > ${at} - make_interval(mins => ${windowMinutes}::int) and w.created_at < ${at}`;
  const stands = sql`w.body_text <> '' and (w.state = 'PUBLISHED' or w.id = e.latest_revision_id)`;
  const columns = sql`e.id, e.thread_id, e.number, w.body_text, w.title, w.created_at as at`;
  return sql`(
    select json_agg(json_build_array(q.id, q.thread_id, q.number, q.body_text, q.title,
      (extract(epoch from q.at) * 1000)::bigint) order by q.at) from (
      select * from (
        (select ${columns} from post e join revision w on w.post_id = e.id and w.number = 1
          where e.author_id = ${author} and e.board_id = ${board} and e.id is distinct from ${post} and ${stands}
            and e.created_at > ${at} - make_interval(mins => ${windowMinutes}::int) and e.created_at < ${at}
          order by e.created_at desc limit ${windowTexts}::int)
        union all
        (select ${columns} from revision w join post e on e.id = w.post_id
          where w.author_id = ${author} and w.number > 1 and e.board_id = ${board} and e.id is distinct from ${post}
            and ${stands} and ${inWindow}
          order by w.created_at desc limit ${windowTexts}::int)
      ) texts order by at desc limit ${windowTexts}::int) q)`;
}

/** The column `earlier`; only what a reader has seen counts. */
export const earlierTexts = (post: Sql, before: Sql): Sql => sql`(
  select json_agg(json_build_array(q.body_text, q.title) order by q.number) from (
    select w.body_text, w.title, w.number from revision w
    where w.post_id = ${post} and w.state = 'PUBLISHED' and w.number < ${before}
    order by w.number desc limit ${mostEarlier}::int) q)`;

/** The new text, where it will stand. */
export interface PlacedText {
  threadId: string | null;
  title: string | null;
  text: string;
}

interface Piece {
  title: string | null;
  text: string;
  isNew: boolean;
}

/**
 * The rows in which readers meet the new text among the author's others: as they came, as they stand, and the titles as
 * lists show them, newest first. A number that is split over one of these rows is a number (domain 2.3).
 */
export function rowsOf(around: TextsAround, { threadId, title, text }: PlacedText): RowText[][] {
  const recent = lastPosts(around.recent ?? []);
  const fresh: Piece = { title: title ?? around.ownTitle, text, isNew: true };
  const replaced = (around.earlier ?? []).map(([body, itsTitle]): Piece => ({
    title: itsTitle && replacedIn(itsTitle, fresh.title ?? ''),
    text: replacedIn(body, text),
    isNew: false,
  }));
  const came = recent.map(([, , , body, itsTitle]): Piece => ({ title: itsTitle, text: body, isNew: false }));
  // Of each other post the text that stands there now.
  const standing = new Map(recent.map((one) => [one[0], one]));
  const placed = [
    ...[...standing.values()].map(([, itsThread, number, body, itsTitle]) => ({
      thread: itsThread,
      number: number ?? Number.MAX_SAFE_INTEGER - 1,
      piece: { title: itsTitle, text: body, isNew: false },
    })),
    { thread: threadId ?? '~', number: around.ownNumber ?? Number.MAX_SAFE_INTEGER, piece: fresh },
  ].sort((one, other) =>
    one.thread === other.thread ? one.number - other.number : one.thread < other.thread ? -1 : 1,
  );
  const titles = [...came, fresh].filter((piece) => piece.title !== null).map((piece) => ({ ...piece, text: '' }));
  return [[...came, ...replaced, fresh], placed.map(({ piece }) => piece), titles.toReversed()].map((row) =>
    row.flatMap(textsOf),
  );
}

/** The newest posts, with all that stood in them. */
function lastPosts(recent: readonly RecentText[]): RecentText[] {
  const newest = new Set<string>();
  for (const [postId] of recent.toReversed()) if (newest.size < windowPosts) newest.add(postId);
  return recent.filter(([postId]) => newest.has(postId));
}

const textsOf = ({ title, text, isNew }: Piece): RowText[] => [
  ...(title === null || title === '' ? [] : [{ text: title, isNew }]),
  ...(text === '' ? [] : [{ text, isNew }]),
];

/** The words that gave way to others, between those that stayed: a slip that was mended says nothing twice. */
function replacedIn(before: string, now: string): string {
  const [old, fresh] = [before.split(/\s+/), now.split(/\s+/)];
  let start = 0;
  while (start < old.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < fresh.length - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  return old.slice(start, old.length - end).join(' ');
}
