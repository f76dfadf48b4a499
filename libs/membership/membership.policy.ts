import { raw, Refusal, Role, sql, staffRoles, type Sql, type Viewer } from '#platform';
import { roleInPair } from './audience.js';
import { mayActOn, type StaffAct } from './privileges.js';

/*
 * Who sees and does what with programs, enrolments and matches. What a viewer may see is a `where` (aliases are fixed:
 * p program, c cohort, m match, e enrolment); what a viewer may do is a verb that throws FORBIDDEN, asked only about
 * things that the viewer has been found to see.
 */

/** Most accountable first: the order in which a person with several roles acts. */
const byAccountability: readonly Role[] = [
  Role.SAFEGUARDING_LEAD,
  Role.PROGRAM_ADMIN,
  Role.COORDINATOR,
  Role.MODERATOR,
  Role.AUDITOR,
  Role.MENTOR,
  Role.MENTEE,
  Role.GUARDIAN,
];

export const rolesIn = (viewer: Viewer, programId: string): ReadonlySet<Role> =>
  new Set(viewer.enrolments.filter((enrolment) => enrolment.programId === programId).map(({ role }) => role));

const hasOneOf = (roles: ReadonlySet<Role>, wanted: readonly Role[]): boolean => wanted.some((role) => roles.has(role));

/** Who is named in the audit trail: the person, and the role that made it allowed; null for the system itself. */
export interface Actor {
  accountId: string | null;
  role: Role | null;
}

export const system: Actor = { accountId: null, role: null };

/**
 * The role in which somebody acts in a program.
 * @param matchId of what they act on: in their own match they are mentor or mentee, whatever else they are
 */
export function actingIn(viewer: Viewer, programId: string, matchId: string | null = null): Actor {
  const inPair = roleInPair(viewer, matchId);
  if (inPair) return { accountId: viewer.accountId, role: inPair };
  const roles = rolesIn(viewer, programId);
  return { accountId: viewer.accountId, role: byAccountability.find((role) => roles.has(role)) ?? null };
}

/** Programs that the viewer works for. */
export const staffPrograms = (viewer: Viewer): string[] => [
  ...new Set(
    viewer.enrolments
      .filter(({ role }) => (staffRoles as readonly Role[]).includes(role))
      .map(({ programId }) => programId),
  ),
];

/** Programs of which the viewer is a safeguarding lead. */
export const leadPrograms = (viewer: Viewer): string[] => [
  ...new Set(viewer.enrolments.filter(({ role }) => role === Role.SAFEGUARDING_LEAD).map(({ programId }) => programId)),
];

export const isStaffIn = (viewer: Viewer, programId: string): boolean =>
  hasOneOf(rolesIn(viewer, programId), staffRoles);

/** Whether the enrolment with that alias counts at this moment. Everything that gives access says it with this. */
export const inForce = (alias: string, now: Date): Sql => {
  const row = raw(alias);
  // A suspension ends by the clock: no job has to come by before the person may go on.
  return sql`((${row}.status = 'ACTIVE' or ${row}.pause_reason = 'SUSPENDED')
    and (${row}.suspended_until is null or ${row}.suspended_until <= ${now}::timestamptz)
    and (${row}.in_force_until is null or ${row}.in_force_until > ${now}::timestamptz))`;
};

/** Whether an account may stand as coordinator of a match of that program now. Both are SQL, for use in a `where`. */
export const coordinates = (accountId: Sql, programId: Sql, now: Date): Sql => sql`exists (
  select from enrolment staff
  where staff.account_id = ${accountId} and staff.program_id = ${programId}
    and staff.role in ('COORDINATOR', 'SAFEGUARDING_LEAD') and ${inForce('staff', now)})`;

/** An enrolment of that alias that the person accepted and that has not ended, in force or not. */
export const takesPart = (alias: string): Sql =>
  sql`(${raw(alias)}.accepted_at is not null and ${raw(alias)}.status not in ('CLOSED', 'ERASED'))`;

/**
 * A program is there for everyone enrolled in it, also while a consent or screening is still missing: it has a name only.
 * Whoever was enrolled and has not accepted sees an invitation instead (`invitations.ts`).
 */
export const visiblePrograms = (viewer: Viewer): Sql => sql`exists (
  select from enrolment mine
  where mine.program_id = p.id and mine.account_id = ${viewer.accountId}::uuid and ${takesPart('mine')})`;

/** A cohort is there for the program's staff and for those enrolled in it. */
export const visibleCohorts = (viewer: Viewer): Sql => sql`(
  c.program_id = any(${staffPrograms(viewer)}::uuid[]) or exists (
    select from enrolment mine
    where mine.cohort_id = c.id and mine.account_id = ${viewer.accountId}::uuid and ${takesPart('mine')}))`;

/**
 * An enrolment, with its papers, is there for the program's staff, and for the person once accepted; never for who is of a pair with them:
 * others keep the files of one's own mentee or mentor.
 */
export const visibleEnrolments = (viewer: Viewer): Sql =>
  sql`((e.program_id = any(${staffPrograms(viewer)}::uuid[]) and ${notOfMyPair(viewer, sql`e.account_id`)})
    or (e.account_id = ${viewer.accountId}::uuid and e.accepted_at is not null))`;

/** Whether the viewer, as staff, may look after that person. Costs nothing for who is of no pair. */
export const notOfMyPair = (viewer: Viewer, accountId: Sql): Sql =>
  viewer.ownMatches.length === 0 ? sql`true` : sql`not ${ofOnePair(sql`${viewer.accountId}::uuid`, accountId)}`;

/** Whether the viewer is staff to a match `m`: of its program, and not of the pair. */
export const staffOfMatch = (viewer: Viewer): Sql => sql`(m.program_id = any(${staffPrograms(viewer)}::uuid[])
  and m.id <> all(${viewer.ownMatches.map(({ id }) => id)}::uuid[]))`;

/** Whether two people are or were in one match together. Both are SQL; nobody is of a pair with themselves. */
export const ofOnePair = (accountId: Sql, otherId: Sql): Sql => sql`exists (
  select from match_participant one join match_participant other on other.match_id = one.match_id
  where one.account_id = ${accountId} and other.account_id = ${otherId} and one.account_id <> other.account_id)`;

const matchKey = 'match:';

/**
 * A match is there for the program's staff, and for the pair exactly while it may read the match board (`audience.ts`).
 * To the staff who are of it themselves it is there as to the pair.
 */
export function visibleMatches(viewer: Viewer): Sql {
  const mine = viewer.keys.filter((key) => key.startsWith(matchKey)).map((key) => key.slice(matchKey.length));
  return sql`(${staffOfMatch(viewer)} or m.id = any(${mine}::uuid[]))`;
}

function require(viewer: Viewer, programId: string, wanted: readonly Role[]): void {
  if (!hasOneOf(rolesIn(viewer, programId), wanted)) throw new Refusal('FORBIDDEN');
}

/** May the viewer configure this program? Its administrators alone. */
export const mayManage = (viewer: Viewer, programId: string): void => require(viewer, programId, [Role.PROGRAM_ADMIN]);

/** What is at stake for a person in one program. */
interface Stake {
  programId: string;
  accountId: string;
  roles: readonly Role[];
}

export const mayAct = (viewer: Viewer, act: StaffAct, { programId, accountId, roles }: Stake): boolean =>
  mayActOn(act, { accountId: viewer.accountId, roles: rolesIn(viewer, programId) }, { accountId, roles });

/**
 * May the viewer do this to that person in this program? The table is in `privileges.ts`.
 * @throws Refusal FORBIDDEN
 */
export function requireAct(viewer: Viewer, act: StaffAct, { programId, accountId, roles }: Stake): void {
  if (mayAct(viewer, act, { programId, accountId, roles })) return;
  const own = accountId === viewer.accountId;
  throw own ? new Refusal('FORBIDDEN', 'Somebody else must do this.') : new Refusal('FORBIDDEN');
}

/** May the viewer make matches and lead them from state to state? Moderators decide on content, not on people. */
export const mayMatch = (viewer: Viewer, programId: string): void =>
  require(viewer, programId, [Role.COORDINATOR, Role.SAFEGUARDING_LEAD, Role.PROGRAM_ADMIN]);

/** May the viewer look at the board of a pair that is not open to them? Administrators, and the leads are told. */
export const mayBreakGlass = (viewer: Viewer, programId: string): void =>
  require(viewer, programId, [Role.PROGRAM_ADMIN]);

/** May the viewer lift the safety stop of a match? Safeguarding leads of its program alone. */
export const mayLiftStop = (viewer: Viewer, programId: string): void =>
  require(viewer, programId, [Role.SAFEGUARDING_LEAD]);

/** May the viewer end a match for safety, which takes everything from its mentors? Those who answer for the pair. */
export const mayCloseForSafety = (viewer: Viewer, programId: string): void =>
  require(viewer, programId, [Role.COORDINATOR, Role.SAFEGUARDING_LEAD]);
