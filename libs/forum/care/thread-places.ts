import { Injectable } from '@nestjs/common';
import { Announcements, type Transaction, type Viewer } from '#platform';
import type { BoardHold } from '../boards/board-holds.js';
import { BoardLogWriter } from '../boards/board-log.js';
import { threadChanged } from '../forum.events.js';
import { BoardEventKind } from '../forum.types.js';
import type { CareBoard, CarePlace, LockedThread } from './care.queries.js';
import { ThreadChanges } from './thread-changes.js';

/** What follows when a thread stands in another place, or a new one beside it: trail, both boards' logs, listeners. */
@Injectable()
export class ThreadPlaces {
  constructor(
    private readonly changes: ThreadChanges,
    private readonly boardLog: BoardLogWriter,
    private readonly announcements: Announcements,
  ) {}

  async moved(
    tx: Transaction,
    move: {
      viewer: Viewer;
      requestId: string;
      from: CarePlace;
      to: CareBoard;
      thread: LockedThread;
      holds: { from: BoardHold; to: BoardHold };
    },
  ): Promise<void> {
    const { from, to, thread, holds } = move;
    const { threadId, programId, matchId, openingPostId } = from;
    await this.changes.trace(tx, {
      ...move,
      programId,
      matchId,
      threadId,
      hold: holds.to,
      published: thread.published,
      action: 'thread.moved',
      facts: { fromBoardId: from.boardId, toBoardId: to.boardId },
    });
    if (thread.published) {
      const { THREAD_CHANGED, THREAD_CREATED } = BoardEventKind;
      const posts = thread.postCount;
      this.boardLog.append(tx, holds.from, { threadId, kind: THREAD_CHANGED, posts: -posts });
      this.boardLog.append(tx, holds.to, {
        threadId,
        postId: openingPostId,
        kind: THREAD_CREATED,
        posts,
      });
    }
    await this.announcements.announce(tx, threadChanged, { threadId, boardId: to.boardId, fromBoardId: from.boardId });
  }

  async split(
    tx: Transaction,
    split: {
      viewer: Viewer;
      requestId: string;
      from: CarePlace;
      hold: BoardHold;
      newThreadId: string;
      openingPostId: string;
      posts: number;
    },
  ): Promise<void> {
    const { from, hold, newThreadId, openingPostId } = split;
    const { threadId, boardId, programId, matchId } = from;
    const facts = { newThreadId, posts: split.posts };
    await this.changes.tell(tx, {
      ...split,
      programId,
      matchId,
      threadId,
      published: true,
      action: 'thread.split',
      facts,
    });
    const kind = BoardEventKind.THREAD_CREATED;
    this.boardLog.append(tx, hold, { threadId: newThreadId, postId: openingPostId, kind });
    await this.announcements.announce(tx, threadChanged, { threadId: newThreadId, boardId, fromBoardId: null });
  }
}
