import { Injectable } from '@nestjs/common';
import { Clock, Ids, insertInto, Role, sql, type Transaction } from '#platform';
import {
  cohortCreated,
  enrolmentAccepted,
  enrolmentChanged,
  matchCreated,
  programCreated,
} from './membership.events.js';
import { type Actor, inForce, system } from './membership.policy.js';
import { MembershipRecord } from './membership-record.js';
import { type ConsentKind, EnrolmentStatus, MatchState, type ScreeningStatus } from './membership.types.js';
import { Standings } from './standings.service.js';

/** How far an enrolment has come when it is made. */
export interface Invited {
  accepted: boolean;
  /** Of a safeguarding lead. */
  confirmed: boolean;
  confirmedBy: string | null;
}
const provisioned: Invited = { accepted: true, confirmed: true, confirmedBy: null };

/**
 * How things of this library come to be: rows, trail and announcements, in the caller's transaction. It asks nobody for
 * permission and checks no input: the services do, before they call; a demo or seed community has nobody to ask.
 */
@Injectable()
export class MembershipFounding {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly record: MembershipRecord,
    private readonly standings: Standings,
  ) {}

  async organisation(tx: Transaction, { name }: { name: string }, actor: Actor = system): Promise<string> {
    const id = this.ids.next();
    await tx.run(insertInto('organisation', { id, name, createdAt: this.clock.now() }));
    const target = { targetType: 'Organisation', targetId: id } as const;
    await this.record.write(tx, { action: 'organisation.created', actor, programId: null, ...target });
    return id;
  }

  async program(
    tx: Transaction,
    program: { organisationId: string; name: string; timeZone: string; jurisdiction: string },
    actor: Actor = system,
  ): Promise<string> {
    const id = this.ids.next();
    await tx.run(insertInto('program', { id, ...program, createdAt: this.clock.now() }));
    const target = { targetType: 'Program', targetId: id } as const;
    await this.record.write(tx, { action: 'program.created', actor, programId: id, ...target });
    await this.record.announce(tx, programCreated, { programId: id, name: program.name });
    return id;
  }

  async cohort(
    tx: Transaction,
    cohort: { programId: string; name: string; startsOn?: string | null; endsOn?: string | null },
    actor: Actor = system,
  ): Promise<string> {
    const id = this.ids.next();
    const { programId, name } = cohort;
    await tx.run(insertInto('cohort', { id, ...cohort, createdAt: this.clock.now() }));
    const target = { targetType: 'Cohort', targetId: id } as const;
    await this.record.write(tx, { action: 'cohort.created', actor, programId, ...target });
    await this.record.announce(tx, cohortCreated, { cohortId: id, programId, name });
    return id;
  }

  /**
   * Where the person stands at first follows from role and age, as at every later moment (`standing.ts`).
   * @param enrolment `invitation` where somebody enrols another person; without it the enrolment is accepted and confirmed,
   * as those are that come with a program
   */
  async enrolment(
    tx: Transaction,
    enrolment: { accountId: string; programId: string; cohortId?: string | null; role: Role; invitation?: Invited },
    actor: Actor = system,
  ): Promise<string> {
    const id = this.ids.next();
    const now = this.clock.now();
    const { accountId, programId, cohortId = null, role } = enrolment;
    const { accepted, confirmed, confirmedBy } = enrolment.invitation ?? provisioned;
    const row = {
      id,
      accountId,
      programId,
      cohortId,
      role,
      acceptedAt: accepted ? now : null,
      confirmedAt: confirmed && role === Role.SAFEGUARDING_LEAD ? now : null,
      confirmedBy,
      invitedBy: actor.accountId,
      createdAt: now,
    };
    // Gives nothing until the facts are looked at: everybody begins outside.
    await tx.run(insertInto('enrolment', { ...row, status: EnrolmentStatus.INVITED }));
    const from = null;
    const to = EnrolmentStatus.INVITED;
    const target = { targetType: 'Enrolment', targetId: id } as const;
    await this.record.write(tx, { action: 'enrolment.created', actor, programId, to, ...target, facts: { role } });
    await this.record.announce(tx, enrolmentChanged, {
      enrolmentId: id,
      accountId,
      programId,
      cohortId,
      role,
      from,
      to,
    });
    if (accepted) await this.record.announce(tx, enrolmentAccepted, { accountId, programId, role });
    await this.standings.settle(tx, id, actor);
    return id;
  }

  async consent(
    tx: Transaction,
    consent: {
      enrolmentId: string;
      programId: string;
      kind: ConsentKind;
      method: string;
      evidence?: string | null;
      guardianName?: string | null;
      expiresAt?: Date | null;
    },
    actor: Actor & { accountId: string },
  ): Promise<string> {
    const id = this.ids.next();
    const { programId, ...row } = consent;
    await tx.run(insertInto('consent', { id, ...row, grantedAt: this.clock.now(), recordedBy: actor.accountId }));
    const target = { targetType: 'Consent', targetId: id } as const;
    const facts = { kind: consent.kind, enrolmentId: consent.enrolmentId };
    await this.record.write(tx, { action: 'consent.recorded', actor, programId, ...target, facts });
    await this.standings.settle(tx, consent.enrolmentId, actor);
    return id;
  }

  /** A revocation counts whichever consent it names: whoever has a say took it back. @returns false if it was revoked before */
  async revocation(
    tx: Transaction,
    consent: { id: string; enrolmentId: string; programId: string; kind: ConsentKind; reason: string },
    actor: Actor,
  ): Promise<boolean> {
    const revoked = await tx.run(sql`
      update consent set revoked_at = ${this.clock.now()}, revoke_reason = ${consent.reason}
      where id = ${consent.id} and revoked_at is null`);
    if (revoked === 0) return false;
    const target = { targetType: 'Consent', targetId: consent.id } as const;
    const facts = { kind: consent.kind, enrolmentId: consent.enrolmentId };
    await this.record.write(tx, {
      action: 'consent.revoked',
      actor,
      programId: consent.programId,
      ...target,
      facts,
    });
    await this.standings.settle(tx, consent.enrolmentId, actor);
    return true;
  }

  async screening(
    tx: Transaction,
    screening: {
      enrolmentId: string;
      programId: string;
      status: ScreeningStatus;
      checkedOn: string;
      expiresOn?: string | null;
      reference?: string | null;
    },
    actor: Actor & { accountId: string },
  ): Promise<string> {
    const id = this.ids.next();
    const { programId, ...row } = screening;
    await tx.run(insertInto('screening', { id, ...row, recordedAt: this.clock.now(), recordedBy: actor.accountId }));
    const target = { targetType: 'Screening', targetId: id } as const;
    const facts = { enrolmentId: screening.enrolmentId };
    await this.record.write(tx, {
      action: 'screening.recorded',
      actor,
      programId,
      ...target,
      to: screening.status,
      facts,
    });
    await this.standings.settle(tx, screening.enrolmentId, actor);
    return id;
  }

  /** ACTIVE at once if everybody of the pair is in force in the program, else PROPOSED. */
  async match(
    tx: Transaction,
    match: {
      programId: string;
      cohortId: string;
      mentorIds: readonly string[];
      menteeIds: readonly string[];
      coordinatorId: string;
    },
    actor: Actor = system,
  ): Promise<string> {
    const id = this.ids.next();
    const now = this.clock.now();
    const { programId, cohortId, coordinatorId } = match;
    const accountIds = [...match.mentorIds, ...match.menteeIds];
    const roles = [...match.mentorIds.map(() => Role.MENTOR), ...match.menteeIds.map(() => Role.MENTEE)];
    const people = await tx.rows<{ displayName: string; role: Role; inForce: boolean }>(sql`
      select a.display_name as "displayName", w.role, exists (
        select from enrolment e
        where e.account_id = a.id and e.program_id = ${programId} and e.role = w.role and ${inForce('e', now)}) as "inForce"
      from unnest(${accountIds}::uuid[], ${roles}::text[]) with ordinality as w (account_id, role, place)
      join account a on a.id = w.account_id order by w.place`);
    const state = people.every((person) => person.inForce) ? MatchState.ACTIVE : MatchState.PROPOSED;
    const row = { id, programId, cohortId, coordinatorId, state, stateChangedAt: now, createdAt: now };
    await tx.run(insertInto('match', row));
    await tx.run(sql`
      insert into match_participant (match_id, account_id, role)
      select ${id}, * from unnest(${accountIds}::uuid[], ${roles}::text[])`);
    const target = { targetType: 'Match', targetId: id } as const;
    await this.record.write(tx, { action: 'match.created', actor, programId, ...target, to: state });
    const namesOf = (role: Role): string[] =>
      people.filter((person) => person.role === role).map(({ displayName }) => displayName);
    const [mentors, mentees] = [namesOf(Role.MENTOR), namesOf(Role.MENTEE)];
    await this.record.announce(tx, matchCreated, { matchId: id, programId, cohortId, state, mentors, mentees });
    this.record.wake(tx, [...accountIds, coordinatorId]);
    return id;
  }
}
