import { defineEvent } from '#platform';
import type { BoardEventKind, PostState } from './forum.types.js';

/** What later libraries need to know of a change to a post; ids only. */
export interface PostChange {
  postId: string;
  threadId: string;
  boardId: string;
  programId: string;
  authorId: string;
}

/** A post became visible to its board: for the first time, or again after a restore. */
export const postPublished = defineEvent<PostChange & { again: boolean }>('postPublished');
/** Another revision is shown now. */
export const postEdited = defineEvent<PostChange>('postEdited');
/** A published post is no longer shown: hidden, removed, withdrawn or erased. */
export const postTakenDown = defineEvent<PostChange & { state: PostState }>('postTakenDown');
/** Any step of a post, also one that its board does not see: `from` and `to` are alike where only a text changed. */
export const postStateChanged = defineEvent<PostChange & { from: PostState; to: PostState; by: string }>(
  'postStateChanged',
);
/** Title, kind, lock, pin or board of a thread changed. */
export const threadChanged = defineEvent<{ threadId: string; boardId: string; fromBoardId: string | null }>(
  'threadChanged',
);
/** A line was added to a board's event log. */
export const boardEventLogged = defineEvent<{ boardId: string; seq: number; kind: BoardEventKind }>('boardEventLogged');
