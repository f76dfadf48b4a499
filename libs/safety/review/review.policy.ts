import { isStaffIn, rolesIn } from '#membership';
import { Refusal, Role, sql, type Sql, type Viewer } from '#platform';

/*
 * Who sees and decides what of a queue. Alias r is the reviewable, everywhere. Moderators read what waits on a pair's
 * board through the queue alone, and each reading is written down; the board itself stays closed to them.
 */

const programsAs = (viewer: Viewer, role: Role): string[] =>
  viewer.enrolments.filter((enrolment) => enrolment.role === role).map(({ programId }) => programId);

/**
 * Items that the viewer may know of: the lead of the program all, moderators what is not restricted, coordinators of that
 * what concerns no pair or one of theirs, and the owner of an open case what it is about (domain 2.2).
 * Nobody learns here that they themselves were flagged or blocked.
 */
export const visibleReviewables = (viewer: Viewer): Sql => sql`(
  (r.kind not in ('FLAGS', 'BLOCK') or r.subject_account_id is distinct from ${viewer.accountId}::uuid) and (
  r.program_id = any(${programsAs(viewer, Role.SAFEGUARDING_LEAD)}::uuid[])
  or (not r.restricted and (
    r.program_id = any(${programsAs(viewer, Role.MODERATOR)}::uuid[])
    or (r.program_id = any(${programsAs(viewer, Role.COORDINATOR)}::uuid[])
      and (r.match_id is null or 'caseload:' || r.match_id = any(${viewer.keys}::text[])))))
  or (r.program_id = any(${staffHere(viewer)}::uuid[]) and r.restricted and exists (
    select from safety_case k where k.post_id = r.post_id and k.state = 'OPEN' and k.owner_id = ${viewer.accountId}::uuid))))`;

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
