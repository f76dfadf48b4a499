import { Migration } from '@mikro-orm/migrations';

/** Passwords that staff set must be replaced in time, and a session knows when the password was last given. */
export class AccountsHardening extends Migration {
  override up(): void {
    this.addSql(`alter table "account" add column "temporary_password_until" timestamptz null`);
    this.addSql(`alter table "session" add column "password_confirmed_at" timestamptz null`);
  }

  override down(): void {
    this.addSql(`alter table "session" drop column "password_confirmed_at"`);
    this.addSql(`alter table "account" drop column "temporary_password_until"`);
  }
}
