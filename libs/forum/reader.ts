import { Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import {
  Clock,
  Database,
  encodeCursor,
  isCount,
  isInstant,
  isStorableText,
  isUuid,
  type Page,
  type PageArgs,
  pageOf,
  readPage,
  Refusal,
  sql,
  type Sql,
  type Viewer,
} from '#platform';
import { listsOfMany, together } from './lists.js';
import { PostBodies } from './posts/bodies.js';
import { type Ask, besideEach, perReceiver } from './receivers.js';
import type { Post, PostConnection, PostTree } from './posts/post.types.js';
import {
  postFrom,
  type PostKey,
  type PostRecord,
  postsById,
  postsOfThread,
  repliesOfPost,
  treeOfThread,
} from './posts/posts.queries.js';
import type { Board, BoardConnection, Thread, ThreadConnection } from './threads/thread.types.js';
import {
  boardFrom,
  type BoardRecord,
  boardsById,
  boardsOf,
  threadFrom,
  type ThreadHead,
  threadHeadsById,
  type ThreadKey,
  type ThreadRecord,
  threadsById,
  threadsOfBoard,
} from './threads/threads.queries.js';
import { PostOrder } from './forum.types.js';
import { deepestLevel, unfoldedReplies } from './posts/tree.js';

/** What one request keeps while it is answered. */
type RequestMemo = Map<unknown, unknown>;

const threadOfPost = (id: Sql): Sql => sql`(select x.thread_id from post x where x.id = ${id})`;

type Of<T extends abstract new (...args: never[]) => unknown> = InstanceType<T>;

const isPostKey = (key: readonly unknown[]): boolean =>
  key.length === 1 ? isCount(key[0]) : key.length === 2 && key[0] === null && isUuid(key[1]);

/** Boards, threads and posts as a viewer sees them. One statement for each page, whatever its size. */
@Injectable()
export class ForumReader {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly bodies: PostBodies,
  ) {}

  async boards(viewer: Viewer, ids: readonly string[]): Promise<(Board | null)[]> {
    return inOrder(ids, await this.database.rows<BoardRecord>(boardsById(viewer, ids)), boardFrom);
  }

  async boardsOf(viewer: Viewer, args: PageArgs): Promise<Of<typeof BoardConnection>> {
    const page = forward(readPage<readonly [number, string, string]>('boards', args, isBoardKey));
    const rows = await this.database.rows<BoardRecord & { rank: number }>(
      boardsOf(viewer, { key: page.key, limit: page.limit + 1 }),
    );
    return pageOf(rows, page, (row) => encodeCursor('boards', [row.rank, row.title, row.id]), boardFrom);
  }

  async threads(viewer: Viewer, ids: readonly string[]): Promise<(Thread | null)[]> {
    return inOrder(ids, await this.database.rows<ThreadRecord>(threadsById(viewer, ids)), threadFrom);
  }

  async threadsOf(
    viewer: Viewer,
    memo: RequestMemo,
    boardId: string,
    args: PageArgs,
  ): Promise<Of<typeof ThreadConnection>> {
    const page = forward(readPage<ThreadKey>('threads', args, isThreadKey));
    const asOf = page.key?.[0] ?? this.clock.now().toISOString();
    const cursor = (row: ThreadRecord): string => encodeCursor('threads', [asOf, row.pinned, row.sortAt, row.id]);
    return together(memo, `threads:${JSON.stringify(args)}`, async (ids) => {
      const rows = await listsOfMany<ThreadRecord>(this.database, ids, (id) =>
        threadsOfBoard(viewer, id, { asOf, key: page.key, limit: page.limit + 1 }),
      );
      return ids.map((id) => pageOf(rows.get(id) ?? [], page, cursor, threadFrom));
    }).load(boardId);
  }

  async posts(viewer: Viewer, ids: readonly string[]): Promise<(Post | null)[]> {
    const posts = inOrder(
      ids,
      await this.database.rows<PostRecord>(postsById(viewer, this.clock.now(), ids)),
      postFrom,
    );
    await this.bodies.resolve(
      viewer,
      posts.filter((post) => post !== null),
    );
    return posts;
  }

  /**
   * The same for many receivers at once (live events): each with their own rights, read in as many statements as for one.
   * The answers share no object.
   */
  async postsFor(asks: readonly Ask[]): Promise<(Post | null)[][]> {
    const now = this.clock.now();
    const rows = await this.database.rows<PostRecord & { forReceiver: number }>(
      besideEach(asks, (receiver, ids) => postsById(receiver, now, ids)),
    );
    const read = perReceiver(asks, rows).map((records, place) => inOrder(asks[place]?.ids ?? [], records, postFrom));
    await this.bodies.resolveFor(
      asks.map(({ viewer }, place) => ({ viewer, posts: (read[place] ?? []).filter((post) => post !== null) })),
    );
    return read;
  }

  /** Threads for many receivers, as live events tell of them. */
  async threadHeadsFor(asks: readonly Ask[]): Promise<(ThreadHead | null)[][]> {
    const rows = await this.database.rows<ThreadHead & { forReceiver: number }>(besideEach(asks, threadHeadsById));
    const read = perReceiver(asks, rows);
    return read.map((heads, place) => inOrder(asks[place]?.ids ?? [], heads, (head) => head));
  }

  /** The post that this viewer has just written. */
  async written(viewer: Viewer, postId: string): Promise<Post> {
    const [post] = await this.posts(viewer, [postId]);
    if (!post) throw Refusal.notFound();
    return post;
  }

  /** The thread of a post that this viewer sees. */
  async threadOf(viewer: Viewer, post: Post): Promise<Thread> {
    const [thread] = await this.threads(viewer, [post.row.threadId]);
    if (!thread) throw Refusal.notFound();
    return thread;
  }

  /** The threads of many posts, in one statement. */
  threadOfMany(viewer: Viewer, memo: RequestMemo): DataLoader<string, Thread> {
    return together<Thread>(memo, 'thread', async (ids) =>
      (await this.threads(viewer, ids)).map((thread) => thread ?? Refusal.notFound()),
    );
  }

  /** The boards of many threads, in one statement. */
  boardOfMany(viewer: Viewer, memo: RequestMemo): DataLoader<string, Board | null> {
    return together(memo, 'board', (ids) => this.boards(viewer, ids));
  }

  /** @param from number to start at, for a permalink or "where I left off"; not together with a cursor */
  async postsOf(
    viewer: Viewer,
    memo: RequestMemo,
    threadId: string,
    args: PageArgs & { from?: number | null; order?: PostOrder | null },
  ): Promise<Of<typeof PostConnection>> {
    const page = readPage<PostKey>('posts', args, isPostKey);
    const from = args.from ?? null;
    if (from !== null && (page.backward || page.key)) throw Refusal.invalid('from', 'goes with first alone');
    if (from !== null && from < 1) throw Refusal.invalid('from', 'must be 1 or more');
    if (from !== null && args.order === PostOrder.NEWEST_FIRST) {
      throw Refusal.invalid('from', 'goes with OLDEST_FIRST alone');
    }
    const backward = downward(page, args.order);
    const behind = from === null ? page.key !== null : from > 1;
    return together(memo, `posts:${JSON.stringify(args)}`, (ids) =>
      this.postLists(
        viewer,
        ids,
        (id) => postsOfThread(viewer, this.clock.now(), id, { ...page, backward, from, limit: page.limit + 1 }),
        (rows) => pageOf(rows, page, postCursor, postFrom, behind),
      ),
    ).load(threadId);
  }

  async repliesOf(
    viewer: Viewer,
    memo: RequestMemo,
    post: Post,
    args: PageArgs & { order?: PostOrder | null },
  ): Promise<Of<typeof PostConnection>> {
    const page = readPage<readonly [number, string]>('replies', args, isReplyKey);
    const backward = downward(page, args.order);
    return together(memo, `replies:${JSON.stringify(args)}`, (ids) =>
      this.postLists(
        viewer,
        ids,
        (id) =>
          repliesOfPost(
            viewer,
            this.clock.now(),
            { id, threadId: threadOfPost(id) },
            {
              ...page,
              backward,
              limit: page.limit + 1,
            },
          ),
        (rows) => pageOf(rows, page, replyCursor, postFrom),
      ),
    ).load(post.row.id);
  }

  /** @param depth levels below the top that are unfolded, 0 to 15 */
  async treeOf(
    viewer: Viewer,
    memo: RequestMemo,
    threadId: string,
    args: PageArgs & { depth: number },
  ): Promise<PostTree> {
    const { depth } = args;
    if (depth < 0 || depth > deepestLevel) throw Refusal.invalid('depth', `must be from 0 to ${deepestLevel}`);
    const page = forward(readPage<readonly [string]>('tree', args, isTreeKey));
    const key = page.key?.[0] ?? null;
    const unfolded = unfoldedReplies;
    return together(memo, `tree:${JSON.stringify(args)}`, (ids) =>
      this.postLists(
        viewer,
        ids,
        (id) => treeOfThread(viewer, this.clock.now(), id, { key, depth, unfolded, limit: page.limit + 1 }),
        (rows) => treeFrom(rows, page, depth),
      ),
    ).load(threadId);
  }

  /** The same list of posts of many threads (or posts), in one statement and what their texts need. */
  private async postLists<List extends { nodes: Post[] }>(
    viewer: Viewer,
    ids: readonly string[],
    list: (id: Sql) => Sql,
    cut: (rows: readonly PostRecord[]) => List,
  ): Promise<List[]> {
    const rows = await listsOfMany<PostRecord>(this.database, ids, list);
    const lists = ids.map((id) => cut(rows.get(id) ?? []));
    await this.bodies.resolve(
      viewer,
      lists.flatMap(({ nodes }) => nodes),
    );
    return lists;
  }
}

/** A page of the tree, each post with what its page leaves folded. */
function treeFrom(rows: readonly PostRecord[], page: Page<unknown>, depth: number): PostTree {
  const records = new Map<Post, PostRecord>();
  const connection = pageOf(rows, page, treeCursor, (record) => {
    const post = postFrom(record);
    records.set(post, record);
    return post;
  });
  const edges = connection.edges.map((edge) => ({ ...edge, moreReplies: folded(records.get(edge.node), depth) }));
  return { ...connection, edges };
}

/**
 * Replies of a post that no tree page shows: those beyond the unfolded few, or all of them below the last level shown, and
 * those that wait, which have no place in the tree yet.
 * Replies to a post of the deepest level join that level, so they are shown with it.
 */
function folded(record: PostRecord | undefined, depth: number): { count: number; cursor: string } | null {
  if (!record) return null;
  const shownBelow = Math.min(record.depth + 1, deepestLevel) <= depth ? unfoldedReplies : 0;
  const count = Math.max(0, record.lastOrdinal - shownBelow) + record.waitingReplies;
  return count > 0 ? { count, cursor: encodeCursor('replies', [shownBelow, nil]) } : null;
}

const nil = '00000000-0000-0000-0000-000000000000';
const postCursor = (row: PostRecord): string =>
  encodeCursor('posts', row.number === null ? [null, row.id] : [row.number]);
const replyCursor = (row: PostRecord): string =>
  encodeCursor('replies', row.number === null ? [greatestOrdinal, row.id] : [row.ordinal, nil]);
const greatestOrdinal = 2_147_483_647;
const treeCursor = (row: PostRecord): string => encodeCursor('tree', [row.path?.toString('hex') ?? '']);

const isBoardKey = ([rank, title, id]: readonly unknown[]): boolean =>
  isCount(rank) && isStorableText(title) && isUuid(id);
const isThreadKey = ([asOf, pinned, activity, id]: readonly unknown[]): boolean =>
  isInstant(asOf) && typeof pinned === 'boolean' && isInstant(activity) && isUuid(id);
const isReplyKey = ([ordinal, id]: readonly unknown[]): boolean => isCount(ordinal) && isUuid(id);
const hexPath = /^(?:[0-9a-f]{8}){1,17}$/;
const isTreeKey = ([path]: readonly unknown[]): boolean => typeof path === 'string' && hexPath.test(path);

/** Whether a page reads from greater numbers to smaller ones: a list turned round is read from its other end. */
const downward = (page: { backward: boolean }, order: PostOrder | null | undefined): boolean =>
  page.backward !== (order === PostOrder.NEWEST_FIRST);

function forward<Page extends { backward: boolean }>(page: Page): Page {
  if (page.backward) throw Refusal.invalid('last', 'this list is paged forward');
  return page;
}

function inOrder<Row extends { id: string }, Shown>(
  ids: readonly string[],
  rows: readonly Row[],
  show: (row: Row) => Shown,
): (Shown | null)[] {
  const byId = new Map(rows.map((row) => [row.id, show(row)]));
  return ids.map((id) => byId.get(id) ?? null);
}
