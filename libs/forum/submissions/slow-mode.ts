import { Injectable } from '@nestjs/common';
import { Clock, Refusal, sql, type Transaction, type Viewer } from '#platform';
import { isStaffOn, type Place } from '../forum.policy.js';
import type { Pace } from './places.queries.js';

/** A pace that is asked of this author here. */
export interface MeasuredPace {
  accountId: string;
  boardId: string;
  threadId: string | null;
  boardSeconds: number;
  threadSeconds: number;
}

/** The pace that the author has to keep; null for staff and where there is no slow mode. */
export function paceFor(viewer: Viewer, place: Place & Pace): MeasuredPace | null {
  const boardSeconds = place.boardPaceSeconds ?? 0;
  const threadSeconds = place.threadPaceSeconds ?? 0;
  if (boardSeconds + threadSeconds === 0 || isStaffOn(viewer, place)) return null;
  return {
    accountId: viewer.accountId,
    boardId: place.boardId,
    threadId: place.threadId,
    boardSeconds,
    threadSeconds,
  };
}

/** Slow mode: so many seconds between two posts of one person, on a board or in a thread. Posts that wait count too. */
@Injectable()
export class SlowMode {
  constructor(private readonly clock: Clock) {}

  /**
   * Posts that one person sends at once take turns here, so only the first of them passes.
   * @throws Refusal RATE_LIMITED with `retryAfterSeconds`
   */
  async admit(tx: Transaction, pace: MeasuredPace): Promise<void> {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`pace:${pace.accountId}:${pace.boardId}`}, 0))`);
    const now = this.clock.now();
    const longest = Math.max(pace.boardSeconds, pace.threadSeconds);
    const last = await tx.first<{ onBoard: Date | null; inThread: Date | null }>(sql`
      select max(created_at) as "onBoard", max(created_at) filter (where thread_id = ${pace.threadId}::uuid) as "inThread"
      from post where author_id = ${pace.accountId} and board_id = ${pace.boardId}
        and created_at > ${new Date(now.getTime() - longest * 1_000)} and state <> 'MOVED'`);
    const wait = Math.max(
      secondsLeft(last?.onBoard, pace.boardSeconds, now),
      secondsLeft(last?.inThread, pace.threadSeconds, now),
    );
    if (wait > 0) {
      throw new Refusal('RATE_LIMITED', 'Slow mode is on here: wait before the next post.', {
        retryAfterSeconds: wait,
      });
    }
  }
}

const secondsLeft = (last: Date | null | undefined, seconds: number, now: Date): number =>
  last ? Math.max(0, Math.ceil((last.getTime() + seconds * 1_000 - now.getTime()) / 1_000)) : 0;
