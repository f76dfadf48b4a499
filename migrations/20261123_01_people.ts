import { Migration } from '@mikro-orm/migrations';

/** Accounts, sessions, programs, enrolments, matches; the audit trail that cannot be rewritten. */
export class People extends Migration {
  override up(): void {
    this.addSql(`
      create table "account" (
        "id" uuid not null,
        "username" text not null,
        "username_key" text not null,
        "username_skeleton" text not null,
        "display_name" text not null,
        "email" text null,
        "birth_date" date null,
        "password_hash" text null,
        "status" text not null default 'ACTIVE',
        "created_by" uuid null,
        "created_at" timestamptz not null,
        "password_changed_at" timestamptz null,
        primary key ("id")
      )`);
    this.addSql(`alter table "account" add constraint "account_username_key_unique" unique ("username_key")`);
    this.addSql(`alter table "account" add constraint "account_username_skeleton_unique" unique ("username_skeleton")`);
    this.addSql(
      `alter table "account" add constraint "account_status_check" check ("status" in ('ACTIVE', 'SUSPENDED', 'CLOSED'))`,
    );
    this.addSql(`
      create table "audit_event" (
        "id" uuid not null,
        "at" timestamptz not null,
        "action" text not null,
        "actor_id" uuid null,
        "actor_role" text null,
        "program_id" uuid null,
        "target_type" text not null,
        "target_id" text not null,
        "revision_id" uuid null,
        "from_state" text null,
        "to_state" text null,
        "rule_ids" text[] not null,
        "reason_code" text null,
        "request_id" text null,
        "facts" jsonb not null,
        primary key ("id")
      )`);
    this.addSql(`create index "audit_event_actor" on "audit_event" ("actor_id", "at")`);
    this.addSql(`create index "audit_event_target" on "audit_event" ("target_id", "at")`);
    this.addSql(`create index "audit_event_program" on "audit_event" ("program_id", "at", "id")`);
    this.addSql(`
      create table "idempotency" (
        "account_id" uuid not null,
        "operation" text not null,
        "key" text not null,
        "input_hash" bytea not null,
        "result_id" uuid null,
        "created_at" timestamptz not null,
        primary key ("account_id", "operation", "key")
      )`);
    this.addSql(`create index "idempotency_age" on "idempotency" ("created_at")`);
    this.addSql(`
      create table "organisation" (
        "id" uuid not null,
        "name" text not null,
        "created_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`
      create table "program" (
        "id" uuid not null,
        "organisation_id" uuid not null,
        "name" text not null,
        "time_zone" text not null,
        "jurisdiction" text not null,
        "created_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`create index "program_organisation" on "program" ("organisation_id")`);
    this.addSql(`
      create table "cohort" (
        "id" uuid not null,
        "program_id" uuid not null,
        "name" text not null,
        "starts_on" date null,
        "ends_on" date null,
        "created_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`create index "cohort_program" on "cohort" ("program_id")`);
    this.addSql(`
      create table "match" (
        "id" uuid not null,
        "program_id" uuid not null,
        "cohort_id" uuid not null,
        "coordinator_id" uuid not null,
        "state" text not null,
        "state_changed_at" timestamptz not null,
        "state_reason" text null,
        "created_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`create index "match_program" on "match" ("program_id")`);
    this.addSql(`create index "match_cohort" on "match" ("cohort_id")`);
    this.addSql(`create index "match_coordinator" on "match" ("coordinator_id")`);
    this.addSql(
      `alter table "match" add constraint "match_state_check" check ("state" in ('PROPOSED', 'ACTIVE', 'PAUSED', 'CLOSING', 'CLOSED', 'CLOSED_SAFETY'))`,
    );
    this.addSql(`
      create table "match_participant" (
        "match_id" uuid not null,
        "account_id" uuid not null,
        "role" text not null,
        primary key ("match_id", "account_id")
      )`);
    this.addSql(`create index "match_participant_account" on "match_participant" ("account_id")`);
    this.addSql(
      `alter table "match_participant" add constraint "match_participant_role_check" check ("role" in ('MENTEE', 'MENTOR', 'COORDINATOR', 'MODERATOR', 'SAFEGUARDING_LEAD', 'PROGRAM_ADMIN', 'AUDITOR', 'GUARDIAN'))`,
    );
    this.addSql(`
      create table "enrolment" (
        "id" uuid not null,
        "account_id" uuid not null,
        "program_id" uuid not null,
        "cohort_id" uuid null,
        "role" text not null,
        "status" text not null,
        "pause_reason" text null,
        "in_force_until" timestamptz null,
        "created_at" timestamptz not null,
        "ended_at" timestamptz null,
        "end_reason" text null,
        primary key ("id")
      )`);
    this.addSql(`create index "enrolment_cohort" on "enrolment" ("cohort_id")`);
    this.addSql(
      `create unique index "enrolment_once" on "enrolment" ("account_id", "program_id", "role", coalesce("cohort_id", '00000000-0000-0000-0000-000000000000'::uuid)) where "status" not in ('CLOSED', 'ERASED')`,
    );
    this.addSql(`create index "enrolment_program" on "enrolment" ("program_id", "role", "status")`);
    this.addSql(`create index "enrolment_account" on "enrolment" ("account_id")`);
    this.addSql(
      `alter table "enrolment" add constraint "enrolment_role_check" check ("role" in ('MENTEE', 'MENTOR', 'COORDINATOR', 'MODERATOR', 'SAFEGUARDING_LEAD', 'PROGRAM_ADMIN', 'AUDITOR', 'GUARDIAN'))`,
    );
    this.addSql(
      `alter table "enrolment" add constraint "enrolment_status_check" check ("status" in ('INVITED', 'CONSENT_PENDING', 'ACTIVE', 'PAUSED', 'CLOSED', 'ERASED'))`,
    );
    this.addSql(
      `alter table "enrolment" add constraint "enrolment_pause_reason_check" check ("pause_reason" in ('CONSENT_REVOKED', 'CONSENT_EXPIRED', 'SCREENING_MISSING', 'SCREENING_REFUSED', 'SCREENING_EXPIRED', 'SAFETY'))`,
    );
    this.addSql(`
      create table "consent" (
        "id" uuid not null,
        "enrolment_id" uuid not null,
        "kind" text not null,
        "method" text not null,
        "evidence" text null,
        "guardian_name" text null,
        "granted_at" timestamptz not null,
        "expires_at" timestamptz null,
        "revoked_at" timestamptz null,
        "revoke_reason" text null,
        "recorded_by" uuid not null,
        primary key ("id")
      )`);
    this.addSql(`create index "consent_enrolment" on "consent" ("enrolment_id", "kind")`);
    this.addSql(
      `alter table "consent" add constraint "consent_kind_check" check ("kind" in ('PARTICIPATION', 'EMAIL_SMS', 'VIDEO', 'IN_PERSON', 'RESEARCH', 'THIRD_PARTY_DISCLOSURE'))`,
    );
    this.addSql(`
      create table "screening" (
        "id" uuid not null,
        "enrolment_id" uuid not null,
        "status" text not null,
        "checked_on" date not null,
        "expires_on" date null,
        "reference" text null,
        "recorded_at" timestamptz not null,
        "recorded_by" uuid not null,
        primary key ("id")
      )`);
    this.addSql(`create index "screening_enrolment" on "screening" ("enrolment_id", "recorded_at")`);
    this.addSql(
      `alter table "screening" add constraint "screening_status_check" check ("status" in ('PENDING', 'CLEARED', 'REFUSED'))`,
    );
    this.addSql(`
      create table "session" (
        "id" uuid not null,
        "account_id" uuid not null,
        "created_at" timestamptz not null,
        "last_used_at" timestamptz not null,
        "expires_at" timestamptz not null,
        "ended_at" timestamptz null,
        "end_reason" text null,
        "user_agent" text null,
        "address" text null,
        primary key ("id")
      )`);
    this.addSql(`create index "session_account" on "session" ("account_id", "ended_at")`);
    this.addSql(`
      create table "refresh_token" (
        "hash" bytea not null,
        "session_id" uuid not null,
        "generation" int not null,
        "issued_at" timestamptz not null,
        "used_at" timestamptz null,
        primary key ("hash")
      )`);
    this.addSql(`create index "refresh_token_session" on "refresh_token" ("session_id")`);
    this.addSql(`
      create table "sign_in_throttle" (
        "key" bytea not null,
        "failures" int not null,
        "last_failure_at" timestamptz not null,
        "blocked_until" timestamptz null,
        primary key ("key")
      )`);
    this.addSql(`create index "sign_in_throttle_age" on "sign_in_throttle" ("last_failure_at")`);
    this.addSql(
      `alter table "program" add constraint "program_organisation_id_foreign" foreign key ("organisation_id") references "organisation" ("id")`,
    );
    this.addSql(
      `alter table "cohort" add constraint "cohort_program_id_foreign" foreign key ("program_id") references "program" ("id")`,
    );
    this.addSql(
      `alter table "match" add constraint "match_program_id_foreign" foreign key ("program_id") references "program" ("id")`,
    );
    this.addSql(
      `alter table "match" add constraint "match_cohort_id_foreign" foreign key ("cohort_id") references "cohort" ("id")`,
    );
    this.addSql(
      `alter table "match" add constraint "match_coordinator_id_foreign" foreign key ("coordinator_id") references "account" ("id")`,
    );
    this.addSql(
      `alter table "match_participant" add constraint "match_participant_match_id_foreign" foreign key ("match_id") references "match" ("id") on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table "match_participant" add constraint "match_participant_account_id_foreign" foreign key ("account_id") references "account" ("id") on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table "enrolment" add constraint "enrolment_account_id_foreign" foreign key ("account_id") references "account" ("id")`,
    );
    this.addSql(
      `alter table "enrolment" add constraint "enrolment_program_id_foreign" foreign key ("program_id") references "program" ("id")`,
    );
    this.addSql(
      `alter table "enrolment" add constraint "enrolment_cohort_id_foreign" foreign key ("cohort_id") references "cohort" ("id") on delete set null`,
    );
    this.addSql(
      `alter table "consent" add constraint "consent_enrolment_id_foreign" foreign key ("enrolment_id") references "enrolment" ("id")`,
    );
    this.addSql(
      `alter table "screening" add constraint "screening_enrolment_id_foreign" foreign key ("enrolment_id") references "enrolment" ("id")`,
    );
    this.addSql(
      `alter table "session" add constraint "session_account_id_foreign" foreign key ("account_id") references "account" ("id") on delete cascade`,
    );
    this.addSql(
      `alter table "refresh_token" add constraint "refresh_token_session_id_foreign" foreign key ("session_id") references "session" ("id") on delete cascade`,
    );

    // The trail is append-only for everybody, the application's own role included (domain 2.10).
    this.addSql(`
      create function audit_event_refuse() returns trigger language plpgsql as $$
      begin
        raise exception 'the audit trail cannot be changed' using errcode = 'insufficient_privilege';
      end $$`);
    this.addSql(`
      create trigger audit_event_append_only before update or delete on "audit_event"
      for each row execute function audit_event_refuse()`);
    this.addSql(`
      create trigger audit_event_no_truncate before truncate on "audit_event"
      for each statement execute function audit_event_refuse()`);
  }

  override down(): void {
    this.addSql(`drop trigger audit_event_append_only on "audit_event"`);
    this.addSql(`drop trigger audit_event_no_truncate on "audit_event"`);
    this.addSql(`drop function audit_event_refuse()`);
    this.addSql(`drop table "sign_in_throttle" cascade`);
    this.addSql(`drop table "refresh_token" cascade`);
    this.addSql(`drop table "session" cascade`);
    this.addSql(`drop table "screening" cascade`);
    this.addSql(`drop table "consent" cascade`);
    this.addSql(`drop table "enrolment" cascade`);
    this.addSql(`drop table "match_participant" cascade`);
    this.addSql(`drop table "match" cascade`);
    this.addSql(`drop table "cohort" cascade`);
    this.addSql(`drop table "program" cascade`);
    this.addSql(`drop table "organisation" cascade`);
    this.addSql(`drop table "idempotency" cascade`);
    this.addSql(`drop table "audit_event" cascade`);
    this.addSql(`drop table "account" cascade`);
  }
}
