import { nameMeanwhile } from '#accounts';
import {
  type Connection,
  encodeCursor,
  globalId,
  isUuid,
  type Page,
  type PageArgs,
  pageOf,
  type Queryable,
  readPage,
  Role,
  sql,
  type Sql,
  type Viewer,
} from '#platform';
import { type ConsentType, type EnrolmentType, type PersonType } from './enrolments.types.js';
import { type MatchType } from './matches.types.js';
import {
  staffOfMatch,
  staffPrograms,
  takesPart,
  visibleCohorts,
  visibleEnrolments,
  visibleMatches,
  visiblePrograms,
} from './membership.policy.js';
import { EnrolmentNeed, EnrolmentStatus, type MatchState, type PauseReason } from './membership.types.js';
import { type CohortType, type OrganisationType, type ProgramType } from './programs.types.js';

/*
 * What this library shows, one statement each. A thing comes with the program, cohort and people that are named beside
 * it, so no field needs a statement of its own. Aliases are those of the policy: p, c, m, e; o organisation, a account.
 */

interface ProgramRow {
  pId: string;
  pName: string;
  pTimeZone: string;
  pJurisdiction: string;
  pMinAge: number;
  pMaxAge: number;
  pCreatedAt: Date;
  oId: string;
  oName: string;
}

const programColumns = sql`p.id as "pId", p.name as "pName", p.time_zone as "pTimeZone", p.jurisdiction as "pJurisdiction",
  p.min_age as "pMinAge", p.max_age as "pMaxAge",
  p.created_at as "pCreatedAt", o.id as "oId", o.name as "oName"`;
const programTables = sql`program p join organisation o on o.id = p.organisation_id`;

const organisationOf = (row: ProgramRow): OrganisationType => ({
  __typename: 'Organisation',
  id: globalId('Organisation', row.oId),
  name: row.oName,
});

const programOf = (row: ProgramRow): ProgramType => ({
  __typename: 'Program',
  uuid: row.pId,
  id: globalId('Program', row.pId),
  name: row.pName,
  timeZone: row.pTimeZone,
  jurisdiction: row.pJurisdiction,
  minAge: row.pMinAge,
  maxAge: row.pMaxAge,
  createdAt: row.pCreatedAt,
  organisation: organisationOf(row),
});

interface CohortRow extends ProgramRow {
  cId: string;
  cName: string;
  cStartsOn: string | null;
  cEndsOn: string | null;
}

const cohortColumns = sql`c.id as "cId", c.name as "cName", c.starts_on as "cStartsOn", c.ends_on as "cEndsOn"`;

const cohortOf = (row: CohortRow): CohortType => ({
  __typename: 'Cohort',
  uuid: row.cId,
  id: globalId('Cohort', row.cId),
  name: row.cName,
  startsOn: row.cStartsOn,
  endsOn: row.cEndsOn,
  program: programOf(row),
});

interface EnrolmentRow extends Omit<CohortRow, 'cId'> {
  id: string;
  cId: string | null;
  role: Role;
  status: EnrolmentStatus;
  pauseReason: PauseReason | null;
  inForceUntil: Date | null;
  createdAt: Date;
  acceptedAt: Date | null;
  confirmedAt: Date | null;
  endedAt: Date | null;
  accountId: string;
  displayName: string;
}

const enrolmentSelect = (viewer: Viewer): Sql => sql`
  select e.id, e.role, e.status, e.in_force_until as "inForceUntil", e.created_at as "createdAt",
    e.accepted_at as "acceptedAt", e.confirmed_at as "confirmedAt", e.ended_at as "endedAt",
    case when e.program_id = any(${staffPrograms(viewer)}::uuid[]) then e.pause_reason end as "pauseReason",
    a.id as "accountId", ${cohortColumns}, ${programColumns},
    -- The name of somebody who has not accepted is shown to whoever typed it, and to nobody else.
    case when e.accepted_at is not null or a.created_by = ${viewer.accountId}::uuid then a.display_name
      else ${nameMeanwhile} end as "displayName"
  from enrolment e
  join account a on a.id = e.account_id
  join ${programTables} on p.id = e.program_id
  left join cohort c on c.id = e.cohort_id`;

const personOf = (accountId: string, displayName: string, role: Role | null): PersonType => ({
  id: globalId('Account', accountId),
  displayName,
  role,
});

type Wait = Pick<EnrolmentRow, 'role' | 'status' | 'acceptedAt' | 'confirmedAt'>;

function waitsFor({ role, status, acceptedAt, confirmedAt }: Wait): EnrolmentNeed[] {
  if (status === EnrolmentStatus.CONSENT_PENDING) return [EnrolmentNeed.CONSENT];
  if (status !== EnrolmentStatus.INVITED) return [];
  const needs = [
    ...(acceptedAt === null ? [EnrolmentNeed.ACCEPTANCE] : []),
    ...(role === Role.SAFEGUARDING_LEAD && confirmedAt === null ? [EnrolmentNeed.CONFIRMATION] : []),
  ];
  return needs.length > 0 ? needs : [EnrolmentNeed.SCREENING];
}

const enrolmentOf = ({ cId, ...row }: EnrolmentRow): EnrolmentType => ({
  __typename: 'Enrolment',
  uuid: row.id,
  id: globalId('Enrolment', row.id),
  role: row.role,
  status: row.status,
  pauseReason: row.pauseReason,
  inForceUntil: row.inForceUntil,
  createdAt: row.createdAt,
  acceptedAt: row.acceptedAt,
  waitsFor: waitsFor(row),
  endedAt: row.endedAt,
  account: personOf(row.accountId, row.displayName, row.role),
  program: programOf(row),
  cohort: cId === null ? null : cohortOf({ ...row, cId }),
});

interface MatchRow extends CohortRow {
  id: string;
  state: MatchState;
  stateChangedAt: Date;
  stateReason: string | null;
  stoppedAt: Date | null;
  createdAt: Date;
  coordinatorId: string;
  coordinatorName: string;
  coordinatorRole: Role | null;
  /** [account id, display name, role] */
  people: [string, string, Role][];
  mine: number;
}

const matchSelect = (viewer: Viewer): Sql => sql`
  select m.id, m.state, m.state_changed_at as "stateChangedAt", m.created_at as "createdAt",
    case when ${staffOfMatch(viewer)} then m.state_reason end as "stateReason",
    case when ${staffOfMatch(viewer)} then m.stopped_at end as "stoppedAt",
    m.coordinator_id as "coordinatorId", a.display_name as "coordinatorName",
    (select max(s.role) from enrolment s
      where s.account_id = m.coordinator_id and s.program_id = m.program_id
        and s.role in ('COORDINATOR', 'SAFEGUARDING_LEAD') and s.status not in ('CLOSED', 'ERASED')) as "coordinatorRole",
    people.list as people, (m.coordinator_id = ${viewer.accountId}::uuid)::int as mine, ${cohortColumns}, ${programColumns}
  from match m
  join account a on a.id = m.coordinator_id
  join ${programTables} on p.id = m.program_id
  join cohort c on c.id = m.cohort_id
  cross join lateral (
    select coalesce(json_agg(json_build_array(x.id, x.display_name, mp.role) order by mp.role desc, x.id), '[]') as list
    from match_participant mp join account x on x.id = mp.account_id where mp.match_id = m.id) people`;

const matchOf = (row: MatchRow): MatchType => ({
  __typename: 'Match',
  uuid: row.id,
  id: globalId('Match', row.id),
  state: row.state,
  stateChangedAt: row.stateChangedAt,
  stateReason: row.stateReason,
  stoppedAt: row.stoppedAt,
  createdAt: row.createdAt,
  cohort: cohortOf(row),
  participants: row.people.map(([id, name, role]) => personOf(id, name, role)),
  coordinator: personOf(row.coordinatorId, row.coordinatorName, row.coordinatorRole),
});

interface ConsentRow extends Omit<ConsentType, '__typename'> {
  enrolmentId: string;
}

const consentOf = ({ enrolmentId: _, ...row }: ConsentRow): ConsentType => ({
  ...row,
  __typename: 'Consent',
  id: globalId('Consent', row.id),
});

const consentSelect = sql`
  select k.id, k.kind, k.method, k.evidence, k.guardian_name as "guardianName", k.granted_at as "grantedAt",
    k.expires_at as "expiresAt", k.revoked_at as "revokedAt", k.enrolment_id as "enrolmentId"
  from consent k join enrolment e on e.id = k.enrolment_id`;

/** Things by id as `node(id)` wants them: in the order asked for, null where there is none for this viewer. */
const inOrder = <Thing>(ids: readonly string[], found: ReadonlyMap<string, Thing>): (Thing | null)[] =>
  ids.map((id) => found.get(id) ?? null);

type ByIds<Thing> = (db: Queryable, viewer: Viewer, ids: readonly string[]) => Promise<(Thing | null)[]>;

export const organisationsByIds: ByIds<OrganisationType> = async (db, viewer, ids) => {
  const rows = await db.rows<ProgramRow>(sql`
    select distinct on (o.id) ${programColumns} from ${programTables}
    where o.id = any(${ids}::uuid[]) and ${visiblePrograms(viewer)}`);
  return inOrder(ids, new Map(rows.map((row) => [row.oId, organisationOf(row)])));
};

export const programsByIds: ByIds<ProgramType> = async (db, viewer, ids) => {
  const rows = await db.rows<ProgramRow>(
    sql`select ${programColumns} from ${programTables} where p.id = any(${ids}::uuid[]) and ${visiblePrograms(viewer)}`,
  );
  return inOrder(ids, new Map(rows.map((row) => [row.pId, programOf(row)])));
};

const cohortSelect = sql`select ${cohortColumns}, ${programColumns} from cohort c join ${programTables} on p.id = c.program_id`;

export const cohortsByIds: ByIds<CohortType> = async (db, viewer, ids) => {
  const rows = await db.rows<CohortRow>(
    sql`${cohortSelect} where c.id = any(${ids}::uuid[]) and ${visibleCohorts(viewer)}`,
  );
  return inOrder(ids, new Map(rows.map((row) => [row.cId, cohortOf(row)])));
};

export const enrolmentsByIds: ByIds<EnrolmentType> = async (db, viewer, ids) => {
  const rows = await db.rows<EnrolmentRow>(
    sql`${enrolmentSelect(viewer)} where e.id = any(${ids}::uuid[]) and ${visibleEnrolments(viewer)}`,
  );
  return inOrder(ids, new Map(rows.map((row) => [row.id, enrolmentOf(row)])));
};

export const matchesByIds: ByIds<MatchType> = async (db, viewer, ids) => {
  const rows = await db.rows<MatchRow>(
    sql`${matchSelect(viewer)} where m.id = any(${ids}::uuid[]) and ${visibleMatches(viewer)}`,
  );
  return inOrder(ids, new Map(rows.map((row) => [row.id, matchOf(row)])));
};

export const consentsByIds: ByIds<ConsentType> = async (db, viewer, ids) => {
  const rows = await db.rows<ConsentRow>(
    sql`${consentSelect} where k.id = any(${ids}::uuid[]) and ${visibleEnrolments(viewer)}`,
  );
  return inOrder(ids, new Map(rows.map((row) => [row.id, consentOf(row)])));
};

/** Consents of many enrolments, newest first; at most 100 of each. */
export async function consentsOf(db: Queryable, viewer: Viewer, ids: readonly string[]): Promise<ConsentType[][]> {
  const rows = await db.rows<ConsentRow>(sql`
    select * from (
      ${consentSelect} where k.enrolment_id = any(${ids}::uuid[]) and ${visibleEnrolments(viewer)}) found
    order by "grantedAt" desc, id desc`);
  const byEnrolment = Map.groupBy(rows, ({ enrolmentId }) => enrolmentId);
  return ids.map((id) => (byEnrolment.get(id) ?? []).slice(0, 100).map(consentOf));
}

/** All that the viewer has not left, oldest first. The database allows one per program, role and cohort. */
export async function enrolmentsOfViewer(db: Queryable, viewer: Viewer): Promise<EnrolmentType[]> {
  const rows = await db.rows<EnrolmentRow>(sql`
    ${enrolmentSelect(viewer)}
    where e.account_id = ${viewer.accountId} and ${takesPart('e')} order by e.id limit 100`);
  return rows.map(enrolmentOf);
}

type IdKey = [id: string];
const isIdKey = (key: readonly unknown[]): boolean => key.length === 1 && isUuid(key[0]);

/** `and id beyond the cursor order by id limit n + 1`: ids grow with time, so this is the order of making. */
function pageById(id: Sql, { key, backward, limit }: Page<IdKey>): Sql {
  const beyond = key === null ? sql`true` : backward ? sql`${id} < ${key[0]}::uuid` : sql`${id} > ${key[0]}::uuid`;
  return sql`and ${beyond} order by ${id} ${backward ? sql`desc` : sql`asc`} limit ${limit + 1}`;
}

/** Programs that the viewer works for. */
export async function staffedPrograms(db: Queryable, viewer: Viewer, args: PageArgs): Promise<Connection<ProgramType>> {
  const page = readPage<IdKey>('programs', args, isIdKey);
  const rows = await db.rows<ProgramRow>(sql`
    select ${programColumns} from ${programTables}
    where p.id = any(${staffPrograms(viewer)}::uuid[]) ${pageById(sql`p.id`, page)}`);
  return pageOf(rows, page, (row) => encodeCursor('programs', [row.pId]), programOf);
}

export async function cohortsOfProgram(
  db: Queryable,
  viewer: Viewer,
  programId: string,
  args: PageArgs,
): Promise<Connection<CohortType>> {
  const page = readPage<IdKey>('cohorts', args, isIdKey);
  const rows = await db.rows<CohortRow>(
    sql`${cohortSelect} where c.program_id = ${programId} and ${visibleCohorts(viewer)} ${pageById(sql`c.id`, page)}`,
  );
  return pageOf(rows, page, (row) => encodeCursor('cohorts', [row.cId]), cohortOf);
}

export async function enrolmentsOfProgram(
  db: Queryable,
  viewer: Viewer,
  programId: string,
  args: PageArgs & { role?: Role | null; status?: EnrolmentStatus | null },
): Promise<Connection<EnrolmentType>> {
  const page = readPage<IdKey>('enrolments', args, isIdKey);
  const { role = null, status = null } = args;
  const rows = await db.rows<EnrolmentRow>(sql`
    ${enrolmentSelect(viewer)}
    where e.program_id = ${programId} and ${visibleEnrolments(viewer)}
      and (${role}::text is null or e.role = ${role}) and (${status}::text is null or e.status = ${status})
      ${pageById(sql`e.id`, page)}`);
  return pageOf(rows, page, (row) => encodeCursor('enrolments', [row.id]), enrolmentOf);
}

type MatchKey = [mine: number, id: string];
const isMatchKey = (key: readonly unknown[]): boolean =>
  key.length === 2 && (key[0] === 0 || key[0] === 1) && isUuid(key[1]);

/** Matches of a program: the viewer's own caseload first, then in the order of making. */
export async function matchesOfProgram(
  db: Queryable,
  viewer: Viewer,
  programId: string,
  args: PageArgs,
): Promise<Connection<MatchType>> {
  const page = readPage<MatchKey>('matches', args, isMatchKey);
  // Ascending in both: 0 for the caseload, 1 for the others.
  const rank = sql`(m.coordinator_id <> ${viewer.accountId}::uuid)::int`;
  const compare = page.backward ? sql`<` : sql`>`;
  const beyond =
    page.key === null ? sql`true` : sql`(${rank}, m.id) ${compare} (${page.key[0]}::int, ${page.key[1]}::uuid)`;
  const direction = page.backward ? sql`desc` : sql`asc`;
  const rows = await db.rows<MatchRow>(sql`
    ${matchSelect(viewer)}
    where m.program_id = ${programId} and ${visibleMatches(viewer)} and ${beyond}
    order by ${rank} ${direction}, m.id ${direction} limit ${page.limit + 1}`);
  return pageOf(rows, page, (row) => encodeCursor('matches', [1 - row.mine, row.id]), matchOf);
}
