import { Migration } from '@mikro-orm/migrations';

const pauseReasons = (more: string): string =>
  `check ("pause_reason" in ('CONSENT_REVOKED', 'CONSENT_EXPIRED', 'SCREENING_MISSING', 'SCREENING_REFUSED', 'SCREENING_EXPIRED', 'SAFETY', 'SUSPENDED'${more})) not valid`;
const abouts = (more: string): string =>
  `check ("about" in ('OVERDUE', 'BREAK_GLASS', 'STOP_LIFTED'${more})) not valid`;

/** Enrolments are accepted and leads confirmed, programs have an age band, and leads are told of more. */
export class Roles extends Migration {
  override up(): void {
    this.addSql(`alter table "enrolment" add column "accepted_at" timestamptz null`);
    this.addSql(`alter table "enrolment" add column "confirmed_at" timestamptz null`);
    this.addSql(`alter table "enrolment" add column "confirmed_by" uuid null`);
    this.addSql(`alter table "enrolment" add column "invited_by" uuid null`);
    // Whoever took part before this step goes on.
    this.addSql(
      `update "enrolment" set "accepted_at" = "created_at", "confirmed_at" = case when "role" = 'SAFEGUARDING_LEAD' then "created_at" end`,
    );
    this.addSql(`alter table "enrolment" drop constraint "enrolment_pause_reason_check"`);
    // Not validated: the new list contains the old one.
    this.addSql(
      `alter table "enrolment" add constraint "enrolment_pause_reason_check" ${pauseReasons(`, 'OUTSIDE_AGE_BAND'`)}`,
    );

    this.addSql(`alter table "program" add column "min_age" smallint not null default 11`);
    this.addSql(`alter table "program" add column "max_age" smallint not null default 18`);
    // Widened for the mentees that a program has, so that this step ends nobody's access; `safetyProblems` names it.
    this.addSql(`
      update "program" p set "min_age" = least(11, w.youngest), "max_age" = greatest(18, w.oldest)
      from (
        select e."program_id", min(extract(year from age(current_date, a."birth_date")))::smallint as youngest,
          max(extract(year from age(current_date, a."birth_date")))::smallint as oldest
        from "enrolment" e join "account" a on a."id" = e."account_id"
        where e."role" = 'MENTEE' and e."status" not in ('CLOSED', 'ERASED') and a."birth_date" is not null
        group by e."program_id") w
      where w."program_id" = p."id"`);

    this.addSql(`
      create table "correction" (
        "id" uuid not null,
        "account_id" uuid not null,
        "program_id" uuid not null,
        "kind" text not null,
        "reason" text not null,
        "corrected_by" uuid not null,
        "corrected_at" timestamptz not null,
        primary key ("id")
      )`);
    this.addSql(`create index "correction_account" on "correction" ("account_id", "corrected_at")`);
    this.addSql(`create index "correction_program" on "correction" ("program_id")`);
    for (const table of ['account', 'program']) {
      this.addSql(
        `alter table "correction" add constraint "correction_${table}_id_foreign" foreign key ("${table}_id") references "${table}" ("id")`,
      );
    }
    this.addSql(
      `alter table "correction" add constraint "correction_kind_check" check ("kind" in ('BIRTH_DATE', 'COHORT', 'STOP_LIFTED'))`,
    );

    this.addSql(`alter table "lead_notice" add column "actor_id" uuid null`);
    this.addSql(`alter table "lead_notice" add column "subject_id" uuid null`);
    this.addSql(`alter table "lead_notice" add column "also_id" uuid null`);
    this.addSql(`alter table "lead_notice" drop constraint "lead_notice_about_check"`);
    this.addSql(
      `alter table "lead_notice" add constraint "lead_notice_about_check" ${abouts(
        `, 'NEW_LEAD', 'LEAD_LEFT', 'COVER', 'STAFF_SANCTION', 'ON_CALL_SET', 'AGE_CORRECTED'`,
      )}`,
    );
    // Lateness is gathered in quarters of an hour; everything else is told each time.
    this.addSql(`drop index "lead_notice_once"`);
    this.addSql(
      `create unique index "lead_notice_once" on "lead_notice" ("program_id", "slot") where "about" = 'OVERDUE'`,
    );
  }

  override down(): void {
    this.addSql(
      `delete from "lead_page" where "notice_id" in (select "id" from "lead_notice" where "about" not in ('OVERDUE', 'BREAK_GLASS', 'STOP_LIFTED'))`,
    );
    this.addSql(`delete from "lead_notice" where "about" not in ('OVERDUE', 'BREAK_GLASS', 'STOP_LIFTED')`);
    this.addSql(`drop index "lead_notice_once"`);
    this.addSql(`update "lead_notice" n set "slot" = n."slot" + (w.place - 1) * interval '1 millisecond'
      from (select "id", row_number() over (partition by "program_id", "slot" order by "about" desc, "id") as place from "lead_notice") w
      where w."id" = n."id" and w.place > 1`);
    this.addSql(`create unique index "lead_notice_once" on "lead_notice" ("program_id", "slot")`);
    this.addSql(`alter table "lead_notice" drop constraint "lead_notice_about_check"`);
    this.addSql(`alter table "lead_notice" add constraint "lead_notice_about_check" ${abouts('')}`);
    for (const column of ['actor_id', 'subject_id', 'also_id']) {
      this.addSql(`alter table "lead_notice" drop column "${column}"`);
    }

    this.addSql(`drop table "correction"`);
    this.addSql(`alter table "program" drop column "min_age"`);
    this.addSql(`alter table "program" drop column "max_age"`);

    // Without these columns whoever has not accepted would take part.
    this.addSql(
      `update "enrolment" set "status" = 'CLOSED', "ended_at" = now() where "status" not in ('CLOSED', 'ERASED')
        and ("accepted_at" is null or ("role" = 'SAFEGUARDING_LEAD' and "confirmed_at" is null))`,
    );
    this.addSql(`update "enrolment" set "pause_reason" = 'SAFETY' where "pause_reason" = 'OUTSIDE_AGE_BAND'`);
    this.addSql(`alter table "enrolment" drop constraint "enrolment_pause_reason_check"`);
    this.addSql(`alter table "enrolment" add constraint "enrolment_pause_reason_check" ${pauseReasons('')}`);
    for (const column of ['accepted_at', 'confirmed_at', 'confirmed_by', 'invited_by']) {
      this.addSql(`alter table "enrolment" drop column "${column}"`);
    }
  }
}
