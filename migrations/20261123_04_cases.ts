import { Migration } from '@mikro-orm/migrations';

/** Flags, cases with their timeline and pages, who is on call, and measures against people. */
export class Cases extends Migration {
  override up(): void {
    this.addSql(`
      create table "flag" (
        "id" uuid not null,
        "program_id" uuid not null,
        "target_id" uuid not null,
        "post_id" uuid null,
        "revision_id" uuid null,
        "subject_account_id" uuid not null,
        "reporter_id" uuid not null,
        "by_staff" boolean not null,
        "category" text not null,
        "note" text null,
        "reviewable_id" uuid null,
        "case_id" uuid null,
        "attached" boolean not null default false,
        "created_at" timestamptz not null,
        "decided_at" timestamptz null,
        "acted" boolean null,
        "tell_from" timestamptz null,
        primary key ("id")
      )`);
    this.addSql(`create index "flag_case" on "flag" ("case_id") where "case_id" is not null`);
    this.addSql(`create index "flag_reviewable" on "flag" ("reviewable_id")`);
    this.addSql(`create index "flag_reporter" on "flag" ("reporter_id", "created_at", "id")`);
    this.addSql(`create index "flag_target" on "flag" ("target_id")`);
    this.addSql(
      `create unique index "flag_once" on "flag" ("reporter_id", "target_id", "category") where "revision_id" is not null or "decided_at" is null`,
    );
    this.addSql(`
      create table "on_call_shift" (
        "id" uuid not null,
        "program_id" uuid not null,
        "account_id" uuid not null,
        "position" int not null,
        "starts_at" timestamptz null,
        "ends_at" timestamptz null,
        primary key ("id")
      )`);
    this.addSql(`create index "on_call_shift_program" on "on_call_shift" ("program_id", "position")`);
    this.addSql(`
      create table "safety_case" (
        "id" uuid not null,
        "program_id" uuid not null,
        "state" text not null,
        "priority" text not null,
        "category" text not null,
        "subject_account_id" uuid null,
        "about_account_id" uuid null,
        "match_id" uuid null,
        "post_id" uuid null,
        "revision_id" uuid null,
        "reviewable_id" uuid null,
        "opened_by" uuid null,
        "opened_at" timestamptz not null,
        "owner_id" uuid null,
        "acknowledged_by" uuid null,
        "acknowledged_at" timestamptz null,
        "acknowledge_due_at" timestamptz not null,
        "acknowledge_breached_at" timestamptz null,
        "decide_due_at" timestamptz not null,
        "decided_at" timestamptz null,
        "decide_breached_at" timestamptz null,
        "page_round" int not null default 0,
        "next_page_at" timestamptz null,
        "closed_by" uuid null,
        "closed_at" timestamptz null,
        "outcome" text null,
        primary key ("id")
      )`);
    this.addSql(`create index "safety_case_subject" on "safety_case" ("subject_account_id")`);
    this.addSql(`create index "safety_case_due" on "safety_case" ("opened_at") where "state" = 'OPEN'`);
    this.addSql(
      `create unique index "safety_case_open_post" on "safety_case" ("post_id") where "state" = 'OPEN' and "post_id" is not null`,
    );
    this.addSql(
      `create index "safety_case_program" on "safety_case" ("program_id", "state", "priority", "opened_at", "id")`,
    );
    this.addSql(`
      create table "safety_case_entry" (
        "id" uuid not null,
        "safety_case_id" uuid not null,
        "at" timestamptz not null,
        "kind" text not null,
        "actor_id" uuid null,
        "text" text null,
        "facts" jsonb not null default '{}',
        primary key ("id")
      )`);
    this.addSql(`create index "safety_case_entry_case" on "safety_case_entry" ("safety_case_id", "at", "id")`);
    this.addSql(`
      create table "page" (
        "id" uuid not null,
        "safety_case_id" uuid not null,
        "reason" text not null,
        "round" int not null,
        "account_id" uuid not null,
        "channel" text not null,
        "claimed_at" timestamptz not null,
        "sent_at" timestamptz null,
        "failures" int not null default 0,
        primary key ("id")
      )`);
    this.addSql(`create index "page_unsent" on "page" ("claimed_at") where "sent_at" is null`);
    this.addSql(`create index "page_account" on "page" ("account_id", "claimed_at")`);
    this.addSql(
      `create unique index "page_once" on "page" ("safety_case_id", "reason", "round", "account_id", "channel")`,
    );
    this.addSql(`
      create table "external_report" (
        "id" uuid not null,
        "safety_case_id" uuid not null,
        "agency" text not null,
        "reference" text null,
        "due_at" timestamptz not null,
        "made_at" timestamptz null,
        "overdue_told_at" timestamptz null,
        "recorded_by" uuid not null,
        "recorded_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(
      `create index "external_report_waiting" on "external_report" ("due_at") where "made_at" is null and "overdue_told_at" is null`,
    );
    this.addSql(`create index "external_report_case" on "external_report" ("safety_case_id")`);
    this.addSql(`
      create table "sanction" (
        "id" uuid not null,
        "program_id" uuid not null,
        "account_id" uuid not null,
        "kind" text not null,
        "scope" text not null,
        "reason_code" text not null,
        "reason" text not null,
        "statement" text not null,
        "case_id" uuid null,
        "imposed_by" uuid not null,
        "imposed_at" timestamptz not null,
        "ends_at" timestamptz null,
        "appealable_until" timestamptz not null,
        "appeal_text" text null,
        "appealed_at" timestamptz null,
        "appeal_answered_by" uuid null,
        "appeal_answered_at" timestamptz null,
        "appeal_answer" text null,
        "appeal_upheld" boolean null,
        "lifted_by" uuid null,
        "lifted_at" timestamptz null,
        "lift_reason" text null,
        primary key ("id")
      )`);
    this.addSql(`create index "sanction_program" on "sanction" ("program_id", "imposed_at", "id")`);
    this.addSql(`create index "sanction_account" on "sanction" ("account_id", "imposed_at", "id")`);
    this.addSql(`alter table "account" add "suspended_until" timestamptz null`);
    this.addSql(`alter table "enrolment" drop constraint "enrolment_pause_reason_check"`);
    this.addSql(
      `alter table "enrolment" add "suspended_until" timestamptz null, add "silenced_until" timestamptz null`,
    );
    this.addSql(
      `alter table "enrolment" add constraint "enrolment_pause_reason_check" check ("pause_reason" in ('CONSENT_REVOKED', 'CONSENT_EXPIRED', 'SCREENING_MISSING', 'SCREENING_REFUSED', 'SCREENING_EXPIRED', 'SAFETY', 'SUSPENDED')) not valid`,
    );
    this.addSql(
      `alter table "flag" add constraint "flag_category_check" check ("category" in ('UNSAFE_ADULT', 'SELF_HARM_WORRY', 'BULLYING', 'PERSONAL_INFORMATION', 'OFF_PLATFORM', 'ILLEGAL', 'OTHER'))`,
    );
    this.addSql(
      `alter table "safety_case" add constraint "safety_case_state_check" check ("state" in ('OPEN', 'CLOSED'))`,
    );
    this.addSql(
      `alter table "safety_case" add constraint "safety_case_priority_check" check ("priority" in ('P0', 'P1', 'P2', 'P3'))`,
    );
    this.addSql(
      `alter table "safety_case" add constraint "safety_case_outcome_check" check ("outcome" in ('SUPPORTED', 'REFERRED', 'MEASURES_TAKEN', 'UNFOUNDED'))`,
    );
    this.addSql(
      `alter table "safety_case_entry" add constraint "safety_case_entry_safety_case_id_foreign" foreign key ("safety_case_id") references "safety_case" ("id")`,
    );
    this.addSql(
      `alter table "safety_case_entry" add constraint "safety_case_entry_kind_check" check ("kind" in ('OPENED', 'LINKED', 'PAGED', 'PAGE_FAILED', 'NOBODY_TO_PAGE', 'ACKNOWLEDGED', 'ASSIGNED', 'NOTE', 'HELP_ASKED', 'REPORT_NEEDED', 'REPORT_MADE', 'REPRIORITISED', 'OVERDUE', 'DECIDED', 'CLOSED'))`,
    );
    this.addSql(
      `alter table "page" add constraint "page_safety_case_id_foreign" foreign key ("safety_case_id") references "safety_case" ("id")`,
    );
    this.addSql(
      `alter table "page" add constraint "page_channel_check" check ("channel" in ('LOG', 'MAIL', 'WEBHOOK'))`,
    );
    this.addSql(
      `alter table "external_report" add constraint "external_report_safety_case_id_foreign" foreign key ("safety_case_id") references "safety_case" ("id")`,
    );
    this.addSql(
      `alter table "sanction" add constraint "sanction_kind_check" check ("kind" in ('WARN', 'SILENCE', 'SUSPEND'))`,
    );
    this.addSql(
      `alter table "sanction" add constraint "sanction_scope_check" check ("scope" in ('PROGRAM', 'EVERYWHERE'))`,
    );
    this.addSql(
      `alter table "sanction" add constraint "sanction_reason_code_check" check ("reason_code" in ('OK', 'PERSONAL_INFORMATION', 'OFF_PLATFORM', 'UNKIND', 'UNSAFE', 'SPAM', 'OTHER'))`,
    );
    this.addSql(
      `alter table "sanction" add constraint "sanction_answered_by_another" check (appeal_answered_by is null or appeal_answered_by <> imposed_by)`,
    );
  }

  override down(): void {
    this.addSql(`update "enrolment" set "pause_reason" = 'SAFETY' where "pause_reason" = 'SUSPENDED'`);
    this.addSql(`alter table "enrolment" drop constraint "enrolment_pause_reason_check"`);
    this.addSql(
      `alter table "enrolment" add constraint "enrolment_pause_reason_check" check ("pause_reason" in ('CONSENT_REVOKED', 'CONSENT_EXPIRED', 'SCREENING_MISSING', 'SCREENING_REFUSED', 'SCREENING_EXPIRED', 'SAFETY'))`,
    );
    this.addSql(`alter table "enrolment" drop column "suspended_until", drop column "silenced_until"`);
    this.addSql(`alter table "account" drop column "suspended_until"`);
    for (const table of [
      'external_report',
      'page',
      'safety_case_entry',
      'safety_case',
      'flag',
      'on_call_shift',
      'sanction',
    ]) {
      this.addSql(`drop table "${table}"`);
    }
  }
}
