import { Migration } from '@mikro-orm/migrations';

const kinds = (...more: string[]): string =>
  ['HELD_POST', 'HELD_EDIT', 'FLAGS', 'APPEAL', 'PROFILE_TEXT', 'COVERAGE', ...more]
    .map((kind) => `'${kind}'`)
    .join(', ');

/** Who does not want to read whom, and what a coordinator is asked to look into because of it. */
export class Blocks extends Migration {
  override up(): void {
    this.addSql(`
      create table "account_block" (
        "account_id" uuid not null,
        "blocked_id" uuid not null,
        "created_at" timestamptz not null,
        primary key ("account_id", "blocked_id")
      )`);
    this.addSql(`create index "account_block_blocked" on "account_block" ("blocked_id")`);
    // Not validated: the check before was narrower, so no row can break it, and nobody waits while all are read again.
    this.addSql(`alter table "reviewable" drop constraint "reviewable_kind_check"`);
    this.addSql(
      `alter table "reviewable" add constraint "reviewable_kind_check" check ("kind" in (${kinds('BLOCK')})) not valid`,
    );
  }

  override down(): void {
    // What waits is not lost: a flag is the kind that stands nearest.
    this.addSql(`update "reviewable" set "kind" = 'FLAGS' where "kind" = 'BLOCK'`);
    this.addSql(`alter table "reviewable" drop constraint "reviewable_kind_check"`);
    this.addSql(`alter table "reviewable" add constraint "reviewable_kind_check" check ("kind" in (${kinds()}))`);
    this.addSql(`drop table "account_block" cascade`);
  }
}
