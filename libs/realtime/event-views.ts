import { Injectable } from '@nestjs/common';
import { BoardEventKind, ForumReader, type Post, type ReactionKind, type Thread } from '#forum';
import { opens, opensReview } from '#membership';
import { Database, encodeCursor, globalId, type Viewer } from '#platform';
import {
  authorsOf,
  type BoardState,
  type LoggedEvent,
  type OtherBoard,
  otherBoards,
  reactionsOf,
} from './board-events.queries.js';
import type { BoardEvent, EventThread } from './board-events.types.js';

/** A post and thread as seen by everybody of one class. */
interface View {
  posts: Map<string, Post | null>;
  threads: Map<string, Thread | null>;
}

/** An event for one receiver. */
export interface Shown {
  /** Null: nothing of it is for this receiver. */
  event: BoardEvent | null;
  /** Where its thread is now; null if it is not there for this receiver. */
  threadBoardId: string | null;
}

export const eventCursor = (boardId: string, seq: number): string => encodeCursor('boardEvents', [boardId, seq]);

/**
 * Events as their receivers see them. Readers who see the same form a class (peers, reviewers, the author of a post in
 * question); posts and threads are read once per class through the forum's own visibility filter, not once per reader.
 */
@Injectable()
export class EventViews {
  constructor(
    private readonly database: Database,
    private readonly reader: ForumReader,
  ) {}

  /**
   * @returns for each viewer, a function from event to what that viewer gets of it; null if something moved to another
   *   board in this very moment: ask again
   */
  async prepare(
    board: BoardState,
    events: readonly LoggedEvent[],
    viewers: readonly Viewer[],
  ): Promise<((viewer: Viewer, event: LoggedEvent) => Shown) | null> {
    const postIds = [...new Set(events.flatMap(({ postId }) => postId ?? []))];
    const threadIds = [...new Set(events.flatMap(({ threadId }) => threadId ?? []))];
    const [others, written] = await Promise.all([
      this.database.rows<OtherBoard>(otherBoards(board.boardId, threadIds, postIds)),
      this.database.rows<{ accountId: string }>(authorsOf(threadIds, postIds)),
    ]);
    const boards = [board, ...others];
    // Authors see their own in other states, so each is a class of its own; so is who blocks somebody. They are few.
    const authors = new Set(written.map(({ accountId }) => accountId));
    const views = new Map<string, View>();
    const classOf = (viewer: Viewer): string =>
      authors.has(viewer.accountId)
        ? viewer.accountId
        : [...boards.map((one) => sightOf(viewer, one)), ...viewer.blocked].join();
    for (const viewer of firstOfEach(viewers, classOf)) {
      views.set(classOf(viewer), await this.view(viewer, postIds, threadIds));
    }
    if (![...views.values()].every((view) => liesOn(view, boards))) return null;
    const reacted = await this.reactions(views, viewers);
    return (viewer, event) => {
      const view = views.get(classOf(viewer));
      const told = { cursor: eventCursor(board.boardId, event.seq), kind: event.kind, occurredAt: event.occurredAt };
      const post = event.postId === null ? null : view?.posts.get(event.postId);
      if (event.threadId === null) return { event: { ...told, thread: null, post: null }, threadBoardId: null };
      const thread = view?.threads.get(event.threadId);
      const threadBoardId = thread?.row.boardId ?? null;
      if (!thread) {
        // Only a thread that was known on this board is told of in this way: it went where this receiver cannot follow.
        const left = event.kind === BoardEventKind.THREAD_CHANGED;
        return { event: left ? { ...told, thread: gone(event.threadId), post: null } : null, threadBoardId };
      }
      if (post === undefined || (event.postId !== null && post === null)) return { event: null, threadBoardId };
      // What the viewer does not want to read is no news.
      if (post?.authorBlocked) return { event: null, threadBoardId };
      const { id, title, locked, pinned } = thread;
      return {
        event: {
          ...told,
          thread: { id, title, locked, pinned, boardId: globalId('Board', thread.row.boardId) },
          post: post && own(post, reacted.get(`${post.row.id}:${viewer.accountId}`)),
        },
        threadBoardId,
      };
    };
  }

  private async view(viewer: Viewer, postIds: readonly string[], threadIds: readonly string[]): Promise<View> {
    const [posts, threads] = await Promise.all([
      postIds.length > 0 ? this.reader.posts(viewer, postIds) : [],
      this.reader.threads(viewer, threadIds),
    ]);
    return { posts: zip(postIds, posts), threads: zip(threadIds, threads) };
  }

  /** Who of the viewers reacted to what: the only thing in a post that differs within a class. */
  private async reactions(
    views: ReadonlyMap<string, View>,
    viewers: readonly Viewer[],
  ): Promise<ReadonlyMap<string, ReadonlySet<ReactionKind>>> {
    const reactedTo = new Set<string>();
    for (const { posts } of views.values()) {
      for (const post of posts.values()) if (post && post.reactions.length > 0) reactedTo.add(post.row.id);
    }
    if (reactedTo.size === 0) return new Map();
    const accountIds = [...new Set(viewers.map(({ accountId }) => accountId))];
    const rows = await this.database.rows<{ postId: string; accountId: string; kinds: ReactionKind[] }>(
      reactionsOf([...reactedTo], accountIds),
    );
    return new Map(rows.map(({ postId, accountId, kinds }) => [`${postId}:${accountId}`, new Set(kinds)]));
  }
}

/** What decides how somebody sees a board's posts: who is alike in this sees the same. */
const sightOf = (viewer: Viewer, board: OtherBoard): string => {
  const leads = viewer.keys.includes(`lead:${board.programId}`);
  return `${opens(viewer, board.audience)}:${opensReview(viewer, board)}:${leads}`;
};

/** Whether all of it lies on boards that the classes were made with. */
function liesOn({ posts, threads }: View, boards: readonly OtherBoard[]): boolean {
  const known = new Set(boards.map(({ boardId }) => boardId));
  return [...posts.values(), ...threads.values()].every((shown) => shown === null || known.has(shown.row.boardId));
}

const gone = (threadId: string): EventThread => ({
  id: globalId('Thread', threadId),
  title: '',
  locked: false,
  pinned: false,
  boardId: null,
});

function own(post: Post, reacted: ReadonlySet<ReactionKind> | undefined): Post {
  if (post.reactions.length === 0) return post;
  const reactions = post.reactions.map((reaction) => ({
    ...reaction,
    viewerReacted: reacted?.has(reaction.kind) ?? false,
  }));
  return { ...post, reactions };
}

function firstOfEach(viewers: readonly Viewer[], classOf: (viewer: Viewer) => string): Viewer[] {
  return [...new Map(viewers.map((viewer) => [classOf(viewer), viewer])).values()];
}

const zip = <T>(ids: readonly string[], values: readonly (T | null)[]): Map<string, T | null> =>
  new Map(ids.map((id, index) => [id, values[index] ?? null]));

export const subscribedEvent = (boardId: string, seq: number, now: Date): BoardEvent => ({
  cursor: eventCursor(boardId, seq),
  kind: BoardEventKind.SUBSCRIBED,
  occurredAt: now,
  thread: null,
  post: null,
});
