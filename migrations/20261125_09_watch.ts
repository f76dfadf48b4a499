import { Migration } from '@mikro-orm/migrations';

/** How far published posts were read with each version of the rules, what leads are told of lateness, who took on grave matters. */
export class Watch extends Migration {
  override up(): void {
    this.addSql(`
      create table "rescan" (
        "pack_version" text not null,
        "started_at" timestamptz not null,
        "after_post_id" uuid null,
        "posts_read" int not null default 0,
        "posts_hidden" int not null default 0,
        "posts_queued" int not null default 0,
        "lease_holder" uuid null,
        "leased_until" timestamptz null,
        "finished_at" timestamptz null,
        primary key ("pack_version")
      )`);
    this.addSql(`
      create table "lead_notice" (
        "id" uuid not null,
        "program_id" uuid not null,
        "slot" timestamptz not null,
        "ordered_at" timestamptz not null,
        "claimed_at" timestamptz null,
        primary key ("id")
      )`);
    this.addSql(`create unique index "lead_notice_once" on "lead_notice" ("program_id", "slot")`);
    this.addSql(`create index "lead_notice_waiting" on "lead_notice" ("slot") where "claimed_at" is null`);
    this.addSql(`
      create table "lead_page" (
        "id" uuid not null,
        "notice_id" uuid not null,
        "account_id" uuid not null,
        "channel" text not null,
        "claimed_at" timestamptz not null,
        "sent_at" timestamptz null,
        "failures" int not null default 0,
        primary key ("id")
      )`);
    this.addSql(`create unique index "lead_page_once" on "lead_page" ("notice_id", "account_id", "channel")`);
    this.addSql(`create index "lead_page_unsent" on "lead_page" ("claimed_at") where "sent_at" is null`);
    this.addSql(
      `alter table "lead_page" add constraint "lead_page_notice_id_foreign" foreign key ("notice_id") references "lead_notice" ("id")`,
    );
    this.addSql(
      `alter table "lead_page" add constraint "lead_page_channel_check" check ("channel" in ('LOG', 'MAIL', 'WEBHOOK'))`,
    );
    this.addSql(`
      create table "grave_claim" (
        "account_id" uuid not null,
        "reviewable_id" uuid not null,
        "at" timestamptz not null,
        primary key ("account_id", "reviewable_id")
      )`);
  }

  override down(): void {
    this.addSql(`drop table "grave_claim"`);
    this.addSql(`drop table "lead_page"`);
    this.addSql(`drop table "lead_notice"`);
    this.addSql(`drop table "rescan"`);
  }
}
