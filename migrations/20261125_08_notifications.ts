import { Migration } from '@mikro-orm/migrations';

/** Who is told of what, what is still to be told, the mail about it, and how people want to hear. */
export class Notifications extends Migration {
  override up(): void {
    this.addSql(`
      create table "notification" (
        "id" uuid not null,
        "account_id" uuid not null,
        "kind" text not null,
        "post_id" uuid not null,
        "decision_id" uuid null,
        "mail_id" uuid null,
        "created_at" timestamptz not null,
        "seen_at" timestamptz null,
        primary key ("id")
      )`);
    this.addSql(`create index "notification_account" on "notification" ("account_id", "id")`);
    this.addSql(`create index "notification_unseen" on "notification" ("account_id", "id") where "seen_at" is null`);
    this.addSql(
      `create unique index "notification_once" on "notification" ("post_id", "account_id") where "decision_id" is null`,
    );
    this.addSql(
      `create unique index "notification_decision" on "notification" ("decision_id", "account_id") where "decision_id" is not null`,
    );
    this.addSql(`create index "notification_mail_parts" on "notification" ("mail_id") where "mail_id" is not null`);
    this.addSql(`create index "notification_age" on "notification" ("created_at")`);
    this.addSql(
      `alter table "notification" add constraint "notification_kind_check" check ("kind" in ('ANNOUNCEMENT', 'MENTION', 'REPLY', 'THREAD', 'POST', 'DECISION'))`,
    );
    this.addSql(`
      create table "notification_task" (
        "id" uuid not null,
        "kind" text not null,
        "target_id" uuid not null,
        "due_at" timestamptz not null,
        "told_to" uuid null,
        "attempts" int not null default 0,
        primary key ("id")
      )`);
    this.addSql(`create index "notification_task_due" on "notification_task" ("due_at", "id")`);
    this.addSql(
      `alter table "notification_task" add constraint "notification_task_kind_check" check ("kind" in ('POST', 'EDIT', 'DECISION'))`,
    );
    this.addSql(`
      create table "notification_mail" (
        "id" uuid not null,
        "account_id" uuid not null,
        "program_id" uuid not null,
        "thread_id" uuid null,
        "created_at" timestamptz not null,
        "due_at" timestamptz not null,
        "claimed_at" timestamptz null,
        "attempts" int not null default 0,
        "sent_at" timestamptz null,
        primary key ("id")
      )`);
    this.addSql(
      `create unique index "notification_mail_waiting" on "notification_mail" ("account_id", "program_id", coalesce("thread_id", '00000000-0000-0000-0000-000000000000'::uuid)) where "claimed_at" is null`,
    );
    this.addSql(`create index "notification_mail_due" on "notification_mail" ("due_at", "id") where "sent_at" is null`);
    this.addSql(
      `create index "notification_mail_pace" on "notification_mail" ("account_id", "thread_id", "claimed_at") where "claimed_at" is not null`,
    );
    this.addSql(`create index "notification_mail_age" on "notification_mail" ("created_at")`);
    this.addSql(`
      create table "notification_preference" (
        "account_id" uuid not null,
        "email" text not null,
        "updated_at" timestamptz not null,
        primary key ("account_id")
      )`);
    this.addSql(
      `alter table "notification_preference" add constraint "notification_preference_email_check" check ("email" in ('OFF', 'INSTANT', 'DAILY'))`,
    );
  }

  override down(): void {
    this.addSql(`drop table "notification_preference" cascade`);
    this.addSql(`drop table "notification_mail" cascade`);
    this.addSql(`drop table "notification_task" cascade`);
    this.addSql(`drop table "notification" cascade`);
  }
}
