import { leadPrograms, requireAct, StaffAct } from '#membership';
import { Refusal, Role, sql, type Sql, type Viewer } from '#platform';
import { hasInterestInAppeal, hasInterestInSanction, self } from '../conflicts.js';
import { SanctionKind, SanctionScope } from './sanctions.types.js';

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
  /** Programs in which the person takes part now. */
  programIds: readonly string[];
  /** The viewer is in a match with the person. */
  inOwnMatch: boolean;
}

/**
 * May the viewer impose or lift this? The table of roles is that of `membership` (`privileges.ts`): leads may, moderators may
 * warn and silence members. Nobody may in a matter of their own: against themselves or somebody of their match. A measure
 * reaches as far as the program; one that reaches further needs a lead of every program in which the person takes part.
 */
export function mayImpose(
  viewer: Viewer,
  programId: string,
  { kind, scope }: { kind: SanctionKind; scope: SanctionScope },
  person: SanctionedPerson,
): void {
  const { accountId, roles } = person;
  if (accountId === viewer.accountId || person.inOwnMatch) {
    throw new Refusal('FORBIDDEN', 'Somebody else has to decide this.');
  }
  const act = kind === SanctionKind.SUSPEND ? StaffAct.SUSPEND : StaffAct.SANCTION;
  requireAct(viewer, act, { programId, accountId, roles });
  const leads = leadPrograms(viewer);
  if (scope === SanctionScope.EVERYWHERE && !person.programIds.every((id) => leads.includes(id))) {
    throw new Refusal('FORBIDDEN', 'EVERYWHERE needs a safeguarding lead of every program of this person.');
  }
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
