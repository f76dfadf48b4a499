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
  audience: string[];
  moderators: string[];
  programId: string;
  lastSeq: number;
  trimmedTo: number;
}

const columns = sql`b.id as "boardId", b.audience, b.moderators, b.program_id as "programId",
  l.last_seq as "lastSeq", l.trimmed_to as "trimmedTo"`;

export const stateOfBoard = (boardId: string): Sql =>
  sql`select ${columns} from board b join board_log l on l.board_id = b.id where b.id = ${boardId}`;

export const boardOfThread = (threadId: string): Sql =>
  sql`select board_id as "boardId" from thread where id = ${threadId}`;

export interface OtherBoard {
  boardId: string;
  audience: string[];
  moderators: string[];
  programId: string;
}

/** Other boards on which something that these events tell of is by now: staff moved it. Empty almost always. */
export const otherBoards = (boardId: string, threadIds: readonly string[], postIds: readonly string[]): Sql => sql`
  select b.id as "boardId", b.audience, b.moderators, b.program_id as "programId" from board b
  where b.id <> ${boardId} and b.id in (
    select board_id from thread where id = any(${threadIds}::uuid[])
    union select board_id from post where id = any(${postIds}::uuid[]))`;

export const authorsOf = (threadIds: readonly string[], postIds: readonly string[]): Sql => sql`
  select author_id as "accountId" from thread where id = any(${threadIds}::uuid[])
  union select author_id from post where id = any(${postIds}::uuid[])`;

export const newestSeqs = (boardIds: readonly string[]): Sql =>
  sql`select board_id as "boardId", last_seq as "lastSeq" from board_log where board_id = any(${boardIds}::uuid[])`;

export const eventsAfter = (boardId: string, seq: number, limit: number): Sql => sql`
  select seq, kind, thread_id as "threadId", post_id as "postId", occurred_at as "occurredAt"
  from board_event where board_id = ${boardId} and seq > ${seq} order by seq limit ${limit}`;

/** Who of these people lost an enrolment by the mere passing of time since the last look. */
export const lapsedSince = (accountIds: readonly string[], since: Date, now: Date): Sql => sql`
  select distinct account_id as "accountId" from enrolment
  where account_id = any(${accountIds}::uuid[]) and in_force_until > ${since} and in_force_until <= ${now}`;

export const reactionsOf = (postIds: readonly string[], accountIds: readonly string[]): Sql => sql`
  select post_id as "postId", account_id as "accountId", array_agg(kind) as kinds from reaction
  where post_id = any(${postIds}::uuid[]) and account_id = any(${accountIds}::uuid[]) group by post_id, account_id`;
