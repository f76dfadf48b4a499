import { Injectable } from '@nestjs/common';
import { Clock, Database, sql } from '#platform';

/** A client that was away for longer loads afresh (`RESYNC_REQUIRED`). */
export const eventDays = 30;
/** A quiet board keeps at least so many, whatever their age. */
export const keptEvents = 1_000;
/** Events of one transaction: the board's writers wait for it, some twenty milliseconds. */
const batch = 2_000;

/** Forgets old events of the boards' logs. */
@Injectable()
export class BoardLogTrim {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @returns how many events were forgotten */
  async run(signal?: AbortSignal): Promise<number> {
    const boards = await this.database.rows<{ boardId: string }>(sql`
      select board_id as "boardId" from board_log where last_seq - trimmed_to > ${keptEvents}::int`);
    let forgotten = 0;
    for (const { boardId } of boards) {
      for (let last = batch; last === batch && !signal?.aborted; forgotten += last) last = await this.trim(boardId);
    }
    return forgotten;
  }

  /** The mark moves under the lock of the board's counters, together with the events: nobody meets a hole between them. */
  private trim(boardId: string): Promise<number> {
    const oldest = new Date(this.clock.now().getTime() - eventDays * 86_400_000);
    return this.database.transaction((tx) =>
      tx.run(sql`
        with log as (
          select board_id, last_seq, trimmed_to from board_log where board_id = ${boardId} for no key update
        ), old as (
          select e.board_id, e.seq from log join board_event e on e.board_id = log.board_id
          where e.seq > log.trimmed_to and e.seq <= log.last_seq - ${keptEvents}::int
            and e.seq < coalesce((select min(f.seq) from board_event f
              where f.board_id = log.board_id and f.seq > log.trimmed_to and f.occurred_at >= ${oldest}), log.last_seq + 1)
          order by e.seq limit ${batch}
        ), mark as (
          update board_log set trimmed_to = (select max(seq) from old)
          where board_id = ${boardId} and exists (select from old)
        )
        delete from board_event e using old where e.board_id = old.board_id and e.seq = old.seq`),
    );
  }
}
