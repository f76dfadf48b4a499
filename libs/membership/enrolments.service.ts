import { Injectable } from '@nestjs/common';
import {
  Clock,
  type Connection,
  Database,
  dayIn,
  Idempotency,
  type PageArgs,
  Refusal,
  requireNote,
  requireUuid,
  Role,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { type Appointment, Appointments } from './appointments.js';
import { type CohortType, type ProgramType } from './programs.types.js';
import { type ConsentType, type EndEnrolmentInput, type EnrolInput, type EnrolmentType } from './enrolments.types.js';
import { fitsAge, fitsWith } from './eligibility.js';
import { actingIn, requireAct, rolesIn, visibleEnrolments } from './membership.policy.js';
import {
  cohortsByIds,
  consentsOf,
  enrolmentsByIds,
  enrolmentsOfProgram,
  enrolmentsOfViewer,
  programsByIds,
} from './membership.queries.js';
import { EnrolmentStatus } from './membership.types.js';
import { StaffAct } from './privileges.js';
import { type LockedEnrolment, Standings } from './standings.service.js';

/** Brings people into programs and out of them. */
@Injectable()
export class EnrolmentsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly standings: Standings,
    private readonly appointments: Appointments,
  ) {}

  ofViewer(viewer: Viewer): Promise<EnrolmentType[]> {
    return enrolmentsOfViewer(this.database, viewer);
  }

  enrolmentsOf(
    viewer: Viewer,
    program: ProgramType,
    args: PageArgs & { role?: Role | null; status?: EnrolmentStatus | null },
  ): Promise<Connection<EnrolmentType>> {
    return enrolmentsOfProgram(this.database, viewer, program.uuid, args);
  }

  consents(viewer: Viewer, enrolmentIds: readonly string[]): Promise<ConsentType[][]> {
    return consentsOf(this.database, viewer, enrolmentIds);
  }

  async enrol(viewer: Viewer, input: EnrolInput): Promise<{ enrolment: EnrolmentType }> {
    const { program, cohort } = await this.place(viewer, input);
    const accountId = requireUuid('Account', input.accountId);
    requireAct(viewer, StaffAct.ENROL, { programId: program.uuid, accountId, roles: [input.role] });
    const call = { accountId: viewer.accountId, operation: 'enrol', key: input.idempotencyKey, input };
    const made = await this.database.transaction((tx) =>
      this.idempotency.once(tx, call, async () => {
        const person = await lockAccount(tx, accountId, program.uuid);
        const enrolment = { accountId, programId: program.uuid, cohortId: cohort?.uuid ?? null, role: input.role };
        const isFirst = await this.checkPerson(tx, person, enrolment, dayIn(program.timeZone, this.clock.now()));
        return this.appointments.enrol(tx, viewer, enrolment, isFirst);
      }),
    );
    return { enrolment: await this.shown(viewer, made) };
  }

  /** Ending what has ended already is a success: the caller's wish is fulfilled. */
  async endEnrolment(viewer: Viewer, input: EndEnrolmentInput): Promise<{ enrolment: EnrolmentType }> {
    const reason = requireNote('reason', input.reason);
    const id = requireUuid('Enrolment', input.enrolmentId);
    await this.database.transaction(async (tx) => {
      const enrolment = await this.find(tx, viewer, id);
      requireEnding(viewer, enrolment);
      if (isOver(enrolment)) return;
      await this.standings.close(tx, enrolment, reason, actingIn(viewer, enrolment.programId));
      await this.appointments.tellLeads(tx, viewer, enrolment, 'LEAD_LEFT');
    });
    return { enrolment: await this.shown(viewer, id) };
  }

  private async place(viewer: Viewer, input: EnrolInput): Promise<{ program: ProgramType; cohort: CohortType | null }> {
    const [program] = await programsByIds(this.database, viewer, [requireUuid('Program', input.programId)]);
    if (!program) throw Refusal.notFound();
    if (input.cohortId == null) return { program, cohort: null };
    const [cohort] = await cohortsByIds(this.database, viewer, [requireUuid('Cohort', input.cohortId)]);
    if (cohort?.program.uuid !== program.uuid) throw Refusal.notFound();
    return { program, cohort };
  }

  /** @returns whether the person was never enrolled anywhere: then this organisation made the account (`lockAccount`) */
  private async checkPerson(
    tx: Transaction,
    person: { birthDate: string | null },
    enrolment: Appointment,
    today: string,
  ): Promise<boolean> {
    const { accountId, programId, cohortId, role } = enrolment;
    const tooYoung = fitsAge(role, today, person.birthDate);
    if (tooYoung) throw Refusal.invalid('role', tooYoung);
    const known = await tx.rows<{
      programId: string;
      cohortId: string | null;
      role: Role;
      open: boolean;
      accepted: boolean;
      stopped: boolean;
    }>(sql`
      select program_id as "programId", cohort_id as "cohortId", role, status not in ('CLOSED', 'ERASED') as open,
        accepted_at is not null as accepted,
        pause_reason is not distinct from 'SAFETY' as stopped
      from enrolment where account_id = ${accountId}`);
    if (known.some(({ stopped }) => stopped)) {
      throw new Refusal('CONFLICT', 'This person was stopped for safety: a safeguarding lead decides.');
    }
    const open = known.filter((other) => other.open);
    if (open.some((it) => it.programId === programId && it.role === role && it.cohortId === cohortId)) {
      throw new Refusal('CONFLICT', 'This person is enrolled here in this role already.');
    }
    // What nobody accepted says nothing about the person; it is asked again when it is accepted.
    const held = open.filter(({ accepted }) => accepted);
    const clash = fitsWith(enrolment, held, today, person.birthDate);
    if (clash) throw Refusal.invalid('role', clash);
    return known.length === 0;
  }

  private async find(tx: Transaction, viewer: Viewer, id: string): Promise<LockedEnrolment> {
    const enrolment = await this.standings.lock(tx, id, visibleEnrolments(viewer));
    if (!enrolment) throw Refusal.notFound();
    return enrolment;
  }

  private async shown(viewer: Viewer, id: string): Promise<EnrolmentType> {
    const [enrolment] = await enrolmentsByIds(this.database, viewer, [id]);
    if (!enrolment) throw Refusal.notFound();
    return enrolment;
  }
}

/** A lead who has not begun is no lead yet: whoever proposed one may take that back. */
function requireEnding(viewer: Viewer, enrolment: LockedEnrolment): void {
  const { role, programId, acceptedAt, confirmedAt } = enrolment;
  const proposed = role === Role.SAFEGUARDING_LEAD && (!acceptedAt || !confirmedAt);
  if (proposed && rolesIn(viewer, programId).has(Role.PROGRAM_ADMIN)) return;
  requireAct(viewer, StaffAct.END, { ...enrolment, roles: [role] });
}

const isOver = ({ status }: LockedEnrolment): boolean =>
  status === EnrolmentStatus.CLOSED || status === EnrolmentStatus.ERASED;

/**
 * An account that the program's organisation made or has enrolled before; another organisation's people are not there.
 * Locked, so two enrolments of one person are checked one after the other.
 */
async function lockAccount(
  tx: Transaction,
  accountId: string,
  programId: string,
): Promise<{ birthDate: string | null }> {
  const account = await tx.first<{ birthDate: string | null }>(sql`
    select a.birth_date as "birthDate" from account a
    where a.id = ${accountId} and a.status = 'ACTIVE' and exists (
      select from enrolment e join program p on p.id = e.program_id
      where e.account_id in (a.id, a.created_by)
        and p.organisation_id = (select organisation_id from program where id = ${programId}))
    for no key update of a`);
  if (!account) throw Refusal.notFound();
  return account;
}
