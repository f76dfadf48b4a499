import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BoardEventKind, BoardKind } from '../forum.types.js';

/** Container of threads. Who reads it is in `audience`, met by a viewer's keys. */
@Entity({ tableName: 'board' })
export class BoardRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Enum({ items: () => BoardKind, columnType: 'text' })
  kind!: BoardKind;
  @Property({ type: 'uuid' })
  @Index({ name: 'board_program' })
  programId!: string;
  @Property({ type: 'uuid', nullable: true })
  @Index({ name: 'board_cohort' })
  cohortId!: string | null;
  @Property({ type: 'uuid', nullable: true, unique: 'board_match_unique' })
  matchId!: string | null;
  @Property({ type: 'text' })
  title!: string;
  /** A viewer who has one of these keys may read (membership, `audience.ts`). Never changes. */
  @Property({ columnType: 'text[]', type: 'unknown' })
  @Index({ name: 'board_audience', type: 'gin' })
  audience!: string[];
  /** A viewer who has one of these keys also sees what waits for review here. */
  @Property({ columnType: 'text[]', type: 'unknown' })
  moderators!: string[];
  @Property({ type: 'int', nullable: true })
  slowModeSeconds!: number | null;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}

/** The counters of a board that every post touches, on a narrow row of their own: it is locked last and shortly. */
@Entity({ tableName: 'board_log' })
export class BoardLog {
  @PrimaryKey({ type: 'uuid' })
  boardId!: string;
  /** Sequence number of the newest event; events are numbered under this row's lock, so without gaps and in commit order. */
  @Property({ type: 'bigint', default: 0 })
  lastSeq!: number;
  /** Events up to here are deleted. */
  @Property({ type: 'bigint', default: 0 })
  trimmedTo!: number;
  /** Published posts on the board. */
  @Property({ type: 'int', default: 0 })
  postCount!: number;
}

/** One thing that happened on a board. Ids only: what is shown is read at delivery, for its receiver. */
@Entity({ tableName: 'board_event' })
@Index({ name: 'board_event_thread', properties: ['threadId', 'seq'] })
@Index({ name: 'board_event_age', properties: ['occurredAt'] })
export class BoardEventRow {
  @PrimaryKey({ type: 'uuid' })
  boardId!: string;
  @PrimaryKey({ type: 'bigint' })
  seq!: number;
  @Enum({ items: () => BoardEventKind, columnType: 'text' })
  kind!: BoardEventKind;
  /** Null for what concerns the board as a whole. */
  @Property({ type: 'uuid', nullable: true })
  threadId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  postId!: string | null;
  @Property({ type: 'timestamptz' })
  occurredAt!: Date;
}
