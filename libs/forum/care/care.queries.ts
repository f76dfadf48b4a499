import { sql, type Sql, type Viewer } from '#platform';
import { moderates, type Place, visibleBoards, visibleThreads } from '../forum.policy.js';
import type { BoardKind, ThreadKind } from '../forum.types.js';

/** A thread as those who care for it need it, and whether this viewer does. */
export interface CarePlace extends Place {
  threadId: string;
  threadKind: ThreadKind;
  authorId: string;
  openingPostId: string;
  audience: string[];
  moderates: boolean;
}

export const placeOfCare = (viewer: Viewer, threadId: string): Sql => sql`
  select b.id as "boardId", b.kind as "boardKind", b.program_id as "programId", b.cohort_id as "cohortId",
    b.match_id as "matchId", null as "matchState", t.id as "threadId", t.kind as "threadKind", t.locked,
    t.author_id as "authorId", t.opening_post_id as "openingPostId", b.audience, ${moderates(viewer)} as moderates
  from thread t join board b on b.id = t.board_id
  where t.id = ${threadId} and ${visibleThreads(viewer)}`;

export interface CareBoard {
  boardId: string;
  boardKind: BoardKind;
  programId: string;
  audience: string[];
  slowModeSeconds: number | null;
  moderates: boolean;
}

export const boardOfCare = (viewer: Viewer, boardId: string): Sql => sql`
  select b.id as "boardId", b.kind as "boardKind", b.program_id as "programId", b.audience,
    b.slow_mode_seconds as "slowModeSeconds", ${moderates(viewer)} as moderates
  from board b where b.id = ${boardId} and ${visibleBoards(viewer)}`;

/** What may be set on a thread, as it is under its lock. */
export interface LockedThread {
  title: string;
  kind: ThreadKind;
  pinned: boolean;
  locked: boolean;
  slowModeSeconds: number | null;
  requiresAcknowledgement: boolean;
  acceptedPostId: string | null;
  published: boolean;
  postCount: number;
}

/** The columns of `LockedThread`; alias t. */
export const threadColumns = sql`
  t.title, t.kind, t.pinned, t.locked, t.slow_mode_seconds as "slowModeSeconds",
  t.requires_acknowledgement as "requiresAcknowledgement", t.accepted_post_id as "acceptedPostId",
  t.published_at is not null as published, t.post_count as "postCount"`;
