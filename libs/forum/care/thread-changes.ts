import { Injectable } from '@nestjs/common';
import { Announcements, Audit, type AuditEntry, type Transaction, type Viewer } from '#platform';
import type { BoardHold } from '../boards/board-holds.js';
import { BoardLogWriter } from '../boards/board-log.js';
import { threadChanged } from '../forum.events.js';
import { roleOn } from '../forum.policy.js';
import { BoardEventKind } from '../forum.types.js';

export interface ThreadChange {
  viewer: Viewer;
  requestId: string;
  programId: string;
  matchId: string | null;
  threadId: string;
  hold: BoardHold;
  /** A thread that nobody else knows of yet is changed without a word to the board. */
  published: boolean;
  action: string;
  facts: NonNullable<AuditEntry['facts']>;
}

/** What follows every act of care, last in its transaction: the trail, the live viewers, and who listens. */
@Injectable()
export class ThreadChanges {
  constructor(
    private readonly audit: Audit,
    private readonly boardLog: BoardLogWriter,
    private readonly announcements: Announcements,
  ) {}

  async tell(tx: Transaction, change: ThreadChange): Promise<void> {
    await this.trace(tx, change);
    const { threadId, hold } = change;
    if (change.published) this.boardLog.append(tx, hold, { threadId, kind: BoardEventKind.THREAD_CHANGED });
    await this.announcements.announce(tx, threadChanged, { threadId, boardId: hold.boardId, fromBoardId: null });
  }

  /** The line of the trail alone. */
  async trace(
    tx: Transaction,
    { viewer, requestId, programId, matchId, threadId, action, facts }: ThreadChange,
  ): Promise<void> {
    await this.audit.write(tx, {
      action,
      actorId: viewer.accountId,
      actorRole: roleOn(viewer, { programId, matchId }),
      programId,
      targetType: 'Thread',
      targetId: threadId,
      requestId,
      facts,
    });
  }
}
