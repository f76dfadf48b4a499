import { Migration } from '@mikro-orm/migrations';

/** Boards, threads, posts, and how far each reader has come. */
export class Boards extends Migration {
  override up(): void {
    this.addSql(`
      create table "board_event" (
        "board_id" uuid not null,
        "seq" bigint not null,
        "kind" text not null,
        "thread_id" uuid not null,
        "post_id" uuid null,
        "occurred_at" timestamptz not null,
        primary key ("board_id", "seq")
      )`);
    this.addSql(`create index "board_event_age" on "board_event" ("occurred_at")`);
    this.addSql(`create index "board_event_thread" on "board_event" ("thread_id", "seq")`);
    this.addSql(
      `alter table "board_event" add constraint "board_event_kind_check" check ("kind" in ('SUBSCRIBED', 'THREAD_CREATED', 'POST_PUBLISHED', 'POST_EDITED', 'POST_WITHDRAWN', 'POST_HIDDEN', 'REACTIONS_CHANGED', 'THREAD_CHANGED'))`,
    );
    this.addSql(`
      create table "board_log" (
        "board_id" uuid not null,
        "last_seq" bigint not null default '0',
        "trimmed_to" bigint not null default '0',
        "post_count" int not null default 0,
        primary key ("board_id")
      )`);
    this.addSql(`
      create table "board" (
        "id" uuid not null,
        "kind" text not null,
        "program_id" uuid not null,
        "cohort_id" uuid null,
        "match_id" uuid null,
        "title" text not null,
        "audience" text[] not null,
        "moderators" text[] not null,
        "slow_mode_seconds" int null,
        "created_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`create index "board_program" on "board" ("program_id")`);
    this.addSql(`create index "board_cohort" on "board" ("cohort_id")`);
    this.addSql(`alter table "board" add constraint "board_match_unique" unique ("match_id")`);
    this.addSql(`create index "board_audience" on "board" using gin ("audience")`);
    this.addSql(
      `alter table "board" add constraint "board_kind_check" check ("kind" in ('PROGRAM', 'COHORT', 'MATCH', 'STAFF'))`,
    );
    this.addSql(`
      create table "draft" (
        "id" uuid not null,
        "account_id" uuid not null,
        "board_id" uuid null,
        "thread_id" uuid null,
        "parent_id" uuid null,
        "title" text null,
        "body" text not null,
        "version" int not null default 1,
        "created_at" timestamptz not null,
        "updated_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`create index "draft_age" on "draft" ("updated_at")`);
    this.addSql(`create index "draft_account" on "draft" ("account_id", "updated_at", "id")`);
    this.addSql(`
      create table "read_mark" (
        "account_id" uuid not null,
        "thread_id" uuid not null,
        "last_read_number" int not null default 0,
        "read_above" int[] not null default '{}',
        "updated_at" timestamptz not null,
        primary key ("account_id", "thread_id")
      )`);
    this.addSql(`create index "read_mark_thread" on "read_mark" ("thread_id")`);
    this.addSql(`
      create table "thread" (
        "id" uuid not null,
        "board_id" uuid not null,
        "kind" text not null default 'DISCUSSION',
        "title" text not null,
        "author_id" uuid not null,
        "author_role" text not null,
        "opening_post_id" uuid not null,
        "created_at" timestamptz not null,
        "published_at" timestamptz null,
        "last_activity_at" timestamptz not null,
        "last_number" int not null default 0,
        "post_count" int not null default 0,
        "pinned" boolean not null default false,
        "locked" boolean not null default false,
        "slow_mode_seconds" int null,
        "accepted_post_id" uuid null,
        "requires_acknowledgement" boolean not null default false,
        primary key ("id")
      )`);
    this.addSql(`create index "thread_waiting" on "thread" ("board_id", "author_id") where "published_at" is null`);
    this.addSql(
      `create index "thread_activity" on "thread" ("board_id", "pinned" desc, "last_activity_at" desc, "id" desc) where "published_at" is not null`,
    );
    this.addSql(
      `alter table "thread" add constraint "thread_kind_check" check ("kind" in ('DISCUSSION', 'QUESTION', 'ANNOUNCEMENT'))`,
    );
    this.addSql(`
      create table "post" (
        "id" uuid not null,
        "thread_id" uuid not null,
        "board_id" uuid not null,
        "author_id" uuid not null,
        "author_role" text not null,
        "parent_id" uuid null,
        "parent_number" int null,
        "number" int null,
        "path" bytea null,
        "depth" smallint not null default 0,
        "ordinal" int not null default 0,
        "rank" int not null default 0,
        "last_ordinal" int not null default 0,
        "reply_count" int not null default 0,
        "state" text not null,
        "shown_revision_id" uuid null,
        "latest_revision_id" uuid not null,
        "version" int not null default 1,
        "body_html" text null,
        "body_text" text null,
        "restricted" boolean not null default false,
        "staff_edited" boolean not null default false,
        "reaction_counts" jsonb not null default '{}',
        "created_at" timestamptz not null,
        "published_at" timestamptz null,
        "edited_at" timestamptz null,
        "state_changed_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`create index "post_author" on "post" ("author_id", "board_id", "created_at")`);
    this.addSql(
      `create index "post_gaps" on "post" ("thread_id", "number") where "number" is not null and "state" <> 'PUBLISHED'`,
    );
    this.addSql(`create index "post_waiting" on "post" ("thread_id", "id") where "number" is null`);
    this.addSql(`create index "post_replies" on "post" ("parent_id", "ordinal") where "parent_id" is not null`);
    this.addSql(
      `create index "post_tree" on "post" ("thread_id", "path") include ("depth", "rank") where "number" is not null`,
    );
    this.addSql(`create unique index "post_number" on "post" ("thread_id", "number") where "number" is not null`);
    this.addSql(
      `alter table "post" add constraint "post_state_check" check ("state" in ('HELD', 'PUBLISHED', 'REJECTED', 'HIDDEN', 'REMOVED', 'WITHDRAWN', 'ERASED', 'MOVED'))`,
    );
    this.addSql(`
      create table "revision" (
        "id" uuid not null,
        "post_id" uuid not null,
        "number" int not null,
        "author_id" uuid not null,
        "title" text null,
        "body" text not null,
        "body_html" text not null,
        "body_text" text not null,
        "renderer_version" int not null,
        "state" text not null,
        "restricted" boolean not null default false,
        "created_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`create index "revision_renderer" on "revision" ("renderer_version", "id")`);
    this.addSql(`create unique index "revision_number" on "revision" ("post_id", "number")`);
    this.addSql(
      `alter table "revision" add constraint "revision_state_check" check ("state" in ('HELD', 'PUBLISHED', 'REJECTED', 'HIDDEN', 'REMOVED', 'WITHDRAWN', 'ERASED', 'MOVED'))`,
    );
    this.addSql(`
      create table "reaction" (
        "post_id" uuid not null,
        "account_id" uuid not null,
        "kind" text not null,
        "created_at" timestamptz not null,
        primary key ("post_id", "account_id", "kind")
      )`);
    this.addSql(`
      create table "watch" (
        "id" uuid not null,
        "account_id" uuid not null,
        "thread_id" uuid null,
        "board_id" uuid null,
        "level" text not null,
        "reason" text not null,
        "asleep_since" timestamptz null,
        "updated_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`create index "watch_account" on "watch" ("account_id")`);
    this.addSql(`create unique index "watch_board" on "watch" ("board_id", "account_id") where "board_id" is not null`);
    this.addSql(
      `create unique index "watch_thread" on "watch" ("thread_id", "account_id") where "thread_id" is not null`,
    );
    this.addSql(
      `alter table "watch" add constraint "watch_level_check" check ("level" in ('ALL', 'REPLIES_AND_MENTIONS', 'MUTED'))`,
    );
    this.addSql(
      `alter table "watch" add constraint "watch_reason_check" check ("reason" in ('WROTE', 'REPLIED', 'CHOSE'))`,
    );
    this.addSql(
      `alter table "thread" add constraint "thread_board_id_foreign" foreign key ("board_id") references "board" ("id")`,
    );
    this.addSql(
      `alter table "post" add constraint "post_thread_id_foreign" foreign key ("thread_id") references "thread" ("id")`,
    );
    this.addSql(
      `alter table "revision" add constraint "revision_post_id_foreign" foreign key ("post_id") references "post" ("id")`,
    );
    this.addSql(
      `alter table "reaction" add constraint "reaction_post_id_foreign" foreign key ("post_id") references "post" ("id")`,
    );

    // Merges what was read: everything up to a number, and single numbers above it. A run of single numbers that
    // touches the mark moves the mark, so the list above it stays short. Marks only grow.
    this.addSql(`
      create function read_mark_merge(mark int, above int[], up_to int, more int[])
      returns table (new_mark int, new_above int[]) language sql immutable as $$
        with base as (select greatest(mark, up_to) as number),
          rest as (
            select coalesce(array_agg(distinct x order by x), '{}') as numbers
            from unnest(above || more) x, base where x > base.number
          ),
          run as (
            select count(u.x)::int as length
            from base, rest left join lateral unnest(rest.numbers) with ordinality u (x, i) on true
            where u.x = base.number + u.i
          )
        select base.number + run.length, rest.numbers[run.length + 1:] from base, rest, run
      $$`);

    // Rows that every post touches: room on the page keeps the update in place (HOT).
    this.addSql(`alter table "board_log" set (fillfactor = 50)`);
    this.addSql(`alter table "thread" set (fillfactor = 80)`);
    this.addSql(`alter table "post" set (fillfactor = 90)`);
  }

  override down(): void {
    this.addSql(`drop function read_mark_merge(int, int[], int, int[])`);
    this.addSql(`drop table "watch" cascade`);
    this.addSql(`drop table "reaction" cascade`);
    this.addSql(`drop table "revision" cascade`);
    this.addSql(`drop table "post" cascade`);
    this.addSql(`drop table "thread" cascade`);
    this.addSql(`drop table "read_mark" cascade`);
    this.addSql(`drop table "draft" cascade`);
    this.addSql(`drop table "board" cascade`);
    this.addSql(`drop table "board_log" cascade`);
    this.addSql(`drop table "board_event" cascade`);
  }
}
