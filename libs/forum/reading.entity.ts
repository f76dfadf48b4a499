import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { WatchLevel, WatchReason } from './forum.types.js';

/** How far one person has read a thread. Never seen by another. */
@Entity({ tableName: 'read_mark' })
export class ReadMark {
  @PrimaryKey({ type: 'uuid' })
  accountId!: string;
  @PrimaryKey({ type: 'uuid' })
  @Index({ name: 'read_mark_thread' })
  threadId!: string;
  /** Every post up to this number is read. It only grows. */
  @Property({ type: 'int', default: 0 })
  lastReadNumber!: number;
  /** Numbers above it that are read too (own posts, a jump), sorted. */
  @Property({ type: 'unknown', columnType: 'int[]', default: '{}' })
  readAbove!: number[];
  @Property({ type: 'timestamptz' })
  updatedAt!: Date;
}

/** What somebody wants to hear about a thread or a board. */
@Entity({ tableName: 'watch' })
@Index({
  name: 'watch_thread',
  expression: 'create unique index "watch_thread" on "watch" ("thread_id", "account_id") where "thread_id" is not null',
})
@Index({
  name: 'watch_board',
  expression: 'create unique index "watch_board" on "watch" ("board_id", "account_id") where "board_id" is not null',
})
@Index({ name: 'watch_account', properties: ['accountId'] })
export class WatchRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'uuid' })
  accountId!: string;
  @Property({ type: 'uuid', nullable: true })
  threadId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  boardId!: string | null;
  @Enum({ items: () => WatchLevel, columnType: 'text' })
  level!: WatchLevel;
  @Enum({ items: () => WatchReason, columnType: 'text' })
  reason!: WatchReason;
  /** Set when access was lost: the level is offered again on return, not silently active (S9). */
  @Property({ type: 'timestamptz', nullable: true })
  asleepSince!: Date | null;
  @Property({ type: 'timestamptz' })
  updatedAt!: Date;
}

/** A text that its author has not submitted; nobody else sees it. Kept for thirty days after the last change. */
@Entity({ tableName: 'draft' })
@Index({ name: 'draft_account', properties: ['accountId', 'updatedAt', 'id'] })
@Index({ name: 'draft_age', properties: ['updatedAt'] })
@Index({
  name: 'draft_post',
  expression: 'create index "draft_post" on "draft" ("post_id") where "post_id" is not null',
})
export class DraftRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'uuid' })
  accountId!: string;
  @Property({ type: 'uuid', nullable: true })
  boardId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  threadId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  parentId!: string | null;
  /** A post of the author's that was returned for changes: this is its text, to be sent again by an edit. */
  @Property({ type: 'uuid', nullable: true })
  postId!: string | null;
  @Property({ type: 'text', nullable: true })
  title!: string | null;
  @Property({ type: 'text' })
  body!: string;
  @Property({ type: 'int', default: 1 })
  version!: number;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  @Property({ type: 'timestamptz' })
  updatedAt!: Date;
}
