import { Injectable } from '@nestjs/common';
import { BoardReaders } from '#membership';
import { Clock, Database, Refusal, requireUuid, sql, type Transaction, type Viewer } from '#platform';
import { BoardHolds } from '../boards/board-holds.js';
import { mayCare, mayMoveBetween } from './care.policy.js';
import {
  boardOfCare,
  type CareBoard,
  type CarePlace,
  type LockedThread,
  placeOfCare,
  threadColumns,
} from './care.queries.js';
import type { MoveThreadInput } from './care.types.js';
import { ThreadPlaces } from './thread-places.js';

/** Moving a thread to another board of its program. */
@Injectable()
export class ThreadMoves {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly readers: BoardReaders,
    private readonly holds: BoardHolds,
    private readonly places: ThreadPlaces,
  ) {}

  /** Moving a thread to where it is changes nothing. */
  async move(viewer: Viewer, input: MoveThreadInput, requestId: string): Promise<string> {
    const from = await this.database.first<CarePlace>(placeOfCare(viewer, requireUuid('Thread', input.threadId)));
    const to = await this.database.first<CareBoard>(boardOfCare(viewer, requireUuid('Board', input.boardId)));
    if (!from || !to) throw Refusal.notFound();
    mayCare(from);
    mayMoveBetween(from, to);
    if (from.boardId === to.boardId) return from.threadId;
    const stay = await this.watchersWhoRead(from.threadId, to);
    await this.database.transaction(async (tx) => {
      const { accountId } = viewer;
      const toHold = await this.holds.board(tx, accountId, to.boardId, 'CARE');
      const { hold, thread } = await this.holds.thread<LockedThread>(
        tx,
        { accountId, ...from },
        'CARE',
        threadColumns,
        'writers',
      );
      await tx.run(sql`update thread set board_id = ${to.boardId} where id = ${from.threadId}`);
      await tx.run(sql`update post set board_id = ${to.boardId} where thread_id = ${from.threadId}`);
      await this.putOthersToSleep(tx, from.threadId, stay);
      await this.places.moved(tx, { viewer, requestId, from, to, thread, holds: { from: hold, to: toHold } });
    });
    return from.threadId;
  }

  /** Those who watch the thread and read the board that it goes to. */
  private async watchersWhoRead(threadId: string, { audience }: CareBoard): Promise<string[]> {
    const watchers = await this.database.rows<{ accountId: string }>(
      sql`select account_id as "accountId" from watch where thread_id = ${threadId}`,
    );
    const readers = await this.readers.among(
      audience,
      watchers.map(({ accountId }) => accountId),
    );
    return readers.map(({ accountId }) => accountId);
  }

  /** A watch without access is offered again on return, not silently active (S12, S9). */
  private async putOthersToSleep(tx: Transaction, threadId: string, stay: readonly string[]): Promise<void> {
    await tx.run(sql`
      update watch set asleep_since = ${this.clock.now()}
      where thread_id = ${threadId} and asleep_since is null and account_id <> all(${stay}::uuid[])`);
  }
}
