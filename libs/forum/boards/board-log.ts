import { Injectable } from '@nestjs/common';
import { Clock, LiveBus, liveTopics, sql, type Transaction } from '#platform';
import { BoardEventKind } from '../forum.types.js';
import type { BoardHold } from './board-holds.js';

export interface BoardEventEntry {
  kind: BoardEventKind;
  /** Null for what concerns the board as a whole. */
  threadId: string | null;
  postId?: string | null;
  /** Change of the number of published posts on the board. */
  posts?: number;
}

const takesDown: ReadonlySet<BoardEventKind> = new Set([BoardEventKind.POST_HIDDEN, BoardEventKind.POST_WITHDRAWN]);

/**
 * Writes the gap-free event log of boards. Numbers are given under the lock of the board's counter row, in the
 * transaction of the change: readers never see 5 before 4 exists, and a crash leaves neither a hole nor a ghost. From that
 * lock to the commit the board's other writers wait, so it is taken with the commit, whenever the entry was made.
 */
@Injectable()
export class BoardLogWriter {
  constructor(
    private readonly clock: Clock,
    private readonly liveBus: LiveBus,
  ) {}

  /** @param hold that the transaction may write on this board; one for taking down tells of nothing else */
  append(tx: Transaction, hold: BoardHold, entry: BoardEventEntry): void {
    const { boardId } = hold;
    if (hold.act === 'TAKE_DOWN' && !takesDown.has(entry.kind)) throw new Error(`${entry.kind} takes nothing down`);
    // A board without a log has no number to give: then nothing of the transaction happens.
    const statement = sql`
      with counted as (
        update board_log set last_seq = last_seq + 1, post_count = post_count + ${entry.posts ?? 0}::int
        where board_id = ${boardId} returning last_seq
      )
      insert into board_event (board_id, seq, kind, thread_id, post_id, occurred_at)
      values (${boardId}::uuid, (select last_seq from counted), ${entry.kind}, ${entry.threadId}::uuid,
        ${entry.postId ?? null}::uuid, ${this.clock.now()}::timestamptz)`;
    tx.sendLast(`board_log:${boardId}`, statement);
    tx.afterCommit.push(() => this.liveBus.wake(liveTopics.board(boardId)));
  }
}
