import { Injectable } from '@nestjs/common';
import { BoardEventKind, ForumReader, type Post, type ReactionKind, type Thread } from '#forum';
import { Database, encodeCursor, type Viewer } from '#platform';
import { type BoardState, type LoggedEvent, reactionsOf } from './board-events.queries.js';
import type { BoardEvent } from './board-events.types.js';

/** A post and thread as seen by everybody of one class. */
interface View {
  posts: Map<string, Post | null>;
  threads: Map<string, Thread | null>;
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

  /** @returns for each viewer, a function from event to what that viewer gets of it; null: nothing */
  async prepare(
    board: BoardState,
    events: readonly LoggedEvent[],
    viewers: readonly Viewer[],
  ): Promise<(viewer: Viewer, event: LoggedEvent) => BoardEvent | null> {
    const postIds = [...new Set(events.flatMap(({ postId }) => postId ?? []))];
    const threadIds = [...new Set(events.map(({ threadId }) => threadId))];
    const authors = new Set<string>();
    const views = new Map<string, View>();
    const classOf = (viewer: Viewer): string =>
      authors.has(viewer.accountId) ? viewer.accountId : sightOf(viewer, board);
    for (const viewer of firstOfEach(viewers, classOf)) {
      const view = await this.view(viewer, postIds, threadIds);
      views.set(classOf(viewer), view);
      for (const post of view.posts.values()) if (post) authors.add(post.row.authorId);
      for (const thread of view.threads.values()) if (thread) authors.add(thread.row.authorId);
    }
    // Authors see their own in other states, so each is a class of its own; there are few among the viewers.
    for (const viewer of viewers.filter(({ accountId }) => authors.has(accountId))) {
      if (!views.has(viewer.accountId)) views.set(viewer.accountId, await this.view(viewer, postIds, threadIds));
    }
    const reacted = await this.reactions(views, viewers);
    return (viewer, event) => {
      const view = views.get(classOf(viewer));
      const thread = view?.threads.get(event.threadId);
      const post = event.postId === null ? null : view?.posts.get(event.postId);
      if (!thread || post === undefined || (event.postId !== null && post === null)) return null;
      return {
        cursor: eventCursor(board.boardId, event.seq),
        kind: event.kind,
        occurredAt: event.occurredAt,
        thread: { id: thread.id, title: thread.title, locked: thread.locked, pinned: thread.pinned },
        post: post && own(post, reacted.get(`${post.row.id}:${viewer.accountId}`)),
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

const sightOf = (viewer: Viewer, board: BoardState): string => {
  const reviews = board.moderators.some((key) => viewer.keys.includes(key));
  return `${reviews}:${viewer.keys.includes(`lead:${board.programId}`)}`;
};

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
