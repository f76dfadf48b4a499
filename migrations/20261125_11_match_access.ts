import { Migration } from '@mikro-orm/migrations';

/** Who reads the board of a pair for a time, and that leads are told of more than lateness. */
export class MatchAccess extends Migration {
  override up(): void {
    this.addSql(`
      create table "match_access" (
        "id" uuid not null,
        "match_id" uuid not null,
        "account_id" uuid not null,
        "kind" text not null,
        "reason" text not null,
        "from_at" timestamptz not null,
        "until_at" timestamptz not null,
        "given_by_id" uuid not null,
        "created_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`create index "match_access_holder" on "match_access" ("account_id", "until_at")`);
    this.addSql(`create index "match_access_match" on "match_access" ("match_id", "until_at")`);
    for (const [column, table] of [
      ['match_id', 'match'],
      ['account_id', 'account'],
      ['given_by_id', 'account'],
    ]) {
      this.addSql(
        `alter table "match_access" add constraint "match_access_${column}_foreign" foreign key ("${column}") references "${table}" ("id")`,
      );
    }
    this.addSql(
      `alter table "match_access" add constraint "match_access_kind_check" check ("kind" in ('COVER', 'BREAK_GLASS'))`,
    );
    this.addSql(`alter table "lead_notice" add column "about" text not null default 'OVERDUE'`);
    // Not validated: every row of before has the default.
    this.addSql(
      `alter table "lead_notice" add constraint "lead_notice_about_check" check ("about" in ('OVERDUE', 'BREAK_GLASS')) not valid`,
    );
  }

  override down(): void {
    this.addSql(
      `delete from "lead_page" where "notice_id" in (select "id" from "lead_notice" where "about" <> 'OVERDUE')`,
    );
    this.addSql(`delete from "lead_notice" where "about" <> 'OVERDUE'`);
    this.addSql(`alter table "lead_notice" drop column "about"`);
    this.addSql(`drop table "match_access"`);
  }
}
