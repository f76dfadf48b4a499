import { type OwnMatch, Role, sql, type Sql, type ViewerEnrolment } from '#platform';
import { MatchState } from './membership.types.js';

/**
 * Who may read a board, said once. A board lists the keys that open it (`audienceOf`), a viewer holds keys by what they
 * are at this moment (`keysOf`); a board is readable if the two lists meet, in SQL (`audience && $keys`) as in memory.
 * Search documents carry the board's keys, so the same rule holds there.
 *
 * On the board of one's own match no key counts but that of the pair: whoever is also staff acts there as mentor or mentee
 * and as nothing else (`opens`, `opened`, `roleInPair`).
 */
export const audienceKeys = {
  /** Everybody who takes part in the program, staff included. */
  program: (programId: string): string => `program:${programId}`,
  cohort: (cohortId: string): string => `cohort:${cohortId}`,
  /** The pair while it may read, and its coordinator. */
  match: (matchId: string): string => `match:${matchId}`,
  /** The assigned coordinator, and who stands in for them. */
  caseload: (matchId: string): string => `caseload:${matchId}`,
  /** An administrator who broke the glass: reads as the pair does, and opens nothing by itself. */
  glass: (matchId: string): string => `glass:${matchId}`,
  staff: (programId: string): string => `staff:${programId}`,
  /** Those who see what waits for review on boards that are not of a match. */
  moderation: (programId: string): string => `moderation:${programId}`,
  lead: (programId: string): string => `lead:${programId}`,
};

export type BoardPlace =
  | { kind: 'PROGRAM' | 'STAFF'; programId: string }
  | { kind: 'COHORT'; programId: string; cohortId: string }
  | { kind: 'MATCH'; programId: string; matchId: string };

/** Keys that open a board to readers, and those that also show what waits for review there (domain 2.2). */
export function audienceOf(place: BoardPlace): { audience: string[]; moderators: string[] } {
  const { programId } = place;
  switch (place.kind) {
    case 'PROGRAM':
      return { audience: [audienceKeys.program(programId)], moderators: [audienceKeys.moderation(programId)] };
    case 'STAFF':
      return { audience: [audienceKeys.staff(programId)], moderators: [audienceKeys.moderation(programId)] };
    case 'COHORT':
      return {
        audience: [audienceKeys.cohort(place.cohortId), audienceKeys.staff(programId)],
        moderators: [audienceKeys.moderation(programId)],
      };
    // The pair, its coordinator and the safeguarding lead: nobody else, and a program's administrator only behind the glass.
    case 'MATCH':
      return {
        audience: [audienceKeys.match(place.matchId), audienceKeys.lead(programId)],
        moderators: [audienceKeys.caseload(place.matchId), audienceKeys.lead(programId)],
      };
  }
}

/** Keys that staff alone hold; every other key opens a board to members. */
const staffKeys: ReadonlySet<string> = new Set(['caseload', 'staff', 'moderation', 'lead']);
const isMemberKey = (key: string): boolean => !staffKeys.has(key.slice(0, key.indexOf(':')));

/** A board as the question of who reads it needs it. */
export interface ReadBoard {
  programId: string;
  audience: readonly string[];
}

/**
 * Whether every member who reads the one board reads the other as well, staff aside: only then may what was said on `from`
 * come to stand on `to`. It goes by kinds of keys, not by who holds them today, so that it holds tomorrow too.
 */
export function readByNoMoreMembers(to: ReadBoard, from: ReadBoard): boolean {
  const wholeProgram = from.audience.includes(audienceKeys.program(to.programId));
  return to.audience.filter(isMemberKey).every((key) => wholeProgram || from.audience.includes(key));
}

/** One match that a viewer belongs to or looks after. */
export interface ViewerMatch {
  id: string;
  programId: string;
  /** MENTEE or MENTOR; COORDINATOR for who looks after it now; PROGRAM_ADMIN for who broke the glass. */
  role: Role;
  state: MatchState;
  stateChangedAt: Date;
}

/** Both of a closed pair read on for so long (domain 2.9). */
export const readAfterCloseDays = 90;

const staffHolders: ReadonlySet<Role> = new Set([
  Role.COORDINATOR,
  Role.MODERATOR,
  Role.SAFEGUARDING_LEAD,
  Role.PROGRAM_ADMIN,
]);
const moderationHolders: ReadonlySet<Role> = new Set([Role.COORDINATOR, Role.MODERATOR, Role.SAFEGUARDING_LEAD]);
/** Auditors read logs, guardians read notices: neither opens a board. */
const withoutBoards: ReadonlySet<Role> = new Set([Role.AUDITOR, Role.GUARDIAN]);

/** Whether this person of a match still reads its board. */
export function mayReadMatch(match: ViewerMatch, now: Date): boolean {
  if (match.role === Role.COORDINATOR || match.role === Role.PROGRAM_ADMIN) return true;
  switch (match.state) {
    case MatchState.PROPOSED:
      return false;
    case MatchState.ACTIVE:
    case MatchState.PAUSED:
    case MatchState.CLOSING:
      return true;
    case MatchState.CLOSED:
      return now.getTime() - match.stateChangedAt.getTime() < readAfterCloseDays * 86_400_000;
    case MatchState.CLOSED_SAFETY:
      return match.role === Role.MENTEE;
  }
}

/** Matches of somebody's own. */
export const ownMatchesOf = (matches: readonly ViewerMatch[]): OwnMatch[] =>
  matches.filter(({ role }) => isOfPair(role)).map(({ id, role }) => ({ id, role }));

const isOfPair = (role: Role): boolean => role === Role.MENTOR || role === Role.MENTEE;

/** What decides which boards somebody reads. */
export interface Holder {
  readonly keys: readonly string[];
  readonly ownMatches: readonly OwnMatch[];
}

/** The role in which somebody acts on a match: that of the pair, if it is their own; null if it is not. */
export const roleInPair = (
  { ownMatches }: Pick<Holder, 'ownMatches'>,
  matchId: string | null | undefined,
): Role | null => ownMatches.find(({ id }) => id === matchId)?.role ?? null;

/** Keys of the pairs that somebody belongs to, whether they open anything now or not. */
const pairKeys = ({ ownMatches }: Holder): string[] => ownMatches.map(({ id }) => audienceKeys.match(id));

/** Whether somebody reads a board with this audience. The same as `opened`, in memory. */
export function opens(holder: Holder, audience: readonly string[]): boolean {
  const own = pairKeys(holder).filter((key) => audience.includes(key));
  return (own.length > 0 ? own : audience).some((key) => holder.keys.includes(key));
}

/** Whether somebody sees what waits for review on a board. The same as `moderated`, in memory. */
export const opensReview = (
  holder: Holder,
  board: { audience: readonly string[]; moderators: readonly string[] },
): boolean =>
  board.moderators.some((key) => holder.keys.includes(key)) &&
  !pairKeys(holder).some((key) => board.audience.includes(key));

/** No other key of a person opens the board of a match in which they take part: `keysOf` gives them none. */
const opensForeignPairs = ({ keys }: Holder): boolean => keys.some((key) => key.startsWith('lead:'));

/** Whether somebody reads a board with this audience (SQL). Costs nothing for those who are not lead and of a pair at once. */
export function opened(audience: Sql, holder: Holder): Sql {
  const own = pairKeys(holder);
  if (own.length === 0 || !opensForeignPairs(holder)) return sql`${audience} && ${holder.keys}::text[]`;
  const mine = own.filter((key) => holder.keys.includes(key));
  return openedBy(audience, {
    keys: sql`${holder.keys}::text[]`,
    own: sql`${own}::text[]`,
    mine: sql`${mine}::text[]`,
  });
}

/** What decides which boards somebody reads, as columns of a statement: text arrays. */
export interface HolderColumns {
  readonly keys: Sql;
  /** Keys of all own pairs. */
  readonly own: Sql;
  /** Those of `own` that are among `keys`. */
  readonly mine: Sql;
}

/** `opened` for lists that are columns. */
export const openedBy = (audience: Sql, { keys, own, mine }: HolderColumns): Sql =>
  sql`(${audience} && ${keys} and (not (${audience} && ${own}) or ${audience} && ${mine}))`;

/** The lists that `openedBy` compares. */
export function listsOf(holder: Holder): { keys: readonly string[]; own: string[]; mine: string[] } {
  const own = pairKeys(holder);
  return { keys: holder.keys, own, mine: own.filter((key) => holder.keys.includes(key)) };
}

/** Whether somebody sees what waits for review on a board (SQL); never on that of their own pair. */
export function moderated(board: { audience: Sql; moderators: Sql }, holder: Holder): Sql {
  const held = sql`${board.moderators} && ${holder.keys}::text[]`;
  const own = pairKeys(holder);
  if (own.length === 0 || !opensForeignPairs(holder)) return held;
  return sql`(${held} and not (${board.audience} && ${own}::text[]))`;
}

/** `moderated` for lists that are columns. */
export const moderatedBy = (board: { audience: Sql; moderators: Sql }, { keys, own }: HolderColumns): Sql =>
  sql`(${board.moderators} && ${keys} and not (${board.audience} && ${own}))`;

/** The keys a person holds now, from the enrolments in force and the matches; a match counts only with an enrolment in its program and role. */
export function keysOf(enrolments: readonly ViewerEnrolment[], matches: readonly ViewerMatch[], now: Date): string[] {
  const keys = new Set<string>();
  for (const { programId, cohortId, role } of enrolments) {
    if (withoutBoards.has(role)) continue;
    keys.add(audienceKeys.program(programId));
    if (cohortId) keys.add(audienceKeys.cohort(cohortId));
    if (staffHolders.has(role)) keys.add(audienceKeys.staff(programId));
    if (moderationHolders.has(role)) keys.add(audienceKeys.moderation(programId));
    if (role === Role.SAFEGUARDING_LEAD) keys.add(audienceKeys.lead(programId));
  }
  const own = new Set(ownMatchesOf(matches).map(({ id }) => id));
  for (const match of matches) {
    if (own.has(match.id) && !isOfPair(match.role)) continue;
    if (!enrolments.some(({ programId, role }) => programId === match.programId && role === match.role)) continue;
    if (mayReadMatch(match, now)) keys.add(audienceKeys.match(match.id));
    if (match.role === Role.COORDINATOR) keys.add(audienceKeys.caseload(match.id));
    if (match.role === Role.PROGRAM_ADMIN) keys.add(audienceKeys.glass(match.id));
  }
  return [...keys];
}
