import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Priority } from '../safety.types.js';
import { ReviewableKind, ReviewableState, ReviewEventKind } from './review.enums.js';

/** Unit of moderators' work. One for each kind and target: it opens again instead of being made twice. */
@Entity({ tableName: 'reviewable' })
@Index({
  name: 'reviewable_target',
  expression: 'create unique index "reviewable_target" on "reviewable" ("kind", "target_id")',
})
@Index({
  name: 'reviewable_queue',
  expression:
    'create index "reviewable_queue" on "reviewable" ("program_id", "priority", "due_at", "id") where "state" = \'PENDING\'',
})
@Index({
  name: 'reviewable_due',
  expression: 'create index "reviewable_due" on "reviewable" ("due_at") where "state" = \'PENDING\'',
})
@Index({
  name: 'reviewable_post',
  expression: 'create index "reviewable_post" on "reviewable" ("post_id") where "post_id" is not null',
})
export class ReviewableRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Enum({ items: () => ReviewableKind, columnType: 'text' })
  kind!: ReviewableKind;
  @Enum({ items: () => ReviewableState, columnType: 'text' })
  state!: ReviewableState;
  @Enum({ items: () => Priority, columnType: 'text' })
  priority!: Priority;
  @Property({ type: 'uuid' })
  programId!: string;
  /** What makes it one of its kind: the post, the flagged revision or account, the decision appealed. */
  @Property({ type: 'uuid' })
  targetId!: string;
  @Property({ type: 'uuid', nullable: true })
  boardId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  matchId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  threadId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  postId!: string | null;
  /** The text that a decision is about; another one makes a new version. */
  @Property({ type: 'uuid', nullable: true })
  revisionId!: string | null;
  /** Author of the text, or the person it is about. */
  @Property({ type: 'uuid', nullable: true })
  subjectAccountId!: string | null;
  /** For the safeguarding lead and the owner of the case alone (domain 2.2). */
  @Property({ type: 'boolean', default: false })
  restricted!: boolean;
  /** Goes up with everything that a decision must know of. */
  @Property({ type: 'int', default: 1 })
  version!: number;
  /** `{ "BULLYING": 2 }` */
  @Property({ type: 'jsonb', default: '{}' })
  flagCounts!: object;
  /** What was seen when it was opened: survives edits and withdrawal, goes with erasure unless a case needs it. */
  @Property({ type: 'jsonb', nullable: true })
  evidence!: object | null;
  @Property({ type: 'timestamptz' })
  openedAt!: Date;
  @Property({ type: 'timestamptz' })
  dueAt!: Date;
  /** When it was last found to be late; null while it is in time. */
  @Property({ type: 'timestamptz', nullable: true })
  breachedAt!: Date | null;
  @Property({ type: 'uuid', nullable: true })
  claimedBy!: string | null;
  @Property({ type: 'timestamptz', nullable: true })
  claimExpiresAt!: Date | null;
  @Property({ type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;
}

/** Who may not decide on an item, and why: who reported it is among them, so this is never shown. */
@Entity({ tableName: 'review_conflict' })
export class ReviewConflictRow {
  @ManyToOne(() => ReviewableRow, { primary: true })
  reviewable!: ReviewableRow;
  @PrimaryKey({ type: 'uuid' })
  accountId!: string;
  /** REPORTED, DECIDED_BEFORE. */
  @Property({ type: 'text' })
  why!: string;
}

/** One thing that happened to an item. Never changed. */
@Entity({ tableName: 'reviewable_history' })
@Index({ name: 'reviewable_history_item', properties: ['reviewable', 'at', 'id'] })
export class ReviewableHistoryRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => ReviewableRow)
  reviewable!: ReviewableRow;
  @Property({ type: 'timestamptz' })
  at!: Date;
  /** Null where the system acts by itself. */
  @Property({ type: 'uuid', nullable: true })
  actorId!: string | null;
  /** Past tense: `opened`, `claimed`, `taken over`, `decided` … */
  @Property({ type: 'text' })
  action!: string;
  /** What staff wrote for staff: a hand-over, for example. */
  @Property({ type: 'text', nullable: true })
  note!: string | null;
  /** Codes: the decision's kind, the priorities before and after. */
  @Property({ type: 'jsonb', default: '{}' })
  facts!: object;
}

/** What a rule found in a text: never the text itself. */
@Entity({ tableName: 'finding' })
@Index({ name: 'finding_post', properties: ['postId', 'revisionId'] })
@Index({
  name: 'finding_item',
  expression: 'create index "finding_item" on "finding" ("reviewable_id") where "reviewable_id" is not null',
})
@Index({
  name: 'finding_weak',
  expression: 'create index "finding_weak" on "finding" ("author_id", "board_id", "found_at") where "weak"',
})
export class FindingRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  /** Null: nothing waits because of it (a weak signal), or it waits with the post's item. */
  @Property({ type: 'uuid', nullable: true })
  reviewableId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  postId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  revisionId!: string | null;
  @Property({ type: 'uuid' })
  authorId!: string;
  @Property({ type: 'uuid', nullable: true })
  boardId!: string | null;
  @Property({ type: 'text' })
  ruleId!: string;
  @Property({ type: 'int' })
  ruleVersion!: number;
  @Property({ type: 'text' })
  category!: string;
  /** What help it calls for. */
  @Property({ type: 'text', nullable: true })
  topic!: string | null;
  @Enum({ items: () => Priority, columnType: 'text' })
  priority!: Priority;
  /** Counts towards a concern, and is none by itself. */
  @Property({ type: 'boolean' })
  weak!: boolean;
  /** Start and end, start and end …: UTF-16 offsets into the Markdown. */
  @Property({ type: 'unknown', columnType: 'int[]' })
  spans!: number[];
  @Property({ type: 'timestamptz' })
  foundAt!: Date;
}

/** The newest number of a program's queue log. */
@Entity({ tableName: 'review_log' })
export class ReviewLogRow {
  @PrimaryKey({ type: 'uuid' })
  programId!: string;
  @Property({ type: 'bigint', default: 0 })
  lastSeq!: number;
  /** Events up to here are deleted. */
  @Property({ type: 'bigint', default: 0 })
  trimmedTo!: number;
}

/** One thing that happened in a program's queue. Ids only: what is shown is read at delivery, for its receiver. */
@Entity({ tableName: 'review_event' })
@Index({ name: 'review_event_age', properties: ['occurredAt'] })
export class ReviewEventRow {
  @PrimaryKey({ type: 'uuid' })
  programId!: string;
  @PrimaryKey({ type: 'bigint' })
  seq!: number;
  @Enum({ items: () => ReviewEventKind, columnType: 'text' })
  kind!: ReviewEventKind;
  @Property({ type: 'uuid' })
  reviewableId!: string;
  @Property({ type: 'timestamptz' })
  occurredAt!: Date;
}

/** That a member of staff has seen a published post of a pair; the first time counts. */
@Entity({ tableName: 'staff_sight' })
@Index({ name: 'staff_sight_board', properties: ['boardId', 'seenAt'] })
export class StaffSightRow {
  @PrimaryKey({ type: 'uuid' })
  postId!: string;
  @Property({ type: 'uuid' })
  boardId!: string;
  @Property({ type: 'uuid' })
  seenBy!: string;
  @Property({ type: 'timestamptz' })
  seenAt!: Date;
}

/** That somebody took on a grave matter, for their share of them in a shift. */
@Entity({ tableName: 'grave_claim' })
export class GraveClaimRow {
  @PrimaryKey({ type: 'uuid' })
  accountId!: string;
  @PrimaryKey({ type: 'uuid' })
  reviewableId!: string;
  @Property({ type: 'timestamptz' })
  at!: Date;
}
