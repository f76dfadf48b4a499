import { Injectable } from '@nestjs/common';
import { inForce } from '#membership';
import { Clock, Refusal, sql, type Sql, type Transaction } from '#platform';
import type { PostState } from '../forum.types.js';
import { type BoardAct, type BoardStanding, requireAdmitted } from './board-acts.js';

let makeHold: (boardId: string, act: BoardAct) => BoardHold;

/**
 * Proof that a transaction may do this on a board: the match of the board, the other matches of the person and the
 * person's enrolments are locked until it ends, so whoever pauses or stops one of them waits, or was first and was seen.
 * Only `BoardHolds` makes one, and without one nothing is written to a board's log.
 */
export class BoardHold {
  static {
    makeHold = (boardId, act) => new BoardHold(boardId, act);
  }

  private constructor(
    readonly boardId: string,
    readonly act: BoardAct,
  ) {}

  /** Taking a text out of sight is never refused, and needs nothing of the match. */
  static forTakingDown(boardId: string): BoardHold {
    return makeHold(boardId, 'TAKE_DOWN');
  }
}

/**
 * CTEs `voice` and `pairs`: the enrolments of the person in the program of the board, then the match of the board and those
 * of the person. Locked in this order, each by id. A statement that names them in a later lock (`heldFirst`) takes that
 * lock after theirs; what pauses a match or an enrolment holds the same rows alone.
 */
export const holding = (person: Sql, board: Sql, now: Date): Sql => sql`
  voice as materialized (
    select ${inForce('e', now)} as in_force, e.pause_reason = 'SAFETY' as stopped,
      e.silenced_until > ${now}::timestamptz as silenced
    from enrolment e
    where e.account_id = ${person} and e.program_id = (select h.program_id from board h where h.id = ${board})
    order by e.id for share
  ), pairs as materialized (
    select m.id, m.state, m.stopped_at is not null as stopped from match m
    where m.id = any(array(
        select h.match_id from board h where h.id = ${board} and h.match_id is not null
        union select mp.match_id from match_participant mp where mp.account_id = ${person}))
      and (select count(*) from voice) >= 0
    order by m.id for share
  )`;

/** Goes into the `where` of what is locked after `holding`. */
export const heldFirst = sql`(select count(*) from pairs) >= 0`;

/** The columns of `BoardStanding`; alias b is the board. After `holding` in the same statement. */
const standingColumns = (person: Sql): Sql => sql`
  b.id as "boardId", b.kind as "boardKind",
  (select q.state from pairs q where q.id = b.match_id) as "matchState",
  coalesce((select q.stopped from pairs q where q.id = b.match_id), false) as stopped,
  exists (select from match_participant mp where mp.match_id = b.match_id and mp.account_id = ${person}) as "ofPair",
  exists (select from voice where in_force) as "takesPart",
  exists (select from voice where in_force and silenced is not true) as "hasVoice",
  exists (select from voice where stopped) as "stoppedForSafety",
  exists (select from pairs q join match_participant mp on mp.match_id = q.id and mp.account_id = ${person}
    where q.stopped) as "keptApart",
  exists (select from pairs q join match_participant mp on mp.match_id = q.id and mp.account_id = ${person}
    where q.stopped and mp.role = 'MENTOR' and q.state <> 'CLOSED_SAFETY') as "awaitsLead"`;

/**
 * The same question where the rows are held already, by an earlier statement of the transaction: as a condition, for the
 * statement that stores a text. It is asked of what was committed, so it must not stand in the statement that locks.
 */
export const admitsText = (author: Sql, board: Sql, now: Date): Sql => sql`(
  exists (
    select from board h join enrolment e on e.program_id = h.program_id
    where h.id = ${board} and e.account_id = ${author} and ${inForce('e', now)}
      and (e.silenced_until is null or e.silenced_until <= ${now}::timestamptz))
  and not exists (
    select from board h join match m on m.id = h.match_id
    where h.id = ${board} and m.state not in ('ACTIVE', 'CLOSING') and (m.state <> 'PAUSED' or exists (
      select from match_participant mp where mp.match_id = m.id and mp.account_id = ${author}))))`;

/**
 * Whether a person would meet somebody from whom a stopped match keeps them apart, on whatever board.
 * @param met account ids, as a select: asked only for who is kept apart at all
 */
export const meetsApart = (person: Sql, met: Sql): Sql => sql`exists (
  select from match_participant mine join match m on m.id = mine.match_id and m.stopped_at is not null
    join match_participant theirs on theirs.match_id = m.id and theirs.role <> mine.role
  where mine.account_id = ${person} and theirs.account_id in (${met}))`;

/** A post under its lock, for what changes it. */
export interface HeldPost extends BoardStanding {
  postId: string;
  threadId: string;
  authorId: string;
  state: PostState;
}

/** The one place where a write to a board begins: locks, asks whether it may, and gives the proof. */
@Injectable()
export class BoardHolds {
  constructor(private readonly clock: Clock) {}

  /** @throws Refusal NOT_FOUND, BOARD_CLOSED, FORBIDDEN */
  async board(tx: Transaction, accountId: string, boardId: string, act: BoardAct): Promise<BoardHold> {
    const person = sql`${accountId}::uuid`;
    return this.admit(
      act,
      await tx.first<BoardStanding>(sql`
        with ${holding(person, sql`${boardId}::uuid`, this.clock.now())}
        select ${standingColumns(person)} from board b where b.id = ${boardId}`),
    );
  }

  /**
   * Locks a thread that stands on this board.
   * @param against `writers`: also those who are adding a post at this moment; needed where posts change their place
   * @throws Refusal CONFLICT if it stands elsewhere by now; and as `board`
   */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names what its columns are
  async thread<Thread extends object>(
    tx: Transaction,
    { accountId, threadId, boardId }: { accountId: string; threadId: string; boardId: string },
    act: BoardAct,
    columns: Sql,
    against: 'changes' | 'writers' = 'changes',
  ): Promise<{ hold: BoardHold; thread: Thread }> {
    const person = sql`${accountId}::uuid`;
    const row = await tx.first<BoardStanding & Thread>(sql`
      with ${holding(person, sql`${boardId}::uuid`, this.clock.now())}
      select ${columns}, ${standingColumns(person)} from thread t join board b on b.id = ${boardId}
      where t.id = ${threadId} and t.board_id = ${boardId} and ${heldFirst}
      ${against === 'writers' ? sql`for update of t` : sql`for no key update of t`}`);
    if (!row) throw new Refusal('CONFLICT', 'The thread was moved meanwhile.');
    return { hold: this.admit(act, row), thread: row };
  }

  /**
   * Locks a post and its thread, with what its author may do on its board. What may be done is asked by `PostStates`, which
   * knows of which step of the post.
   */
  async post<Post extends BoardStanding>(tx: Transaction, postId: string, columns: Sql): Promise<Post> {
    const target = sql`(select x.author_id from post x where x.id = ${postId})`;
    const board = sql`(select x.board_id from post x where x.id = ${postId})`;
    const once = (): Promise<Post | null> =>
      tx.first<Post>(sql`
        with ${holding(target, board, this.clock.now())}, locked as materialized (
          select t.id, t.opening_post_id from thread t
          where t.id = (select x.thread_id from post x where x.id = ${postId}) and ${heldFirst} for no key update
        )
        select ${columns}, ${standingColumns(target)}
        from locked join post p on p.thread_id = locked.id join board b on b.id = p.board_id
        where p.id = ${postId} for no key update of p`);
    return found(await twice(once));
  }

  /** Locks a post alone: for who answers it without words. */
  async answered(
    tx: Transaction,
    accountId: string,
    postId: string,
  ): Promise<{ hold: BoardHold; state: PostState; threadId: string }> {
    const person = sql`${accountId}::uuid`;
    const board = sql`(select x.board_id from post x where x.id = ${postId})`;
    const once = (): Promise<HeldPost | null> =>
      tx.first<HeldPost>(sql`
        with ${holding(person, board, this.clock.now())}
        select p.id as "postId", p.thread_id as "threadId", p.author_id as "authorId", p.state, ${standingColumns(person)}
        from post p join board b on b.id = p.board_id where p.id = ${postId} and ${heldFirst} for no key update of p`);
    const post = found(await twice(once));
    const hold = this.admit('ANSWER', post);
    if (post.keptApart && (await this.meet(tx, accountId, sql`select ${post.authorId}::uuid`))) {
      throw keptApart();
    }
    return { hold, ...post };
  }

  /** @returns whether a stopped match keeps this person apart from one of those @param met account ids, as a select */
  async meet(tx: Transaction, accountId: string, met: Sql): Promise<boolean> {
    return (await tx.run(sql`select where ${meetsApart(sql`${accountId}::uuid`, met)}`)) > 0;
  }

  /** The proof for a standing that was read under the locks. */
  admit(act: BoardAct, standing: BoardStanding | null): BoardHold {
    const board = found(standing);
    requireAdmitted(act, board);
    return makeHold(board.boardId, act);
  }
}

export const keptApart = (): Refusal =>
  new Refusal('FORBIDDEN', 'A match of you two is paused: nothing goes from one to the other until it goes on.');

/** Whoever waited here while staff moved the post to another board or thread finds nothing in the old place: look again. */
const twice = async <Row>(once: () => Promise<Row | null>): Promise<Row | null> => (await once()) ?? (await once());

function found<Row>(row: Row | null): Row {
  if (row === null) throw Refusal.notFound();
  return row;
}
