import { Refusal, sql, staffRoles, type Sql, type Viewer } from '#platform';
import { isStaffIn, ofOnePair } from '../membership.policy.js';

/** A program in which both are; `isStaff` is of the other, `ofOnePair` of both. */
export interface CommonProgram {
  programId: string;
  isStaff: boolean;
  ofOnePair: boolean;
}

/** Programs of the viewer in which that person takes part or took part. Who was never admitted was never to be seen. */
export const commonPrograms = (viewer: Viewer, accountId: string): Sql => sql`
  select e.program_id as "programId",
    bool_or(e.role = any(${[...staffRoles]}::text[]) and e.status not in ('CLOSED', 'ERASED')) as "isStaff",
    ${ofOnePair(sql`${viewer.accountId}::uuid`, sql`${accountId}::uuid`)} as "ofOnePair"
  from enrolment e
  where e.account_id = ${accountId} and e.program_id = any(${viewer.enrolments.map(({ programId }) => programId)}::uuid[])
    and e.status in ('ACTIVE', 'PAUSED', 'CLOSED') and e.accepted_at is not null
  group by e.program_id order by e.program_id`;

/**
 * May the viewer block this person? A member may block a member. Staff are there for everybody's safety: what they say
 * must arrive, and they must read everybody; whoever has trouble with one of them flags that person instead. In a pair
 * both are members and nothing else, so each may block the other.
 */
export function mayBlock(viewer: Viewer, accountId: string, common: readonly CommonProgram[]): void {
  if (accountId === viewer.accountId) throw Refusal.invalid('accountId', 'is your own');
  if (common.length === 0) throw Refusal.notFound();
  if (common.some((program) => program.ofOnePair)) return;
  if (common.some(({ isStaff }) => isStaff)) {
    throw new Refusal('FORBIDDEN', 'Staff cannot be blocked. If one of them worries you, flag that person.');
  }
  if (common.some(({ programId }) => isStaffIn(viewer, programId))) {
    throw new Refusal('FORBIDDEN', 'Staff read everybody whom they look after.');
  }
}

/**
 * Whether one person has blocked another; both are SQL. For whoever sends something to somebody: what a blocked person
 * wrote is no news for the one who blocked.
 */
export const hasBlocked = (accountId: Sql, authorId: Sql): Sql => sql`exists (
  select from account_block k where k.account_id = ${accountId} and k.blocked_id = ${authorId})`;
