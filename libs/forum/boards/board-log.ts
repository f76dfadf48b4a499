import { Injectable } from '@nestjs/common';
import { Clock, LiveBus, liveTopics, sql, type Transaction } from '#platform';
import type { BoardEventKind } from '../forum.types.js';

export interface BoardEventEntry {
  boardId: string;
  kind: BoardEventKind;
  /** Null for what concerns the board as a whole. */
  threadId: string | null;
  postId?: string | null;
  /** Change of the number of published posts on the board. */
  posts?: number;
}

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

  append(tx: Transaction, entry: BoardEventEntry): void {
    // A board without a log has no number to give: then nothing of the transaction happens.
    const statement = sql`
      with counted as (
        update board_log set last_seq = last_seq + 1, post_count = post_count + ${entry.posts ?? 0}::int
        where board_id = ${entry.boardId} returning last_seq
      )
      insert into board_event (board_id, seq, kind, thread_id, post_id, occurred_at)
      values (${entry.boardId}::uuid, (select last_seq from counted), ${entry.kind}, ${entry.threadId}::uuid,
        ${entry.postId ?? null}::uuid, ${this.clock.now()}::timestamptz)`;
    tx.sendLast(`board_log:${entry.boardId}`, statement);
    tx.afterCommit.push(() => this.liveBus.wake(liveTopics.board(entry.boardId)));
  }
}
