import { Migration } from '@mikro-orm/migrations';

/** When the trail was last told of what somebody of the staff read, by the access under which they read it. */
export class StaffReads extends Migration {
  override up(): void {
    this.addSql(`
      create table "staff_read_line" (
        "account_id" uuid not null,
        "target_id" uuid not null,
        "action" text not null,
        "program_id" uuid not null,
        "access" text not null,
        "line_at" timestamptz not null,
        primary key ("account_id", "target_id", "action", "program_id", "access")
      )`);
    this.addSql(`create index "staff_read_line_age" on "staff_read_line" ("line_at")`);
  }

  override down(): void {
    this.addSql(`drop table "staff_read_line"`);
  }
}
