import {
  actingIn,
  audienceKeys,
  type HolderColumns,
  MatchState,
  moderated,
  moderatedBy,
  ofOnePair,
  opened,
  openedBy,
  roleInPair,
} from '#membership';
import { raw, Refusal, Role, sql, staffRoles, type Sql, type Viewer } from '#platform';
import { BoardKind, PostState, ThreadKind } from './forum.types.js';

/*
 * Who sees what of a forum, said once per noun. Lists, `node(id)`, counters, subscriptions, search, mail and export all
 * put these fragments into their `where`; none has a rule of its own. Aliases are fixed: b board, t thread, p post.
 */

/** One viewer, as far as these rules ask. */
type OneViewer = Pick<Viewer, 'accountId' | 'keys' | 'ownMatches' | 'blocked'>;

/** The columns of a statement that answers for many viewers at once, beside each with that one's rights (`receivers.ts`). */
export interface ManyViewers extends HolderColumns {
  readonly accountId: Sql;
  readonly blocked: Sql;
}

/** Who looks. */
export type Sight = OneViewer | ManyViewers;

const isForMany = (viewer: Sight): viewer is ManyViewers => 'mine' in viewer;

/** Known for one viewer before the statement runs; a statement for many asks each. */
export const blocksNobody = (viewer: Sight): boolean => !isForMany(viewer) && viewer.blocked.length === 0;

/** A board whose audience the viewer belongs to at this moment. */
export const visibleBoards = (viewer: Sight): Sql =>
  isForMany(viewer) ? openedBy(sql`b.audience`, viewer) : opened(sql`b.audience`, viewer);

/** Whether the viewer sees what waits for review on the board (domain 2.2: assigned coordinator, board moderator, lead). */
export const moderates = (viewer: Sight): Sql => {
  const board = { audience: sql`b.audience`, moderators: sql`b.moderators` };
  return isForMany(viewer) ? moderatedBy(board, viewer) : moderated(board, viewer);
};

/**
 * A thread exists for others once its opening post was published; until then for those who may know of that post. A title
 * can be the cry for help itself.
 */
export const visibleThreads = (viewer: Sight): Sql => sql`(
  ${visibleBoards(viewer)}
  and (t.published_at is not null or exists (
    select from post o where o.id = t.opening_post_id
      and ((o.author_id = ${viewer.accountId}::uuid and o.state in ('HELD', 'REJECTED'))
        or ${reviews(viewer, sql`o.restricted`)}))))`;

/**
 * A post that the viewer may know of. What was published once keeps its place (as a tombstone later on); what never was
 * is known to its author while it waits or was returned, and to those who review it. A post held for danger is known to
 * author and safeguarding lead alone.
 */
export const visiblePosts = (viewer: Sight): Sql => sql`(
  ${visibleBoards(viewer)}
  and (p.number is not null
    or (p.author_id = ${viewer.accountId}::uuid and p.state in ('HELD', 'REJECTED'))
    or ${reviews(viewer)}))`;

/**
 * Whether the viewer reviews this very post (or one revision of it): sees its text in every state.
 * @param restricted whether it is known to the safeguarding lead alone
 */
export const reviews = (viewer: Sight, restricted = sql`p.restricted`): Sql => sql`(${moderates(viewer)}
  and (not ${restricted} or 'lead:' || b.program_id = any(${viewer.keys}::text[])))`;

/**
 * Whether the viewer has blocked the author of this post, as a member: what somebody says as staff always arrives, unless
 * they are of a pair with the viewer, and whoever reviews on a board reads everybody there. Such a post keeps its place, as a tombstone does, and never counts.
 * Costs nothing for those who block nobody. Null is for these: then there is nothing to leave out.
 * @param alias of the post; `b` must be its board
 */
export function blockedPosts(viewer: Sight, alias = 'p'): Sql | null {
  if (blocksNobody(viewer)) return null;
  const post = raw(alias);
  return sql`(${post}.author_id = any(${viewer.blocked}::uuid[])
    and (${post}.author_role <> all(${[...staffRoles]}::text[])
      or ${ofOnePair(sql`${viewer.accountId}::uuid`, sql`${post}.author_id`)})
    and not ${moderates(viewer)})`;
}

/** The same as a condition to be met. */
export const notBlocked = (viewer: Sight, alias = 'p'): Sql => {
  const blocked = blockedPosts(viewer, alias);
  return blocked ? sql`not ${blocked}` : sql`true`;
};

/** Posts whose text this viewer reads as everybody else does: for whatever finds, quotes or counts texts. */
export const readablePosts = (viewer: Sight): Sql =>
  sql`(${visibleBoards(viewer)} and p.state = 'PUBLISHED' and ${notBlocked(viewer)})`;

/** Removed text stays with its author for so long (domain 2.2). */
export const authorKeepsRemovedDays = 30;

/** Whether the viewer sees the text of a post that is already visible; false shows the tombstone. */
export const textIsVisible = (viewer: Sight, now: Date): Sql => sql`((p.state = 'PUBLISHED' and ${notBlocked(viewer)})
  or (p.author_id = ${viewer.accountId}::uuid and (p.state in ('HELD', 'REJECTED', 'HIDDEN')
    or (p.state = 'REMOVED' and p.state_changed_at > ${now}::timestamptz - interval '30 days')))
  or (p.state <> 'ERASED' and ${reviews(viewer)}))`;

/**
 * The answer to a write about something that this viewer does not see. Somebody whose consent is missing reads nothing at
 * all, so it tells why without telling whether the thing exists.
 */
export const notThere = (viewer: Viewer): Refusal =>
  viewer.consentMissing && viewer.keys.length === 0 ? new Refusal('CONSENT_REQUIRED') : Refusal.notFound();

/** What the rules on writing need to know of the place; loaded with the viewer's own visibility applied. */
export interface Place {
  boardId: string;
  boardKind: BoardKind;
  programId: string;
  cohortId: string | null;
  matchId: string | null;
  matchState: MatchState | null;
  threadId: string | null;
  threadKind: ThreadKind | null;
  locked: boolean;
}

/** Where somebody acts: the match is absent where the board is of none. */
type Where = Pick<Place, 'programId'> & { matchId?: string | null };

/** Auditors and guardians have no voice on a board: whoever is something else besides writes as that. */
const withoutVoice: ReadonlySet<Role> = new Set([Role.AUDITOR, Role.GUARDIAN]);

/** The role in which the viewer acts on a board: in the own match that of the pair alone; elsewhere staff first. */
export function roleOn(viewer: Viewer, { programId, matchId = null }: Where): Role | null {
  const enrolments = viewer.enrolments.filter(({ role }) => !withoutVoice.has(role));
  return actingIn({ ...viewer, enrolments }, programId, matchId).role;
}

/** Whether the viewer is staff to those who read that board: nobody is on the board of their own match. */
export const isStaffOn = (viewer: Viewer, { programId, matchId }: Where): boolean =>
  viewer.keys.includes(audienceKeys.staff(programId)) && roleInPair(viewer, matchId) === null;

/** Match states in which its board takes new text; farewell is part of CLOSING (domain 2.9). */
const writable: ReadonlySet<MatchState> = new Set([MatchState.ACTIVE, MatchState.CLOSING]);

/**
 * May the viewer write on this board at all?
 * @throws Refusal FORBIDDEN, BOARD_CLOSED
 */
export function mayWrite(viewer: Viewer, place: Place): Role {
  const role = roleOn(viewer, place);
  // Readers without a voice: auditors and guardians are in no audience, so this is a person whose enrolment just ended.
  if (!role) throw new Refusal('FORBIDDEN');
  requireVoice(viewer, place);
  // Whoever broke the glass is there to read.
  if (place.matchId && viewer.keys.includes(audienceKeys.glass(place.matchId)) && !looksAfter(viewer, place)) {
    throw new Refusal('FORBIDDEN');
  }
  // A pair writes only while its match runs; its coordinator may always leave a word while the board is not closed for good.
  if (place.matchState && !writable.has(place.matchState)) {
    const coordinates = place.matchId !== null && viewer.keys.includes(audienceKeys.caseload(place.matchId));
    if (!(coordinates && place.matchState === MatchState.PAUSED)) throw new Refusal('BOARD_CLOSED');
  }
  return role;
}

const looksAfter = (viewer: Viewer, { matchId, programId }: Place): boolean =>
  viewer.keys.includes(audienceKeys.caseload(matchId ?? '')) || viewer.keys.includes(audienceKeys.lead(programId));

/** @throws Refusal FORBIDDEN with its end, while a sanction lets the viewer read and not write in this program */
function requireVoice(viewer: Viewer, { programId }: Pick<Place, 'programId'>): void {
  const until = viewer.enrolments.find((one) => one.programId === programId && one.silencedUntil)?.silencedUntil;
  if (until) throw new Refusal('FORBIDDEN', `You may read here now, and write again from ${until.toISOString()}.`);
}

/** May the viewer open a thread of this kind here? Announcements are for staff to make. */
export function mayStartThread(viewer: Viewer, place: Place, kind: ThreadKind): Role {
  const role = mayWrite(viewer, place);
  if (kind === ThreadKind.ANNOUNCEMENT && !isStaffOn(viewer, place)) throw new Refusal('FORBIDDEN');
  return role;
}

/**
 * May the viewer reply in this thread? A lock stops everybody but staff.
 * @throws Refusal THREAD_LOCKED, BOARD_CLOSED, FORBIDDEN
 */
export function mayReply(viewer: Viewer, place: Place): Role {
  const role = mayWrite(viewer, place);
  if (place.locked && !isStaffOn(viewer, place)) throw new Refusal('THREAD_LOCKED');
  return role;
}

/** States from which an author may still change the text. What staff took down stays as it is; an appeal is the way. */
const editable: ReadonlySet<PostState> = new Set([PostState.HELD, PostState.PUBLISHED, PostState.REJECTED]);

/** May the viewer edit this post? Authors edit their own; staff correct by redaction in the review, never here. */
export function mayEdit(viewer: Viewer, post: { authorId: string; state: PostState }, place: Place): Role {
  if (post.authorId !== viewer.accountId) throw new Refusal('FORBIDDEN');
  if (!editable.has(post.state)) throw new Refusal('CONFLICT', 'This post cannot be changed any more.');
  return mayReply(viewer, place);
}

/** May the viewer take this post back? An author may from any state but ERASED (domain 2.1). */
export function mayWithdraw(viewer: Viewer, post: { authorId: string; state: PostState }): void {
  if (post.authorId !== viewer.accountId) throw new Refusal('FORBIDDEN');
  if (post.state === PostState.ERASED) throw new Refusal('CONFLICT');
}
