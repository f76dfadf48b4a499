import { sql, type Sql, type Viewer } from '#platform';
import { type Place, visibleBoards, visiblePosts, visibleThreads } from '../forum.policy.js';
import type { PostState } from '../forum.types.js';

const boardColumns = sql`
  b.id as "boardId", b.kind as "boardKind", b.program_id as "programId", b.cohort_id as "cohortId",
  b.match_id as "matchId", (select state from match where match.id = b.match_id) as "matchState"`;

/** How fast one person may write there; null: no slow mode. Read with the place, so it costs nothing where there is none. */
export interface Pace {
  boardPaceSeconds: number | null;
  threadPaceSeconds: number | null;
}

export interface NewThreadPlace extends Place, Pace {}

/** The board that the viewer sees, as a place to write. */
export const placeOfBoard = (viewer: Viewer, boardId: string): Sql => sql`
  select ${boardColumns}, null as "threadId", null as "threadKind", false as locked,
    b.slow_mode_seconds as "boardPaceSeconds", null as "threadPaceSeconds"
  from board b where b.id = ${boardId} and ${visibleBoards(viewer)}`;

export interface ReplyPlace extends Place, Pace {
  openingPostId: string;
  /** False while the opening post waits: nobody but its author and reviewers knows of the thread. */
  published: boolean;
  /** The post to answer, if it was named and the viewer sees it. */
  parentId: string | null;
  parentNumber: number | null;
  parentState: PostState | null;
}

/** The thread that the viewer sees, as a place to reply; with the parent, where one is named. */
export const placeOfReply = (viewer: Viewer, threadId: string, parentId: string | null): Sql => sql`
  select ${boardColumns}, t.id as "threadId", t.kind as "threadKind", t.locked, t.opening_post_id as "openingPostId",
    t.published_at is not null as published, p.id as "parentId", p.number as "parentNumber", p.state as "parentState",
    b.slow_mode_seconds as "boardPaceSeconds", t.slow_mode_seconds as "threadPaceSeconds"
  from thread t join board b on b.id = t.board_id
    left join post p on p.id = ${parentId}::uuid and p.thread_id = t.id and ${visiblePosts(viewer)}
  where t.id = ${threadId} and ${visibleThreads(viewer)}`;

export interface PostPlace extends Place {
  threadId: string;
  postId: string;
  authorId: string;
  state: PostState;
  number: number | null;
  version: number;
  isOpening: boolean;
  parentId: string | null;
  title: string;
  latestRevisionId: string;
}

/** The post that the viewer sees, with its place; what the rules on changing it need. */
export const placeOfPost = (viewer: Viewer, postId: string): Sql => sql`
  select ${boardColumns}, t.id as "threadId", t.kind as "threadKind", t.locked, p.id as "postId",
    p.author_id as "authorId", p.state, p.number, p.version, t.opening_post_id = p.id as "isOpening",
    p.parent_id as "parentId", t.title,
    p.latest_revision_id as "latestRevisionId"
  from post p join thread t on t.id = p.thread_id join board b on b.id = p.board_id
  where p.id = ${postId} and ${visiblePosts(viewer)}`;
