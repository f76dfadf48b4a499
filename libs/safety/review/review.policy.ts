import { isStaffIn, rolesIn } from '#membership';
import { Refusal, Role, sql, type Sql, type Viewer } from '#platform';
import { hasInterestInItem, self } from '../conflicts.js';

/*
 * Who sees and decides what of a queue. Alias r is the reviewable, everywhere. Moderators read what waits on a pair's
 * board through the queue alone, and each reading is written down; the board itself stays closed to them.
 */

const programsAs = (viewer: Viewer, role: Role): string[] =>
  viewer.enrolments.filter((enrolment) => enrolment.role === role).map(({ programId }) => programId);

/**
 * Items that the viewer may know of: the lead of the program all, moderators what is not restricted, coordinators of that
 * what concerns no pair or one of theirs, and the owner of an open case what it is about (domain 2.2).
 * A matter of one's own is not there: nobody learns here that they were flagged or blocked, or who says what of a decision
 * of theirs.
 */
export const visibleReviewables = (viewer: Viewer): Sql => sql`(
  not ${hasInterestInItem(self(viewer))} and (${leftToAdministrators(viewer)}
  or r.program_id = any(${programsAs(viewer, Role.SAFEGUARDING_LEAD)}::uuid[])
  or (not r.restricted and (
    r.program_id = any(${programsAs(viewer, Role.MODERATOR)}::uuid[])
    or (r.program_id = any(${programsAs(viewer, Role.COORDINATOR)}::uuid[])
      and (r.match_id is null or 'caseload:' || r.match_id = any(${viewer.keys}::text[])))))
  or (r.program_id = any(${staffHere(viewer)}::uuid[]) and r.restricted and exists (
    select from safety_case k where k.post_id = r.post_id and k.state = 'OPEN' and k.owner_id = ${viewer.accountId}::uuid))))`;

const ownerOfItsCase = sql`exists (
  select from safety_case k where k.post_id = r.post_id and k.state = 'OPEN' and k.owner_id is not null)`;

/**
 * What nobody else of the program may decide, because each of those who review has an interest in it, goes on to its
 * administrators, as a case does (`on-call/chain.ts`).
 */
function leftToAdministrators(viewer: Viewer): Sql {
  const administered = programsAs(viewer, Role.PROGRAM_ADMIN);
  if (administered.length === 0) return sql`false`;
  return sql`(r.program_id = any(${administered}::uuid[]) and not (r.restricted and ${ownerOfItsCase}) and not exists (
    select from enrolment e join account a on a.id = e.account_id and a.status = 'ACTIVE'
    where e.program_id = r.program_id and e.status = 'ACTIVE'
      and (e.role = 'SAFEGUARDING_LEAD' or (not r.restricted and (e.role = 'MODERATOR' or (e.role = 'COORDINATOR'
        and (r.match_id is null or e.account_id = (select m.coordinator_id from match m where m.id = r.match_id))))))
      and not ${hasInterestInItem(sql`e.account_id`)}))`;
}

/** Ninety days after its removal a text is for the lead alone (domain 2.2). Alias p is the post, which may be missing. */
export const leftToLead = sql`coalesce(p.state = 'REMOVED' and p.restricted, false)`;

/** Whether the viewer, who may know of the item, reads the text that it is about: to decide, or to look back. */
export const readsText = (viewer: Viewer): Sql => sql`(r.state = 'PENDING' or r.restricted or not ${leftToLead}
  or r.program_id = any(${programsAs(viewer, Role.SAFEGUARDING_LEAD)}::uuid[]))`;

const staffHere = (viewer: Viewer): string[] =>
  [Role.COORDINATOR, Role.MODERATOR, Role.PROGRAM_ADMIN].flatMap((role) => programsAs(viewer, role));

const reviewers: readonly Role[] = [Role.MODERATOR, Role.COORDINATOR, Role.SAFEGUARDING_LEAD];

/**
 * May the viewer look at this program's queue? Staff of other kinds know that there is one, and may not.
 * @throws Refusal NOT_FOUND, FORBIDDEN
 */
export function mayReview(viewer: Viewer, programId: string): void {
  const roles = rolesIn(viewer, programId);
  if (reviewers.some((role) => roles.has(role))) return;
  throw isStaffIn(viewer, programId) || roles.has(Role.AUDITOR) ? new Refusal('FORBIDDEN') : Refusal.notFound();
}

/** May the viewer read the figures? Auditors are there for them. */
export function mayReadFigures(viewer: Viewer, programId: string): void {
  if (!isStaffIn(viewer, programId) && !rolesIn(viewer, programId).has(Role.AUDITOR)) throw Refusal.notFound();
}

export const leads = (viewer: Viewer, programId: string): boolean =>
  rolesIn(viewer, programId).has(Role.SAFEGUARDING_LEAD);

/**
 * Whether the viewer may see of a queue only what is left to administrators: for them there is a queue while it holds
 * something.
 */
export const administersAlone = (viewer: Viewer, programId: string): boolean => {
  const roles = rolesIn(viewer, programId);
  return roles.has(Role.PROGRAM_ADMIN) && !reviewers.some((role) => roles.has(role));
};

/** What the rules on deciding ask about an item. */
export interface Involvement {
  subjectAccountId: string | null;
  authorId: string | null;
  /** Of the pair whose board it is, or matched with the person it is about. */
  ofThePair: boolean;
  /** Reported it, or took the decision that is appealed. */
  keptOut: boolean;
}

/**
 * May the viewer decide on this at all? Nobody does in their own matter: own text, own pair, own report, appeal of an own
 * decision. The database refuses it as well (`decision_own_matter`). The reason is the same for all of them: a reporter
 * who is staff must not become known by it.
 */
export function mayJudge(viewer: Viewer, item: Involvement): void {
  const own = item.subjectAccountId === viewer.accountId || item.authorId === viewer.accountId;
  if (own || item.ofThePair || item.keptOut) {
    throw new Refusal('FORBIDDEN', 'This is a matter of your own: somebody else has to decide.');
  }
}
