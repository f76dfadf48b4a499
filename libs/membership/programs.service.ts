import { Injectable } from '@nestjs/common';
import { NameScreening } from '#accounts';
import {
  type Connection,
  Database,
  Idempotency,
  type PageArgs,
  Refusal,
  requireLine,
  requireUuid,
  Role,
  sql,
  type Transaction,
  uuidOf,
  type Viewer,
} from '#platform';
import { MembershipFounding } from './founding.js';
import { actingIn, mayManage, visiblePrograms } from './membership.policy.js';
import { cohortsByIds, cohortsOfProgram, programsByIds, staffedPrograms } from './membership.queries.js';
import {
  type CohortType,
  type CreateCohortInput,
  type CreateCohortPayload,
  type CreateProgramInput,
  type CreateProgramPayload,
  type ProgramType,
} from './programs.types.js';

/** Makes and shows programs and their cohorts. */
@Injectable()
export class ProgramsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly founding: MembershipFounding,
    private readonly names: NameScreening,
  ) {}

  async program(viewer: Viewer, id: string): Promise<ProgramType | null> {
    const uuid = uuidOf('Program', id);
    return uuid ? ((await programsByIds(this.database, viewer, [uuid]))[0] ?? null) : null;
  }

  async cohort(viewer: Viewer, id: string): Promise<CohortType | null> {
    const uuid = uuidOf('Cohort', id);
    return uuid ? ((await cohortsByIds(this.database, viewer, [uuid]))[0] ?? null) : null;
  }

  programs(viewer: Viewer, args: PageArgs): Promise<Connection<ProgramType>> {
    return staffedPrograms(this.database, viewer, args);
  }

  cohorts(viewer: Viewer, program: ProgramType, args: PageArgs): Promise<Connection<CohortType>> {
    return cohortsOfProgram(this.database, viewer, program.uuid, args);
  }

  /** Whoever makes a program is its first administrator: it is never without one. */
  async createProgram(viewer: Viewer, input: CreateProgramInput): Promise<CreateProgramPayload> {
    const { accountId } = viewer;
    const name = requireLine('name', input.name);
    this.names.requireFit('name', name);
    const timeZone = requireTimeZone(input.timeZone);
    const jurisdiction = requireJurisdiction(input.jurisdiction);
    const call = { accountId, operation: 'createProgram', key: input.idempotencyKey, input };
    const made = await this.database.transaction((tx) =>
      this.idempotency.once(tx, call, async () => {
        const organisationId = await organisationOf(tx, viewer, input.organisationId);
        const actor = { accountId, role: Role.PROGRAM_ADMIN };
        const programId = await this.founding.program(tx, { organisationId, name, timeZone, jurisdiction }, actor);
        await this.founding.enrolment(tx, { accountId, programId, role: Role.PROGRAM_ADMIN }, actor);
        return programId;
      }),
    );
    const [program] = await programsByIds(this.database, viewer, [made]);
    if (!program) throw Refusal.notFound();
    return { program };
  }

  async createCohort(viewer: Viewer, input: CreateCohortInput): Promise<CreateCohortPayload> {
    const program = await this.program(viewer, input.programId);
    if (!program) throw Refusal.notFound();
    mayManage(viewer, program.uuid);
    const name = requireLine('name', input.name);
    this.names.requireFit('name', name);
    const { startsOn = null, endsOn = null } = input;
    if (startsOn && endsOn && endsOn < startsOn) throw Refusal.invalid('endsOn', 'must not be before startsOn');
    const call = { accountId: viewer.accountId, operation: 'createCohort', key: input.idempotencyKey, input };
    const cohort = { programId: program.uuid, name, startsOn, endsOn };
    const made = await this.database.transaction((tx) =>
      this.idempotency.once(tx, call, () => this.founding.cohort(tx, cohort, actingIn(viewer, program.uuid))),
    );
    const [shown] = await cohortsByIds(this.database, viewer, [made]);
    if (!shown) throw Refusal.notFound();
    return { cohort: shown };
  }
}

/** The organisation in which the viewer may make a program: one where she administers one already. */
async function organisationOf(tx: Transaction, viewer: Viewer, wanted: string | null | undefined): Promise<string> {
  const administered = viewer.enrolments.filter(({ role }) => role === Role.PROGRAM_ADMIN);
  const programIds = administered.map(({ programId }) => programId);
  const rows = await tx.rows<{ id: string }>(sql`
    select distinct p.organisation_id as id from program p
    where p.id = any(${programIds}::uuid[]) and ${visiblePrograms(viewer)}`);
  const ids = rows.map(({ id }) => id);
  if (wanted != null) {
    const uuid = requireUuid('Organisation', wanted);
    if (!ids.includes(uuid)) throw Refusal.notFound();
    return uuid;
  }
  const [only, another] = ids;
  if (!only) throw new Refusal('FORBIDDEN');
  if (another) throw Refusal.invalid('organisationId', 'must be given: you administer programs of several');
  return only;
}

/** Names only, as in the IANA database: `Intl` would also take `+01:00`, which knows no daylight saving time. */
const zonePattern = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;

export function requireTimeZone(given: string): string {
  if (zonePattern.test(given)) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: given });
      return given;
    } catch {
      // Falls through: a name that nobody knows.
    }
  }
  throw Refusal.invalid('timeZone', 'must be an IANA time zone, such as Europe/London');
}

const jurisdictionPattern = /^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/;
/** Names of countries, to tell codes that exist from those that do not (ISO 3166-1, as CLDR has it). */
const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

export function requireJurisdiction(given: string): string {
  if (jurisdictionPattern.test(given) && countries.of(given.slice(0, 2))) return given;
  throw Refusal.invalid('jurisdiction', 'must be an ISO 3166 code, such as GB or US-CA');
}
