import { globalId, type Queryable, type Role, sql, type Sql, type Viewer } from '#platform';
import { type Invitation } from './invitations.types.js';
import { inForce, leadPrograms } from './membership.policy.js';

/* What waits for a person. Alias `e` is the enrolment. */

/** At most so many are shown; whoever answers them sees the others. */
const most = 100;

const open = sql`e.status not in ('CLOSED', 'ERASED')`;

/** One's own that one has not answered. */
export const ownInvitations = (viewer: Viewer): Sql =>
  sql`(e.account_id = ${viewer.accountId}::uuid and e.accepted_at is null and ${open})`;

/** Whether a program has a safeguarding lead in force now. */
export const isLed = (programId: Sql, now: Date): Sql => sql`exists (
  select from enrolment l join account h on h.id = l.account_id and h.status = 'ACTIVE'
  where l.program_id = ${programId} and l.role = 'SAFEGUARDING_LEAD' and ${inForce('l', now)})`;

/**
 * New leads whom the viewer may confirm: a lead of the program; while it has none, a lead of another program of the
 * organisation. Nobody confirms themselves.
 */
export const confirmable = (viewer: Viewer, now: Date): Sql => sql`(
  e.role = 'SAFEGUARDING_LEAD' and e.confirmed_at is null and ${open} and e.account_id <> ${viewer.accountId}::uuid
  and (e.program_id = any(${leadPrograms(viewer)}::uuid[])
    or (not ${isLed(sql`e.program_id`, now)} and exists (
      select from program led join program own on own.organisation_id = led.organisation_id
      where led.id = any(${leadPrograms(viewer)}::uuid[]) and own.id = e.program_id))))`;

/** Enrolments that meet the condition, oldest first. */
export async function invitations(db: Queryable, condition: Sql): Promise<Invitation[]> {
  const rows = await db.rows<Omit<Invitation, 'enrolmentId'> & { id: string; role: Role }>(sql`
    select e.id, e.role, a.display_name as "personName", p.name as "programName", o.name as "organisationName",
      c.name as "cohortName", i.display_name as "invitedByName", e.created_at as "invitedAt",
      e.accepted_at is not null as accepted
    from enrolment e
    join account a on a.id = e.account_id
    join program p on p.id = e.program_id
    join organisation o on o.id = p.organisation_id
    left join cohort c on c.id = e.cohort_id
    left join account i on i.id = e.invited_by
    where ${condition} order by e.id limit ${most}`);
  return rows.map(({ id, ...row }) => ({ ...row, enrolmentId: globalId('Enrolment', id) }));
}
