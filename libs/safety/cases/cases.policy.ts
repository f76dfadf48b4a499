import { rolesIn, staffPrograms } from '#membership';
import { Refusal, Role, sql, type Sql, type Viewer } from '#platform';
import { isConcerned } from '../on-call/chain.js';
import { CaseState } from './cases.types.js';

/*
 * Who sees and works on a case (domain 2.2): its owner and the safeguarding leads of its program, nobody else; and never
 * whom it concerns, in whatever role. Alias `c` is the case.
 */

/** Programs whose safeguarding lead the viewer is. */
export const ledPrograms = (viewer: Viewer): string[] =>
  viewer.enrolments.filter(({ role }) => role === Role.SAFEGUARDING_LEAD).map(({ programId }) => programId);

export const visibleCases = (viewer: Viewer): Sql => sql`(
  (c.program_id = any(${ledPrograms(viewer)}::uuid[])
    or (c.owner_id = ${viewer.accountId}::uuid and c.program_id = any(${staffPrograms(viewer)}::uuid[])))
  and not ${isConcerned(sql`${viewer.accountId}::uuid`)})`;

/** Cases that the viewer was told of. It shows that they exist, and lets the viewer take them on; no more. */
export const pagedTo = (viewer: Viewer): Sql => sql`(
  c.state = 'OPEN' and c.program_id = any(${staffPrograms(viewer)}::uuid[])
  and exists (select from page where page.safety_case_id = c.id and page.account_id = ${viewer.accountId}::uuid)
  and not ${isConcerned(sql`${viewer.accountId}::uuid`)})`;

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
