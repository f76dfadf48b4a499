import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { SafetyCaseRow } from '../cases/safety-case.entity.js';
import { LeadNoticeAbout } from './lead-notice-about.js';
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

/** That something is late in a program's queue: its leads are told once for each quarter of an hour. */
@Entity({ tableName: 'lead_notice' })
@Index({
  name: 'lead_notice_once',
  expression:
    'create unique index "lead_notice_once" on "lead_notice" ("program_id", "slot") where "about" = \'OVERDUE\'',
})
@Index({
  name: 'lead_notice_waiting',
  expression: 'create index "lead_notice_waiting" on "lead_notice" ("slot") where "claimed_at" is null',
})
export class LeadNoticeRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'uuid' })
  programId!: string;
  /** What it is about. */
  @Enum({ items: () => LeadNoticeAbout, columnType: 'text', default: LeadNoticeAbout.OVERDUE })
  about!: LeadNoticeAbout;
  /** Begin of the quarter of an hour; of what is told at once, its moment. */
  @Property({ type: 'timestamptz' })
  slot!: Date;
  @Property({ type: 'timestamptz' })
  orderedAt!: Date;
  /** Who did it: knows, and is not told. */
  @Property({ type: 'uuid', nullable: true })
  actorId!: string | null;
  /** Whom it is about: not told by this either. */
  @Property({ type: 'uuid', nullable: true })
  subjectId!: string | null;
  /** Somebody who is told beside the leads. */
  @Property({ type: 'uuid', nullable: true })
  alsoId!: string | null;
  /** When it was decided whom to tell. */
  @Property({ type: 'timestamptz', nullable: true })
  claimedAt!: Date | null;
}

/** One telling of one lead through one channel; as for pages about cases, the row comes first. */
@Entity({ tableName: 'lead_page' })
@Index({
  name: 'lead_page_once',
  expression: 'create unique index "lead_page_once" on "lead_page" ("notice_id", "account_id", "channel")',
})
@Index({
  name: 'lead_page_unsent',
  expression: 'create index "lead_page_unsent" on "lead_page" ("claimed_at") where "sent_at" is null',
})
export class LeadPageRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => LeadNoticeRow)
  notice!: LeadNoticeRow;
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
