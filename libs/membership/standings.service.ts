import { Injectable } from '@nestjs/common';
import { Clock, dayIn, Refusal, Role, sql, type Transaction } from '#platform';
import { ageOn, isMinor, needsGuardian } from './consent-age.js';
import { fitsAge } from './eligibility.js';
import { MatchMoves } from './match-moves.js';
import { enrolmentChanged, leadMatterArose } from './membership.events.js';
import { type Actor, inForce, takesPart } from './membership.policy.js';
import { MembershipRecord } from './membership-record.js';
import { EnrolmentStatus, PauseReason, ScreeningStatus } from './membership.types.js';
import { mayActOn, memberRoles, StaffAct } from './privileges.js';
import { type Standing, standingOf } from './standing.js';

/** An enrolment whose row is locked until the end of the transaction, with all that decides where the person stands. */
export interface LockedEnrolment {
  id: string;
  accountId: string;
  programId: string;
  cohortId: string | null;
  role: Role;
  status: EnrolmentStatus;
  pauseReason: PauseReason | null;
  inForceUntil: Date | null;
  suspendedUntil: Date | null;
  acceptedAt: Date | null;
  confirmedAt: Date | null;
  birthDate: string | null;
  timeZone: string;
  jurisdiction: string;
  minAge: number;
  maxAge: number;
  /** Of a mentee: the midnight after which the age is above the band. */
  grownAt: Date | null;
  consentId: string | null;
  consentExpiresAt: Date | null;
  consentGuardian: string | null;
  consentWithdrawn: boolean | null;
  screeningStatus: ScreeningStatus | null;
  screenedUntil: Date | null;
}

/**
 * Midnight, in the zone of program p, of the birthday on which account a is older than the age band. PostgreSQL moves a
 * birthday on 29 February back where the year has none; by our rule it is 1 March (`consent-age.ts`).
 */
const grown = sql`(a.birth_date + make_interval(years => p.max_age + 1))::date`;
const tooOldAt = sql`(${grown} + (extract(day from a.birth_date) > extract(day from ${grown}))::int)::timestamp
  at time zone p.time_zone`;

const endedStatuses: readonly EnrolmentStatus[] = [EnrolmentStatus.CLOSED, EnrolmentStatus.ERASED];

/** Whom a program is never without. */
const keptRoles: readonly Role[] = [Role.PROGRAM_ADMIN, Role.SAFEGUARDING_LEAD];

/** Who stops a person everywhere, with the programs of which they are a safeguarding lead. */
export type StoppingActor = Actor & { leads: readonly string[] };

const isOutside = ({ role, birthDate, minAge, maxAge }: LockedEnrolment, today: string): boolean => {
  if (birthDate === null) return false;
  if (role !== Role.MENTEE) return fitsAge(role, today, birthDate) !== null;
  const age = ageOn(today, birthDate);
  return age < minAge || age > maxAge;
};

const isAccepted = ({ role, acceptedAt, confirmedAt }: LockedEnrolment): boolean =>
  acceptedAt !== null && (role !== Role.SAFEGUARDING_LEAD || confirmedAt !== null);

/** The one place where an enrolment changes status: it follows from what is recorded, and everything else follows from it. */
@Injectable()
export class Standings {
  constructor(
    private readonly clock: Clock,
    private readonly matches: MatchMoves,
    private readonly record: MembershipRecord,
  ) {}

  /** @param visible what the viewer may see of alias `e`; without it, whatever exists */
  async lock(tx: Transaction, enrolmentId: string, visible = sql`true`): Promise<LockedEnrolment | null> {
    // Locked first and read then: after a wait for the lock, the facts below are those of the newest commit.
    const locked = await tx.run(sql`select from enrolment e where e.id = ${enrolmentId} and ${visible} for update`);
    if (locked === 0) return null;
    return tx.first<LockedEnrolment>(sql`
      select e.id, e.account_id as "accountId", e.program_id as "programId", e.cohort_id as "cohortId", e.role, e.status,
        e.pause_reason as "pauseReason", e.in_force_until as "inForceUntil", e.suspended_until as "suspendedUntil",
        e.accepted_at as "acceptedAt", e.confirmed_at as "confirmedAt", a.birth_date as "birthDate",
        p.time_zone as "timeZone", p.jurisdiction, p.min_age as "minAge", p.max_age as "maxAge",
        case when e.role = 'MENTEE' then ${tooOldAt} end as "grownAt",
        k.id as "consentId", k.expires_at as "consentExpiresAt", k.guardian_name as "consentGuardian",
        exists (
          select from consent r
          where r.enrolment_id = e.id and r.kind = 'PARTICIPATION' and r.revoked_at is not null
            and (r.id = k.id or r.revoked_at > k.granted_at)) as "consentWithdrawn",
        s.status as "screeningStatus", s.until as "screenedUntil"
      from enrolment e
      join account a on a.id = e.account_id
      join program p on p.id = e.program_id
      left join lateral (
        select id, granted_at, expires_at, guardian_name from consent
        where enrolment_id = e.id and kind = 'PARTICIPATION' order by granted_at desc, id desc limit 1) k on true
      left join lateral (
        select status, (expires_on + 1)::timestamp at time zone p.time_zone as until from screening
        where enrolment_id = e.id order by recorded_at desc, id desc limit 1) s on true
      where e.id = ${enrolmentId}`);
  }

  isMinor({ role, birthDate, timeZone }: Pick<LockedEnrolment, 'role' | 'birthDate' | 'timeZone'>): boolean {
    if (birthDate === null) return role === Role.MENTEE;
    return (role === Role.MENTEE || role === Role.MENTOR) && isMinor(dayIn(timeZone, this.clock.now()), birthDate);
  }

  /**
   * Brings an enrolment to where its facts put it. Safe to repeat: the second time changes nothing.
   * @param stopped true stops the person for safety, false lifts that, undefined leaves it as it is
   */
  async settle(tx: Transaction, enrolmentId: string, actor: Actor, stopped?: boolean): Promise<void> {
    const enrolment = await this.lock(tx, enrolmentId);
    if (!enrolment || endedStatuses.includes(enrolment.status)) return;
    await this.change(tx, enrolment, this.standing(enrolment, stopped), actor);
  }

  standing(enrolment: LockedEnrolment, stopped = enrolment.pauseReason === PauseReason.SAFETY): Standing {
    const { role, status, consentId, consentExpiresAt, consentWithdrawn, screeningStatus, screenedUntil } = enrolment;
    const { birthDate, jurisdiction, consentGuardian } = enrolment;
    const now = this.clock.now();
    const today = dayIn(enrolment.timeZone, now);
    const standing = standingOf(
      {
        role,
        before: status,
        minor: this.isMinor(enrolment),
        outsideAgeBand: isOutside(enrolment, today),
        grownAt: enrolment.grownAt,
        accepted: isAccepted(enrolment),
        stopped,
        consent: consentId
          ? {
              expiresAt: consentExpiresAt,
              withdrawn: consentWithdrawn ?? false,
              suffices: consentGuardian !== null || !needsGuardian(today, birthDate, jurisdiction),
            }
          : null,
        screening: screeningStatus ? { status: screeningStatus, until: screenedUntil } : null,
      },
      now,
    );
    const suspended = enrolment.suspendedUntil !== null && enrolment.suspendedUntil > now;
    return suspended && standing.status === EnrolmentStatus.ACTIVE
      ? { ...standing, status: EnrolmentStatus.PAUSED, pauseReason: PauseReason.SUSPENDED }
      : standing;
  }

  /** Ends an enrolment. A stop for safety stays written on it. */
  async close(tx: Transaction, enrolment: LockedEnrolment, reason: string, actor: Actor): Promise<void> {
    await tx.run(
      sql`update enrolment set ended_at = ${this.clock.now()}, end_reason = ${reason} where id = ${enrolment.id}`,
    );
    const pauseReason = enrolment.pauseReason === PauseReason.SAFETY ? PauseReason.SAFETY : null;
    await this.change(tx, enrolment, { status: EnrolmentStatus.CLOSED, pauseReason, inForceUntil: null }, actor);
  }

  /**
   * Takes an account's access in every program at once: whoever is not safe for one child is not safe for another. What the
   * person does as safeguarding lead of a program is for its other leads to stop, and a program keeps its last administrator;
   * the leads of every program in which the person is staff are told.
   * What the person has not accepted is not touched: `acceptEnrolment` asks whether somebody stopped them.
   */
  async stopEverywhere(tx: Transaction, accountId: string, actor: StoppingActor): Promise<void> {
    const open = await tx.rows<{ id: string; programId: string; role: Role }>(sql`
      select id, program_id as "programId", role from enrolment
      where account_id = ${accountId} and ${takesPart('enrolment')} order by id`);
    for (const { id, programId, role } of open) {
      // As a lead where they are one; elsewhere no more than as somebody who answers for a pair.
      const as = actor.leads.includes(programId) ? Role.SAFEGUARDING_LEAD : Role.COORDINATOR;
      const stopper = { accountId: actor.accountId ?? '', roles: new Set([as]) };
      const may = mayActOn(StaffAct.STOP, stopper, { accountId, roles: [role] });
      if (may && !(await this.isLast(tx, { programId, role, accountId }))) await this.settle(tx, id, actor, true);
    }
    const asStaff = new Set(open.filter(({ role }) => !memberRoles.includes(role)).map(({ programId }) => programId));
    for (const programId of asStaff) {
      const matter = { programId, about: 'STAFF_SANCTION', actorId: actor.accountId, subjectId: accountId } as const;
      await this.record.announce(tx, leadMatterArose, matter);
    }
  }

  /**
   * A program keeps an effective administrator and an effective lead. The lock on the program makes two who leave at the
   * same moment do so one after the other.
   * @throws Refusal CONFLICT
   */
  async requireAnother(
    tx: Transaction,
    leaving: Pick<LockedEnrolment, 'programId' | 'role' | 'accountId'>,
  ): Promise<void> {
    if (!(await this.isLast(tx, leaving))) return;
    const what = leaving.role === Role.SAFEGUARDING_LEAD ? 'safeguarding lead' : 'administrator';
    throw new Refusal('CONFLICT', `The last ${what} of a program stays: appoint another one first.`);
  }

  /** Whether this person is the only one who is that in the program now; never for roles that a program can be without. */
  private async isLast(
    tx: Transaction,
    { programId, role, accountId }: Pick<LockedEnrolment, 'programId' | 'role' | 'accountId'>,
  ): Promise<boolean> {
    if (!keptRoles.includes(role)) return false;
    await tx.run(sql`select from program where id = ${programId} for no key update`);
    const standing = await tx.rows<{ accountId: string }>(sql`
      select distinct e.account_id as "accountId" from enrolment e join account a on a.id = e.account_id
      where e.program_id = ${programId} and e.role = ${role} and a.status = 'ACTIVE' and ${inForce('e', this.clock.now())}`);
    const ids = standing.map((row) => row.accountId);
    return ids.length === 1 && ids[0] === accountId;
  }

  private async change(tx: Transaction, enrolment: LockedEnrolment, next: Standing, actor: Actor): Promise<void> {
    const { id, accountId, programId, cohortId, role, status: from } = enrolment;
    const { status: to, pauseReason, inForceUntil } = next;
    if (to !== EnrolmentStatus.ACTIVE && pauseReason !== PauseReason.SAFETY) await this.requireAnother(tx, enrolment);
    const moved = from !== to || enrolment.pauseReason !== pauseReason;
    if (!moved && enrolment.inForceUntil?.getTime() === inForceUntil?.getTime()) return;
    await tx.run(sql`
      update enrolment set status = ${to}, pause_reason = ${pauseReason}, in_force_until = ${inForceUntil}
      where id = ${id}`);
    this.record.wake(tx, [accountId]);
    if (!moved) return;
    const change = { action: 'enrolment.changed', actor, programId, reasonCode: pauseReason, from, to };
    await this.record.write(tx, { ...change, targetType: 'Enrolment', targetId: id, facts: { role } });
    await this.record.announce(tx, enrolmentChanged, {
      enrolmentId: id,
      accountId,
      programId,
      cohortId,
      role,
      from,
      to,
    });
    if (to !== EnrolmentStatus.ACTIVE) {
      await this.matches.pauseMatchesOf(tx, { accountId, programId, role }, pauseReason ?? 'ENROLMENT_ENDED', actor);
    }
  }
}
