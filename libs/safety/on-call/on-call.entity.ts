import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { SafetyCaseRow } from '../cases/safety-case.entity.js';
import { PageChannelName } from './paging-channel.js';

/** A person's place in the chain of those who are paged; the first in order is asked first. */
@Entity({ tableName: 'on_call_shift' })
@Index({ name: 'on_call_shift_program', properties: ['programId', 'position'] })
export class OnCallShiftRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'uuid' })
  programId!: string;
  @Property({ type: 'uuid' })
  accountId!: string;
  /** From 1. */
  @Property({ type: 'int' })
  position!: number;
  /** Null: from ever. */
  @Property({ type: 'timestamptz', nullable: true })
  startsAt!: Date | null;
  /** Null: until it is replaced. */
  @Property({ type: 'timestamptz', nullable: true })
  endsAt!: Date | null;
}

/** One telling of one person through one channel. Its row comes first, so a job that runs twice finds it and sends once. */
@Entity({ tableName: 'page' })
@Index({
  name: 'page_once',
  expression:
    'create unique index "page_once" on "page" ("safety_case_id", "reason", "round", "account_id", "channel")',
})
@Index({ name: 'page_account', properties: ['accountId', 'claimedAt'] })
@Index({
  name: 'page_unsent',
  expression: 'create index "page_unsent" on "page" ("claimed_at") where "sent_at" is null',
})
export class PageRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => SafetyCaseRow)
  safetyCase!: SafetyCaseRow;
  @Property({ type: 'text' })
  reason!: string;
  @Property({ type: 'int' })
  round!: number;
  @Property({ type: 'uuid' })
  accountId!: string;
  @Enum({ items: () => PageChannelName, columnType: 'text' })
  channel!: PageChannelName;
  @Property({ type: 'timestamptz' })
  claimedAt!: Date;
  /** Null while no channel has taken it. */
  @Property({ type: 'timestamptz', nullable: true })
  sentAt!: Date | null;
  /** Tries that failed. */
  @Property({ type: 'int', default: 0 })
  failures!: number;
}
