import { Migration } from '@mikro-orm/migrations';

const notices = (...kinds: string[]): string => kinds.map((kind) => `'${kind}'`).join(', ');

/** That contact between the people of a match is stopped for safety, and since when; edits found by author and time. */
export class MatchStops extends Migration {
  override up(): void {
    this.addSql(`alter table "match" add column "stopped_at" timestamptz null`);
    this.addSql(`alter table "match" add column "stop_reason" text null`);
    this.addSql(`alter table "match" add column "stop_case_id" uuid null`);
    // What was paused or ended for safety before stays stopped until a safeguarding lead says otherwise.
    this.addSql(`
      update "match" set "stopped_at" = "state_changed_at", "stop_reason" = "state_reason"
      where "state" = 'CLOSED_SAFETY' or ("state" = 'PAUSED' and "state_reason" = 'SAFETY')`);
    this.addSql(`alter table "lead_notice" drop constraint "lead_notice_about_check"`);
    // Not validated: the check before was narrower, so no row can break it.
    this.addSql(
      `alter table "lead_notice" add constraint "lead_notice_about_check" check ("about" in (${notices('OVERDUE', 'BREAK_GLASS', 'STOP_LIFTED')})) not valid`,
    );
    this.addSql(`create index "revision_edits" on "revision" ("author_id", "created_at") where "number" > 1`);
  }

  override down(): void {
    this.addSql(`drop index "revision_edits"`);
    this.addSql(
      `delete from "lead_page" where "notice_id" in (select "id" from "lead_notice" where "about" = 'STOP_LIFTED')`,
    );
    this.addSql(`delete from "lead_notice" where "about" = 'STOP_LIFTED'`);
    this.addSql(`alter table "lead_notice" drop constraint "lead_notice_about_check"`);
    this.addSql(
      `alter table "lead_notice" add constraint "lead_notice_about_check" check ("about" in (${notices('OVERDUE', 'BREAK_GLASS')}))`,
    );
    this.addSql(`alter table "match" drop column "stop_case_id"`);
    this.addSql(`alter table "match" drop column "stop_reason"`);
    this.addSql(`alter table "match" drop column "stopped_at"`);
  }
}
