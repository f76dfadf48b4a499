import { Injectable } from '@nestjs/common';
import {
  Clock,
  Database,
  Ids,
  insertInto,
  mostPerPage,
  Refusal,
  requireUuid,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { roleOn } from '../forum.policy.js';
import { PostState, ThreadKind } from '../forum.types.js';
import { mayCare } from './care.policy.js';
import { BoardHolds } from '../boards/board-holds.js';
import { type CarePlace, type LockedThread, placeOfCare, threadColumns } from './care.queries.js';
import type { SplitThreadInput } from './care.types.js';
import { replant, type Replanted } from './replanting.js';
import { ThreadPlaces } from './thread-places.js';
import {
  countLoss,
  followReading,
  followWatches,
  leaveStubs,
  type MovingPost,
  plant,
  subtreesOf,
} from './thread-splits.queries.js';
import { Titles } from './titles.js';

/** Posts that one split moves at the most: the old thread waits meanwhile, and a thousand take a tenth of a second. */
const mostPosts = 1_000;

/** Taking replies out of a thread into one of their own. Posts keep their ids, so links to them hold. */
@Injectable()
export class ThreadSplits {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly titles: Titles,
    private readonly holds: BoardHolds,
    private readonly places: ThreadPlaces,
  ) {}

  /** @returns the id of the new thread */
  async split(viewer: Viewer, input: SplitThreadInput, requestId: string): Promise<string> {
    const from = await this.database.first<CarePlace>(placeOfCare(viewer, requireUuid('Thread', input.threadId)));
    if (!from) throw Refusal.notFound();
    mayCare(from);
    const postIds = [...new Set(input.postIds.map((id) => requireUuid('Post', id)))];
    checkNamed(postIds, from.openingPostId);
    const title = await this.titles.admit(viewer, from, input.title);
    const newThreadId = this.ids.next();
    await this.database.transaction(async (tx) => {
      const place = { accountId: viewer.accountId, ...from };
      const { hold, thread } = await this.holds.thread<LockedThread>(tx, place, 'CARE', threadColumns, 'writers');
      const moving = await tx.rows<MovingPost>(subtreesOf(viewer, from.threadId, postIds, mostPosts + 1));
      const opening = checkMoving(moving, postIds);
      const places = replant(moving);
      await this.open(tx, newThreadId, { from, title, opening, moving });
      await tx.run(plant(newThreadId, places));
      await this.leave(tx, viewer, from, thread, moving);
      await this.follow(tx, from.threadId, newThreadId, moving, places);
      await this.places.split(tx, {
        viewer,
        requestId,
        from,
        hold,
        newThreadId,
        openingPostId: opening.id,
        posts: moving.length,
      });
    });
    return newThreadId;
  }

  private async open(
    tx: Transaction,
    id: string,
    { from, title, opening, moving }: { from: CarePlace; title: string; opening: MovingPost; moving: MovingPost[] },
  ): Promise<void> {
    const now = this.clock.now();
    const published = moving.filter(({ state }) => state === PostState.PUBLISHED);
    await tx.run(
      insertInto('thread', {
        id,
        boardId: from.boardId,
        kind: ThreadKind.DISCUSSION,
        title,
        authorId: opening.authorId,
        authorRole: opening.authorRole,
        openingPostId: opening.id,
        createdAt: now,
        publishedAt: now,
        lastActivityAt: published.at(-1)?.publishedAt ?? now,
        lastNumber: moving.filter(({ number }) => number !== null).length,
        postCount: published.length,
      }),
    );
  }

  /** What the old thread keeps: an empty place for each post that had a number, and counters without them. */
  private async leave(
    tx: Transaction,
    viewer: Viewer,
    from: CarePlace,
    thread: LockedThread,
    moving: readonly MovingPost[],
  ): Promise<void> {
    const { threadId, boardId } = from;
    const numbered = moving.filter(({ number }) => number !== null);
    const stubIds = new Map(numbered.map(({ id }) => [id, this.ids.next()]));
    const stubs = numbered.map((post) => ({
      ...post,
      id: stubIds.get(post.id) ?? '',
      parentId: post.parentId && (stubIds.get(post.parentId) ?? post.parentId),
      movedTo: post.id,
    }));
    const role = roleOn(viewer, from) ?? '';
    await tx.run(leaveStubs(stubs, { threadId, boardId, by: viewer.accountId, role, now: this.clock.now() }));
    const published = numbered.filter(({ state }) => state === PostState.PUBLISHED);
    const parents = published.flatMap(({ parentId }) => (parentId && !stubIds.has(parentId) ? [parentId] : []));
    const accepted = thread.acceptedPostId !== null && stubIds.has(thread.acceptedPostId);
    await tx.run(countLoss(threadId, { published: published.length, parents, accepted }));
  }

  private async follow(
    tx: Transaction,
    threadId: string,
    newThreadId: string,
    moving: readonly MovingPost[],
    places: readonly Replanted[],
  ): Promise<void> {
    const after = new Map(places.map(({ id, number }) => [id, number]));
    const numbers = moving.flatMap(({ id, number }) =>
      number === null ? [] : [[number, after.get(id) ?? 0] as const],
    );
    await tx.run(followReading(threadId, newThreadId, numbers, this.clock.now()));
    const watches = await tx.first<{ count: number }>(sql`select count(*) from watch where thread_id = ${threadId}`);
    const ids = Array.from({ length: watches?.count ?? 0 }, () => this.ids.next());
    await tx.run(followWatches(threadId, newThreadId, ids));
  }
}

function checkNamed(postIds: readonly string[], openingPostId: string): void {
  if (postIds.length < 1 || postIds.length > mostPerPage) {
    throw Refusal.invalid('postIds', `must be from 1 to ${mostPerPage}`);
  }
  if (postIds.includes(openingPostId)) throw Refusal.invalid('postIds', 'must leave the opening post where it is');
}

/** @returns the post that opens the new thread */
function checkMoving(moving: readonly MovingPost[], postIds: readonly string[]): MovingPost {
  if (moving.length > mostPosts) throw Refusal.invalid('postIds', `have more than ${mostPosts} posts below them`);
  const named = new Map(moving.map((post) => [post.id, post]));
  for (const id of postIds) {
    const post = named.get(id);
    if (!post?.known) throw Refusal.notFound();
    if (post.number === null) throw Refusal.invalid('postIds', 'must be published once: one of them waits');
    if (post.state === PostState.MOVED) throw Refusal.invalid('postIds', 'must be posts: one of them moved already');
  }
  const [opening] = moving;
  if (opening?.state !== PostState.PUBLISHED) {
    throw Refusal.invalid('postIds', 'must begin with a published post: it opens the new thread');
  }
  return opening;
}
