import { rolesIn } from '#membership';
import { Refusal, Role, sql, type Sql, type Viewer } from '#platform';
import { hasInterestInAppeal, hasInterestInSanction, self } from '../conflicts.js';
import { SanctionKind } from './sanctions.types.js';

/* Who sees and imposes measures against people. Alias `s` is the sanction. */

/** Programs in which the viewer decides on measures. */
export const judgedPrograms = (viewer: Viewer): string[] =>
  viewer.enrolments
    .filter(({ role }) => role === Role.SAFEGUARDING_LEAD || role === Role.MODERATOR)
    .map(({ programId }) => programId);

/** A measure is there for the person, and for those who decide on measures in its program and have no interest in it. */
export const visibleSanctions = (viewer: Viewer): Sql =>
  sql`(s.account_id = ${viewer.accountId}::uuid or (s.program_id = any(${judgedPrograms(viewer)}::uuid[])
    and not ${hasInterestInSanction(self(viewer))}))`;

/** What is said against a measure is there for who says it, and for those who may answer it. */
export const visibleAppeals = (viewer: Viewer): Sql =>
  sql`(s.account_id = ${viewer.accountId}::uuid or not ${hasInterestInAppeal(self(viewer))})`;

export interface SanctionedPerson {
  accountId: string;
  /** What the person is in the program, in whatever standing. */
  roles: readonly Role[];
  /** The viewer is in a match with the person. */
  inOwnMatch: boolean;
}

const members: readonly Role[] = [Role.MENTEE, Role.MENTOR, Role.GUARDIAN];

/**
 * May the viewer impose this on the person? Leads may; moderators may warn and silence members, never staff. Nobody may
 * in a matter of their own: against themselves or somebody of their match.
 */
export function mayImpose(viewer: Viewer, programId: string, kind: SanctionKind, person: SanctionedPerson): void {
  if (person.accountId === viewer.accountId || person.inOwnMatch) {
    throw new Refusal('FORBIDDEN', 'Somebody else has to decide this.');
  }
  const roles = rolesIn(viewer, programId);
  if (roles.has(Role.SAFEGUARDING_LEAD)) return;
  const overMembers = person.roles.every((role) => members.includes(role));
  if (!roles.has(Role.MODERATOR) || kind === SanctionKind.SUSPEND || !overMembers) throw new Refusal('FORBIDDEN');
}

/**
 * May the viewer answer what the person says against a measure? Any moderator or lead, also about what only a lead imposes:
 * but not who imposed it, and nobody in a matter of their own.
 */
export function mayAnswer(
  viewer: Viewer,
  measure: { programId: string; accountId: string; imposedBy: string; inOwnMatch: boolean },
): void {
  const own = measure.accountId === viewer.accountId || measure.inOwnMatch || measure.imposedBy === viewer.accountId;
  if (own || !judgedPrograms(viewer).includes(measure.programId)) {
    throw new Refusal('FORBIDDEN', 'Somebody else has to answer this.');
  }
}
