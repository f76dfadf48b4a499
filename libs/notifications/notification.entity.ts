import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { EmailFrequency, NotificationKind, TaskKind } from './notification.enums.js';

/** One person is told of one post, once; or of one decision. Ids only: what is shown is read for its reader. */
@Entity({ tableName: 'notification' })
@Index({ name: 'notification_account', properties: ['accountId', 'id'] })
@Index({
  name: 'notification_unseen',
  expression: 'create index "notification_unseen" on "notification" ("account_id", "id") where "seen_at" is null',
})
@Index({
  name: 'notification_once',
  expression:
    'create unique index "notification_once" on "notification" ("post_id", "account_id") where "decision_id" is null',
})
@Index({
  name: 'notification_decision',
  expression:
    'create unique index "notification_decision" on "notification" ("decision_id", "account_id") where "decision_id" is not null',
})
@Index({
  name: 'notification_mail_parts',
  expression: 'create index "notification_mail_parts" on "notification" ("mail_id") where "mail_id" is not null',
})
@Index({ name: 'notification_age', properties: ['createdAt'] })
export class NotificationRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'uuid' })
  accountId!: string;
  @Enum({ items: () => NotificationKind, columnType: 'text' })
  kind!: NotificationKind;
  @Property({ type: 'uuid' })
  postId!: string;
  @Property({ type: 'uuid', nullable: true })
  decisionId!: string | null;
  /** The mail that is to tell of it, or told of it. */
  @Property({ type: 'uuid', nullable: true })
  mailId!: string | null;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  /** Set when it was marked; what the thread's reading mark covers counts as seen as well. */
  @Property({ type: 'timestamptz', nullable: true })
  seenAt!: Date | null;
}

/**
 * Something of which people are to be told: the outbox, written in the transaction of the change. A row of our own and
 * not a job, since adding a job takes PostgreSQL's lock of NOTIFY until the commit, and every post writes one.
 */
@Entity({ tableName: 'notification_task' })
@Index({ name: 'notification_task_due', properties: ['dueAt', 'id'] })
export class NotificationTask {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Enum({ items: () => TaskKind, columnType: 'text' })
  kind!: TaskKind;
  /** A post, or a decision. */
  @Property({ type: 'uuid' })
  targetId!: string;
  /** Not before this instant; moved ahead by whoever works on it, so that it comes up again if they die. */
  @Property({ type: 'timestamptz' })
  dueAt!: Date;
  /** Accounts up to here are told: large audiences are told in batches. */
  @Property({ type: 'uuid', nullable: true })
  toldTo!: string | null;
  /** Since the last batch that worked. */
  @Property({ type: 'int', default: 0 })
  attempts!: number;
}

/** A mail to one person: about one thread, or the day in one program. The text is made when it is sent. */
@Entity({ tableName: 'notification_mail' })
@Index({
  name: 'notification_mail_waiting',
  expression:
    'create unique index "notification_mail_waiting" on "notification_mail" ("account_id", "program_id", coalesce("thread_id", \'00000000-0000-0000-0000-000000000000\'::uuid)) where "claimed_at" is null',
})
@Index({
  name: 'notification_mail_due',
  expression: 'create index "notification_mail_due" on "notification_mail" ("due_at", "id") where "sent_at" is null',
})
@Index({
  name: 'notification_mail_pace',
  expression:
    'create index "notification_mail_pace" on "notification_mail" ("account_id", "thread_id", "claimed_at") where "claimed_at" is not null',
})
@Index({ name: 'notification_mail_age', properties: ['createdAt'] })
export class NotificationMail {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'uuid' })
  accountId!: string;
  @Property({ type: 'uuid' })
  programId!: string;
  /** Null: the daily mail. */
  @Property({ type: 'uuid', nullable: true })
  threadId!: string | null;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  /** Not before this instant: the delay, quiet hours, the pace of a thread, or the next try. */
  @Property({ type: 'timestamptz' })
  dueAt!: Date;
  /** When somebody began to send it: from then on nothing is added to it. */
  @Property({ type: 'timestamptz', nullable: true })
  claimedAt!: Date | null;
  @Property({ type: 'int', default: 0 })
  attempts!: number;
  @Property({ type: 'timestamptz', nullable: true })
  sentAt!: Date | null;
}

/** How somebody wants to hear; nobody's row: the defaults. */
@Entity({ tableName: 'notification_preference' })
export class NotificationPreference {
  @PrimaryKey({ type: 'uuid' })
  accountId!: string;
  @Enum({ items: () => EmailFrequency, columnType: 'text' })
  email!: EmailFrequency;
  @Property({ type: 'timestamptz' })
  updatedAt!: Date;
}

/** All tables of this library. */
export const notificationsEntities = [NotificationRow, NotificationTask, NotificationMail, NotificationPreference];
