import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { WatchLevel, WatchReason } from '../forum.types.js';

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
