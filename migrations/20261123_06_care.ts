import { Migration } from '@mikro-orm/migrations';

/** Care for threads: former titles, who acknowledged, where split posts went; and what limits and recounts keep. */
export class Care extends Migration {
  override up(): void {
    this.addSql(`
      create table "thread_title" (
        "id" uuid not null,
        "thread_id" uuid not null,
        "title" text not null,
        "changed_by" uuid not null,
        "changed_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`create index "thread_title_thread" on "thread_title" ("thread_id", "changed_at", "id")`);
    this.addSql(`
      create table "thread_acknowledgement" (
        "thread_id" uuid not null,
        "account_id" uuid not null,
        "acknowledged_at" timestamptz not null,
        primary key ("thread_id", "account_id")
      )`);
    this.addSql(
      `alter table "thread_title" add constraint "thread_title_thread_id_foreign" foreign key ("thread_id") references "thread" ("id")`,
    );
    this.addSql(
      `alter table "thread_acknowledgement" add constraint "thread_acknowledgement_thread_id_foreign" foreign key ("thread_id") references "thread" ("id")`,
    );
    this.addSql(`alter table "post" add column "moved_to" uuid null`);
    this.addSql(`
      create table "forum_recount" (
        "id" int not null,
        "counted_at" timestamptz not null,
        "drifts" int not null,
        "checks" text[] not null,
        primary key ("id")
      )`);
    // Counts of the last minutes: after a crash they may be gone, so they need no log.
    this.addSql(`
      create unlogged table "rate_limit" (
        "key" text not null,
        "points" int not null default 0,
        "expire" bigint null,
        primary key ("key")
      )`);
    this.addSql(`create index "rate_limit_expire" on "rate_limit" ("expire")`);
  }

  override down(): void {
    this.addSql(`drop table "rate_limit" cascade`);
    this.addSql(`drop table "forum_recount" cascade`);
    this.addSql(`alter table "post" drop column "moved_to"`);
    this.addSql(`drop table "thread_acknowledgement" cascade`);
    this.addSql(`drop table "thread_title" cascade`);
  }
}
