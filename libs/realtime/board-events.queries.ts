import { type BoardEventKind } from '#forum';
import { sql, type Sql } from '#platform';

export interface LoggedEvent {
  seq: number;
  kind: BoardEventKind;
  /** Null for what concerns the board as a whole. */
  threadId: string | null;
  postId: string | null;
  occurredAt: Date;
}

export interface BoardState {
  boardId: string;
  /** Keys that open it; they stay as they are for as long as the board exists. */
  audience: string[];
  lastSeq: number;
  trimmedTo: number;
}

export const stateOfBoard = (boardId: string): Sql =>
  sql`select b.id as "boardId", b.audience, l.last_seq as "lastSeq", l.trimmed_to as "trimmedTo"
  from board b join board_log l on l.board_id = b.id where b.id = ${boardId}`;

export const boardOfThread = (threadId: string): Sql =>
  sql`select board_id as "boardId" from thread where id = ${threadId}`;

export const newestSeqs = (boardIds: readonly string[]): Sql =>
  sql`select board_id as "boardId", last_seq as "lastSeq" from board_log where board_id = any(${boardIds}::uuid[])`;

export const eventsAfter = (boardId: string, seq: number, limit: number): Sql => sql`
  select seq, kind, thread_id as "threadId", post_id as "postId", occurred_at as "occurredAt"
  from board_event where board_id = ${boardId} and seq > ${seq} order by seq limit ${limit}`;

/** Who of these people lost an enrolment by the mere passing of time since the last look. */
export const lapsedSince = (accountIds: readonly string[], since: Date, now: Date): Sql => sql`
  select distinct account_id as "accountId" from enrolment
  where account_id = any(${accountIds}::uuid[]) and in_force_until > ${since} and in_force_until <= ${now}`;
