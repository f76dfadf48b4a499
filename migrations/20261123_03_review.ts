import { Migration } from '@mikro-orm/migrations';

/** What waits for a human, what was decided and why; the policy of each program. */
export class Review extends Migration {
  override up(): void {
    this.addSql(`
      create table "finding" (
        "id" uuid not null,
        "reviewable_id" uuid null,
        "post_id" uuid null,
        "revision_id" uuid null,
        "author_id" uuid not null,
        "board_id" uuid null,
        "rule_id" text not null,
        "rule_version" int not null,
        "category" text not null,
        "topic" text null,
        "priority" text not null,
        "weak" boolean not null,
        "spans" int[] not null,
        "found_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`create index "finding_weak" on "finding" ("author_id", "board_id", "found_at") where "weak"`);
    this.addSql(`create index "finding_item" on "finding" ("reviewable_id") where "reviewable_id" is not null`);
    this.addSql(`create index "finding_post" on "finding" ("post_id", "revision_id")`);
    this.addSql(`
      create table "program_policy_change" (
        "id" uuid not null,
        "program_id" uuid not null,
        "version" int not null,
        "settings" jsonb not null,
        "exception" jsonb null,
        "exception_until" timestamptz null,
        "reason" text not null,
        "changed_by" uuid not null,
        "changed_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(
      `create unique index "program_policy_change_program" on "program_policy_change" ("program_id", "version")`,
    );
    this.addSql(`
      create table "program_policy" (
        "program_id" uuid not null,
        "version" int not null,
        "settings" jsonb not null,
        "exception" jsonb null,
        "exception_until" timestamptz null,
        primary key ("program_id")
      )`);
    this.addSql(`
      create table "reviewable" (
        "id" uuid not null,
        "kind" text not null,
        "state" text not null,
        "priority" text not null,
        "program_id" uuid not null,
        "target_id" uuid not null,
        "board_id" uuid null,
        "match_id" uuid null,
        "thread_id" uuid null,
        "post_id" uuid null,
        "revision_id" uuid null,
        "subject_account_id" uuid null,
        "restricted" boolean not null default false,
        "version" int not null default 1,
        "flag_counts" jsonb not null default '{}',
        "evidence" jsonb null,
        "opened_at" timestamptz not null,
        "due_at" timestamptz not null,
        "breached_at" timestamptz null,
        "claimed_by" uuid null,
        "claim_expires_at" timestamptz null,
        "decided_at" timestamptz null,
        primary key ("id")
      )`);
    this.addSql(`create index "reviewable_post" on "reviewable" ("post_id") where "post_id" is not null`);
    this.addSql(`create index "reviewable_due" on "reviewable" ("due_at") where "state" = 'PENDING'`);
    this.addSql(
      `create index "reviewable_queue" on "reviewable" ("program_id", "priority", "due_at", "id") where "state" = 'PENDING'`,
    );
    this.addSql(`create unique index "reviewable_target" on "reviewable" ("kind", "target_id")`);
    this.addSql(`
      create table "reviewable_history" (
        "id" uuid not null,
        "reviewable_id" uuid not null,
        "at" timestamptz not null,
        "actor_id" uuid null,
        "action" text not null,
        "note" text null,
        "facts" jsonb not null default '{}',
        primary key ("id")
      )`);
    this.addSql(`create index "reviewable_history_item" on "reviewable_history" ("reviewable_id", "at", "id")`);
    this.addSql(`
      create table "decision" (
        "id" uuid not null,
        "reviewable_id" uuid not null,
        "item_version" int not null,
        "program_id" uuid not null,
        "post_id" uuid null,
        "revision_id" uuid null,
        "shown_before" uuid null,
        "subject_account_id" uuid null,
        "actor_id" uuid null,
        "actor_role" text null,
        "kind" text not null,
        "effect" text not null,
        "reason_code" text not null,
        "note" text null,
        "statement" text null,
        "automated" boolean not null,
        "from_state" text null,
        "to_state" text null,
        "decided_at" timestamptz not null,
        "appealable_until" timestamptz null,
        "undone_at" timestamptz null,
        "overturned_at" timestamptz null,
        primary key ("id")
      )`);
    this.addSql(`create index "decision_post" on "decision" ("post_id")`);
    this.addSql(`create index "decision_subject" on "decision" ("subject_account_id", "decided_at", "id")`);
    this.addSql(`create unique index "decision_once" on "decision" ("reviewable_id", "item_version")`);
    this.addSql(`
      create table "appeal" (
        "reviewable_id" uuid not null,
        "decision_id" uuid not null,
        "appellant_id" uuid not null,
        "text" text not null,
        "made_at" timestamptz not null,
        "upheld" boolean null,
        primary key ("reviewable_id")
      )`);
    this.addSql(`create unique index "appeal_once" on "appeal" ("decision_id")`);
    this.addSql(`
      create table "review_conflict" (
        "reviewable_id" uuid not null,
        "account_id" uuid not null,
        "why" text not null,
        primary key ("reviewable_id", "account_id")
      )`);
    this.addSql(`
      create table "review_event" (
        "program_id" uuid not null,
        "seq" bigint not null,
        "kind" text not null,
        "reviewable_id" uuid not null,
        "occurred_at" timestamptz not null,
        primary key ("program_id", "seq")
      )`);
    this.addSql(`create index "review_event_age" on "review_event" ("occurred_at")`);
    this.addSql(`
      create table "review_log" (
        "program_id" uuid not null,
        "last_seq" bigint not null default '0',
        "trimmed_to" bigint not null default '0',
        primary key ("program_id")
      )`);
    this.addSql(`
      create table "rule_label" (
        "decision_id" uuid not null,
        "rule_id" text not null,
        "rule_version" int not null,
        "revision_id" uuid not null,
        "label" text not null,
        "labelled_at" timestamptz not null,
        primary key ("decision_id", "rule_id")
      )`);
    this.addSql(`create index "rule_label_rule" on "rule_label" ("rule_id", "labelled_at")`);
    this.addSql(`
      create table "saved_reason" (
        "id" uuid not null,
        "program_id" uuid not null,
        "reason_code" text not null,
        "text" text not null,
        "saved_by" uuid not null,
        "saved_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`create index "saved_reason_program" on "saved_reason" ("program_id")`);
    this.addSql(`
      create table "staff_sight" (
        "post_id" uuid not null,
        "board_id" uuid not null,
        "seen_by" uuid not null,
        "seen_at" timestamptz not null,
        primary key ("post_id")
      )`);
    this.addSql(`create index "staff_sight_board" on "staff_sight" ("board_id", "seen_at")`);
    this.addSql(`alter table "draft" add "post_id" uuid null`);
    this.addSql(`create index "draft_post" on "draft" ("post_id") where "post_id" is not null`);
    this.addSql(
      `alter table "finding" add constraint "finding_priority_check" check ("priority" in ('P0', 'P1', 'P2', 'P3'))`,
    );
    this.addSql(
      `alter table "reviewable" add constraint "reviewable_kind_check" check ("kind" in ('HELD_POST', 'HELD_EDIT', 'FLAGS', 'APPEAL', 'PROFILE_TEXT', 'COVERAGE'))`,
    );
    this.addSql(
      `alter table "reviewable" add constraint "reviewable_state_check" check ("state" in ('PENDING', 'DECIDED', 'OBSOLETE'))`,
    );
    this.addSql(
      `alter table "reviewable" add constraint "reviewable_priority_check" check ("priority" in ('P0', 'P1', 'P2', 'P3'))`,
    );
    this.addSql(
      `alter table "reviewable_history" add constraint "reviewable_history_reviewable_id_foreign" foreign key ("reviewable_id") references "reviewable" ("id")`,
    );
    this.addSql(
      `alter table "decision" add constraint "decision_reviewable_id_foreign" foreign key ("reviewable_id") references "reviewable" ("id")`,
    );
    this.addSql(
      `alter table "decision" add constraint "decision_kind_check" check ("kind" in ('APPROVE', 'APPROVE_REDACTED', 'RETURN', 'REJECT', 'HIDE', 'RESTORE', 'REMOVE', 'ESCALATE', 'NO_ACTION'))`,
    );
    this.addSql(
      `alter table "decision" add constraint "decision_reason_code_check" check ("reason_code" in ('OK', 'PERSONAL_INFORMATION', 'OFF_PLATFORM', 'UNKIND', 'UNSAFE', 'SPAM', 'OTHER'))`,
    );
    this.addSql(
      `alter table "decision" add constraint "decision_from_state_check" check ("from_state" in ('HELD', 'PUBLISHED', 'REJECTED', 'HIDDEN', 'REMOVED', 'WITHDRAWN', 'ERASED', 'MOVED'))`,
    );
    this.addSql(
      `alter table "decision" add constraint "decision_to_state_check" check ("to_state" in ('HELD', 'PUBLISHED', 'REJECTED', 'HIDDEN', 'REMOVED', 'WITHDRAWN', 'ERASED', 'MOVED'))`,
    );
    this.addSql(
      `alter table "appeal" add constraint "appeal_decision_id_foreign" foreign key ("decision_id") references "decision" ("id")`,
    );
    this.addSql(
      `alter table "review_conflict" add constraint "review_conflict_reviewable_id_foreign" foreign key ("reviewable_id") references "reviewable" ("id")`,
    );
    this.addSql(
      `alter table "review_event" add constraint "review_event_kind_check" check ("kind" in ('SUBSCRIBED', 'OPENED', 'CHANGED', 'CLAIMED', 'RELEASED', 'DECIDED', 'REOPENED', 'CLOSED'))`,
    );
    this.addSql(
      `alter table "saved_reason" add constraint "saved_reason_reason_code_check" check ("reason_code" in ('OK', 'PERSONAL_INFORMATION', 'OFF_PLATFORM', 'UNKIND', 'UNSAFE', 'SPAM', 'OTHER'))`,
    );

    // Nobody decides in their own matter, whatever the code says: own text, own pair, own report, own earlier decision.
    this.addSql(`
      create function decision_refuse_own_matter() returns trigger language plpgsql as $$
      begin
        if new.actor_id is not null and exists (
          select from reviewable r where r.id = new.reviewable_id and (
            r.subject_account_id = new.actor_id
            or exists (select from post p where p.id = r.post_id and p.author_id = new.actor_id)
            or exists (select from match_participant mp where mp.match_id = r.match_id and mp.account_id = new.actor_id)
            or exists (select from match_participant mine join match_participant theirs on theirs.match_id = mine.match_id
              where mine.account_id = new.actor_id and theirs.account_id = r.subject_account_id)
            or exists (select from review_conflict c where c.reviewable_id = r.id and c.account_id = new.actor_id)
            or exists (select from appeal a join decision d on d.id = a.decision_id
              where a.reviewable_id = r.id and d.actor_id = new.actor_id)))
        then
          raise exception 'nobody decides in their own matter'
            using errcode = 'check_violation', constraint = 'decision_own_matter', table = 'decision';
        end if;
        return new;
      end $$`);
    this.addSql(`
      create constraint trigger decision_own_matter after insert on "decision"
      for each row execute function decision_refuse_own_matter()`);
    // Rows that a busy queue changes again and again: room on the page keeps the update in place (HOT).
    this.addSql(`alter table "review_log" set (fillfactor = 50)`);
  }

  override down(): void {
    this.addSql(`drop index "draft_post"`);
    this.addSql(`alter table "draft" drop column "post_id"`);
    this.addSql(`drop table "saved_reason" cascade`);
    this.addSql(`drop table "rule_label" cascade`);
    this.addSql(`drop table "appeal" cascade`);
    this.addSql(`drop table "decision" cascade`);
    this.addSql(`drop table "review_conflict" cascade`);
    this.addSql(`drop table "reviewable_history" cascade`);
    this.addSql(`drop table "finding" cascade`);
    this.addSql(`drop table "reviewable" cascade`);
    this.addSql(`drop table "review_event" cascade`);
    this.addSql(`drop table "review_log" cascade`);
    this.addSql(`drop table "staff_sight" cascade`);
    this.addSql(`drop table "program_policy_change" cascade`);
    this.addSql(`drop table "program_policy" cascade`);
    this.addSql(`drop function decision_refuse_own_matter()`);
  }
}
