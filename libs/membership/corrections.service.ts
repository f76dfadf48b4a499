import { Injectable } from '@nestjs/common';
import { readBirthDate } from '#accounts';
import {
  Clock,
  Database,
  Ids,
  insertInto,
  Refusal,
  requireNote,
  requireUuid,
  type Role,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { CorrectionKind } from './correction.entity.js';
import { type ChangeCohortInput, type CorrectBirthDateInput } from './corrections.types.js';
import { type EnrolmentType } from './enrolments.types.js';
import { enrolmentChanged, leadMatterArose } from './membership.events.js';
import {
  actingIn,
  leadPrograms,
  mayAct,
  notOfMyPair,
  requireAct,
  staffPrograms,
  takesPart,
  visibleEnrolments,
} from './membership.policy.js';
import { cohortsByIds, enrolmentsByIds } from './membership.queries.js';
import { MembershipRecord } from './membership-record.js';
import { EnrolmentStatus } from './membership.types.js';
import { memberRoles, StaffAct } from './privileges.js';
import { type LockedEnrolment, Standings } from './standings.service.js';

/** What a person is in one program. */
interface Place {
  programId: string;
  roles: Role[];
}

/** Corrects what was recorded wrongly about a person. What follows from it holds in the same transaction. */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly standings: Standings,
    private readonly record: MembershipRecord,
  ) {}

  async correctBirthDate(viewer: Viewer, input: CorrectBirthDateInput): Promise<EnrolmentType[]> {
    const accountId = requireUuid('Account', input.accountId);
    const reason = requireNote('reason', input.reason);
    const birthDate = readBirthDate(input.birthDate, this.clock.now());
    const open = await this.database.transaction(async (tx) => {
      // As for enrolments: what depends on the age is checked for one person at a time.
      await tx.run(sql`select from account where id = ${accountId} for no key update`);
      const places = await this.placesOf(tx, accountId);
      const mine = places.filter(({ programId }) => staffPrograms(viewer).includes(programId));
      const free = await tx.run(sql`select where ${notOfMyPair(viewer, sql`${accountId}::uuid`)}`);
      if (free === 0) throw Refusal.notFound();
      const [own] = mine;
      if (!own) throw Refusal.notFound();
      const elsewhere = requireCorrecting(viewer, accountId, places);
      await tx.run(sql`update account set birth_date = ${birthDate} where id = ${accountId}`);
      await this.note(tx, viewer, { accountId, programId: own.programId, kind: CorrectionKind.BIRTH_DATE, reason });
      await this.traceBirthDate(tx, viewer, accountId, places, elsewhere);
      return this.settleAll(tx, viewer, accountId);
    });
    const shown = await enrolmentsByIds(this.database, viewer, open);
    return shown.filter((enrolment) => enrolment !== null).slice(0, 100);
  }

  /** The cohort that it has already is a success: the caller's wish is fulfilled. */
  async changeCohort(viewer: Viewer, input: ChangeCohortInput): Promise<EnrolmentType> {
    const id = requireUuid('Enrolment', input.enrolmentId);
    const cohortUuid = input.cohortId == null ? null : requireUuid('Cohort', input.cohortId);
    const reason = requireNote('reason', input.reason);
    const [cohort] = cohortUuid ? await cohortsByIds(this.database, viewer, [cohortUuid]) : [null];
    if (cohortUuid && !cohort) throw Refusal.notFound();
    await this.database.transaction(async (tx) => {
      const enrolment = await this.standings.lock(tx, id, visibleEnrolments(viewer));
      if (!enrolment) throw Refusal.notFound();
      requireAct(viewer, StaffAct.CHANGE_COHORT, { ...enrolment, roles: [enrolment.role] });
      if (cohort && cohort.program.uuid !== enrolment.programId) throw Refusal.notFound();
      if (enrolment.status === EnrolmentStatus.CLOSED || enrolment.status === EnrolmentStatus.ERASED) {
        throw new Refusal('CONFLICT', 'This enrolment has ended.');
      }
      if (enrolment.cohortId === cohortUuid) return;
      await this.requireFree(tx, enrolment, cohortUuid);
      await this.move(tx, viewer, enrolment, cohortUuid);
      const { accountId, programId } = enrolment;
      await this.note(tx, viewer, { accountId, programId, kind: CorrectionKind.COHORT, reason });
    });
    const [shown] = await enrolmentsByIds(this.database, viewer, [id]);
    if (!shown) throw Refusal.notFound();
    return shown;
  }

  /** Where the person takes part: an invitation that nobody accepted gives no say. */
  private placesOf(tx: Transaction, accountId: string): Promise<Place[]> {
    return tx.rows<Place>(sql`
      select e.program_id as "programId", array_agg(distinct e.role) as roles from enrolment e
      where e.account_id = ${accountId} and ${takesPart('e')} group by e.program_id order by e.program_id`);
  }

  private async traceBirthDate(
    tx: Transaction,
    viewer: Viewer,
    accountId: string,
    places: readonly Place[],
    elsewhere: readonly Place[],
  ): Promise<void> {
    for (const { programId } of places) {
      const actor = { accountId: viewer.accountId, role: actingIn(viewer, programId).role };
      const target = { targetType: 'Account', targetId: accountId } as const;
      await this.record.write(tx, { action: 'account.birth_date_corrected', actor, programId, ...target });
    }
    for (const { programId } of elsewhere) {
      const people = { actorId: viewer.accountId, subjectId: accountId };
      await this.record.announce(tx, leadMatterArose, { programId, about: 'AGE_CORRECTED', ...people });
    }
  }

  /** @returns the enrolments of the person that have not ended */
  private async settleAll(tx: Transaction, viewer: Viewer, accountId: string): Promise<string[]> {
    const open = await tx.rows<{ id: string; programId: string }>(sql`
      select id, program_id as "programId" from enrolment
      where account_id = ${accountId} and status not in ('CLOSED', 'ERASED') order by id`);
    for (const { id, programId } of open) await this.standings.settle(tx, id, actingIn(viewer, programId));
    this.record.wake(tx, [accountId]);
    return open.map(({ id }) => id);
  }

  private async requireFree(tx: Transaction, enrolment: LockedEnrolment, cohortId: string | null): Promise<void> {
    const { id, accountId, programId, role } = enrolment;
    const taken = await tx.run(sql`
      select from enrolment where account_id = ${accountId} and program_id = ${programId} and role = ${role}
        and cohort_id is not distinct from ${cohortId}::uuid and status not in ('CLOSED', 'ERASED') and id <> ${id}`);
    if (taken > 0) throw new Refusal('CONFLICT', 'This person is enrolled there in this role already.');
  }

  private async move(tx: Transaction, viewer: Viewer, from: LockedEnrolment, cohortId: string | null): Promise<void> {
    const { id, accountId, programId, role, status } = from;
    await tx.run(sql`update enrolment set cohort_id = ${cohortId} where id = ${id}`);
    await this.record.write(tx, {
      action: 'enrolment.cohort_changed',
      actor: actingIn(viewer, programId),
      programId,
      targetType: 'Enrolment',
      targetId: id,
      facts: { from: from.cohortId, to: cohortId },
    });
    const change = { enrolmentId: id, accountId, programId, cohortId, role, from: status, to: status };
    await this.record.announce(tx, enrolmentChanged, change);
    this.record.wake(tx, [accountId]);
  }

  private async note(
    tx: Transaction,
    viewer: Viewer,
    correction: { accountId: string; programId: string; kind: CorrectionKind; reason: string },
  ): Promise<void> {
    const { accountId: correctedBy } = viewer;
    const row = { id: this.ids.next(), ...correction, correctedBy, correctedAt: this.clock.now() };
    await tx.run(insertInto('correction', row));
  }
}

/**
 * May the viewer correct a birth date? It holds in every program of the person, so staff are needed who may do it in each
 * of them. For somebody who is staff nowhere, a lead of one of the programs suffices, and the leads of the others are told.
 * @returns the programs for which the viewer does not answer
 */
function requireCorrecting(viewer: Viewer, accountId: string, places: readonly Place[]): Place[] {
  if (accountId === viewer.accountId) throw new Refusal('FORBIDDEN', 'Somebody else must do this.');
  const elsewhere = places.filter(
    ({ programId, roles }) => !mayAct(viewer, StaffAct.CORRECT_BIRTH_DATE, { programId, accountId, roles }),
  );
  const isStaff = places.some(({ roles }) => roles.some((role) => !memberRoles.includes(role)));
  const led = places.some(({ programId }) => leadPrograms(viewer).includes(programId));
  if (elsewhere.length > 0 && (isStaff || !led)) {
    throw new Refusal('FORBIDDEN', 'A safeguarding lead has to do this.');
  }
  return elsewhere;
}
