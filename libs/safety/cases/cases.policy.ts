import { rolesIn, staffPrograms } from '#membership';
import { Refusal, Role, sql, type Sql, type Viewer } from '#platform';
import { hasInterestInCase, self } from '../conflicts.js';
import { staffWithoutInterest } from '../on-call/chain.js';
import { CaseState } from './cases.types.js';

/*
 * Who sees and works on a case (domain 2.2): its owner and the safeguarding leads of its program, nobody else; and never
 * whom it concerns, in whatever role. Alias `c` is the case.
 */

/** Programs whose safeguarding lead the viewer is. */
export const ledPrograms = (viewer: Viewer): string[] =>
  viewer.enrolments.filter(({ role }) => role === Role.SAFEGUARDING_LEAD).map(({ programId }) => programId);

/**
 * A case is worked on by the staff of its program. Where each of them has an interest in it, by those of the same
 * organisation who were told of it instead (`on-call/chain.ts`).
 */
function isInReach(viewer: Viewer): Sql {
  const answering = viewer.enrolments.filter(
    ({ role }) => role === Role.SAFEGUARDING_LEAD || role === Role.PROGRAM_ADMIN,
  );
  if (answering.length === 0) return sql`c.program_id = any(${staffPrograms(viewer)}::uuid[])`;
  return sql`(c.program_id = any(${staffPrograms(viewer)}::uuid[]) or (
    exists (select from page where page.safety_case_id = c.id and page.account_id = ${viewer.accountId}::uuid)
    and exists (select from program own join program theirs on theirs.organisation_id = own.organisation_id
      where own.id = any(${answering.map(({ programId }) => programId)}::uuid[]) and theirs.id = c.program_id)
    and not ${staffWithoutInterest}))`;
}

export const visibleCases = (viewer: Viewer): Sql => sql`(
  (c.program_id = any(${ledPrograms(viewer)}::uuid[])
    or (c.owner_id = ${viewer.accountId}::uuid and ${isInReach(viewer)}))
  and not ${hasInterestInCase(self(viewer))})`;

/** Cases that the viewer was told of. It shows that they exist, and lets the viewer take them on; no more. */
export const pagedTo = (viewer: Viewer): Sql => sql`(
  c.state = 'OPEN' and ${isInReach(viewer)}
  and exists (select from page where page.safety_case_id = c.id and page.account_id = ${viewer.accountId}::uuid)
  and not ${hasInterestInCase(self(viewer))})`;

export const isLead = (viewer: Viewer, programId: string): boolean =>
  rolesIn(viewer, programId).has(Role.SAFEGUARDING_LEAD);

/** May the viewer go on with this case? Who sees it may, while it is open. */
export function mayWorkOn(safetyCase: { state: CaseState }): void {
  if (safetyCase.state !== CaseState.OPEN) throw new Refusal('CONFLICT', 'This case is closed.');
}

/** May the viewer say that there is less haste? The accountable person alone. */
export function mayLowerPriority(viewer: Viewer, programId: string): void {
  if (!isLead(viewer, programId)) throw new Refusal('FORBIDDEN');
}
