import { Injectable } from '@nestjs/common';
import { Clock, dayIn, Role, sql, type Transaction } from '#platform';
import { isMinor } from './consent-age.js';
import { MatchMoves } from './match-moves.js';
import { enrolmentChanged } from './membership.events.js';
import { type Actor } from './membership.policy.js';
import { MembershipRecord } from './membership-record.js';
import { EnrolmentStatus, PauseReason, ScreeningStatus } from './membership.types.js';
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
  birthDate: string | null;
  timeZone: string;
  jurisdiction: string;
  consentId: string | null;
  consentExpiresAt: Date | null;
  consentWithdrawn: boolean | null;
  screeningStatus: ScreeningStatus | null;
  screenedUntil: Date | null;
}

const endedStatuses: readonly EnrolmentStatus[] = [EnrolmentStatus.CLOSED, EnrolmentStatus.ERASED];

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
        e.pause_reason as "pauseReason", e.in_force_until as "inForceUntil", e.suspended_until as "suspendedUntil", a.birth_date as "birthDate",
        p.time_zone as "timeZone", p.jurisdiction, k.id as "consentId", k.expires_at as "consentExpiresAt",
        exists (
          select from consent r
          where r.enrolment_id = e.id and r.kind = 'PARTICIPATION' and r.revoked_at is not null
            and (r.id = k.id or r.revoked_at > k.granted_at)) as "consentWithdrawn",
        s.status as "screeningStatus", s.until as "screenedUntil"
      from enrolment e
      join account a on a.id = e.account_id
      join program p on p.id = e.program_id
      left join lateral (
        select id, granted_at, expires_at from consent
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
    const now = this.clock.now();
    const standing = standingOf(
      {
        role,
        before: status,
        minor: this.isMinor(enrolment),
        stopped,
        consent: consentId ? { expiresAt: consentExpiresAt, withdrawn: consentWithdrawn ?? false } : null,
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

  /** Takes an account's access in every program at once: whoever is not safe for one child is not safe for another. */
  async stopEverywhere(tx: Transaction, accountId: string, actor: Actor): Promise<void> {
    const open = await tx.rows<{ id: string }>(sql`
      select id from enrolment where account_id = ${accountId} and status not in ('CLOSED', 'ERASED') order by id`);
    for (const { id } of open) await this.settle(tx, id, actor, true);
  }

  private async change(tx: Transaction, enrolment: LockedEnrolment, next: Standing, actor: Actor): Promise<void> {
    const { id, accountId, programId, cohortId, role, status: from } = enrolment;
    const { status: to, pauseReason, inForceUntil } = next;
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
