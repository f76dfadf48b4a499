import { Migration } from '@mikro-orm/migrations';

/** The hash chain over the audit trail, what waits to be sealed into it, and who of the staff read what. */
export class Trail extends Migration {
  override up(): void {
    this.addSql(`
      create table "audit_seal" (
        "chain" uuid not null,
        "seq" bigint not null,
        "audit_id" uuid not null,
        "previous_hash" bytea not null,
        "hash" bytea not null,
        primary key ("chain", "seq")
      )`);
    this.addSql(`alter table "audit_seal" add constraint "audit_seal_audit_id_unique" unique ("audit_id")`);
    this.addSql(`
      create table "audit_unsealed" (
        "chain" uuid not null,
        "at" timestamptz not null,
        "audit_id" uuid not null,
        primary key ("chain", "at", "audit_id")
      )`);
    this.addSql(`
      create table "audit_verification" (
        "chain" uuid not null,
        "checked_seq" bigint not null,
        "checked_hash" bytea not null,
        "checked_at" timestamptz not null,
        "broken_seq" bigint null,
        primary key ("chain")
      )`);
    this.addSql(`
      create table "staff_read" (
        "target_id" uuid not null,
        "account_id" uuid not null,
        "board_id" uuid null,
        "last_at" timestamptz not null,
        "line_at" timestamptz not null,
        primary key ("target_id", "account_id")
      )`);
    this.addSql(`create index "staff_read_board" on "staff_read" ("board_id", "last_at") where "board_id" is not null`);

    // Once sealed, for good: the same refusal as for the lines themselves.
    this.addSql(`
      create trigger audit_seal_append_only before update or delete on "audit_seal"
      for each row execute function audit_event_refuse()`);
    this.addSql(`
      create trigger audit_seal_no_truncate before truncate on "audit_seal"
      for each statement execute function audit_event_refuse()`);

    // Whoever writes a line, by whatever statement: it waits for its seal from the same commit on.
    this.addSql(`
      create function audit_event_await_seal() returns trigger language plpgsql as $$
      begin
        insert into "audit_unsealed" ("chain", "at", "audit_id")
        select coalesce(added.program_id, '00000000-0000-0000-0000-000000000000'), added.at, added.id from added;
        return null;
      end $$`);
    this.addSql(`
      create trigger audit_event_sealing after insert on "audit_event" referencing new table as added
      for each statement execute function audit_event_await_seal()`);
    this.addSql(`
      insert into "audit_unsealed" ("chain", "at", "audit_id")
      select coalesce(program_id, '00000000-0000-0000-0000-000000000000'), at, id from "audit_event"`);
  }

  override down(): void {
    this.addSql(`drop trigger audit_event_sealing on "audit_event"`);
    this.addSql(`drop function audit_event_await_seal()`);
    this.addSql(`drop trigger audit_seal_append_only on "audit_seal"`);
    this.addSql(`drop trigger audit_seal_no_truncate on "audit_seal"`);
    this.addSql(`drop table "staff_read" cascade`);
    this.addSql(`drop table "audit_verification" cascade`);
    this.addSql(`drop table "audit_unsealed" cascade`);
    this.addSql(`drop table "audit_seal" cascade`);
  }
}
