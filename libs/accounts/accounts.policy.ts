import { Role, sql, type Sql, type Viewer } from '#platform';
import { idleDays } from './refresh-verdict.js';

/** Who makes accounts: those who bring people into a program. Moderators decide on content, not on people. */
export const accountMakers: readonly Role[] = [Role.PROGRAM_ADMIN, Role.COORDINATOR, Role.SAFEGUARDING_LEAD];

/** The role in which the viewer makes an account, for the trail. */
export const makerRole = (viewer: Viewer): Role | null => accountMakers.find((role) => viewer.roles.has(role)) ?? null;

/** The program for which the viewer makes accounts: the first of theirs, since an account belongs to none before it is enrolled. */
export const makesFor = (viewer: Viewer): string | null =>
  viewer.enrolments.find(({ role }) => accountMakers.includes(role))?.programId ?? null;

/** One's own sessions, as long as they can be used (alias `s`). */
export const visibleSessions = (viewer: Viewer, now: Date): Sql => livingSessions(viewer.accountId, now);

/** Sessions of the account that can be used (alias `s`). */
export function livingSessions(accountId: string, now: Date): Sql {
  const idleSince = new Date(now.getTime() - idleDays * 86_400_000);
  return sql`s.account_id = ${accountId} and s.ended_at is null
    and s.expires_at > ${now} and s.last_used_at > ${idleSince}`;
}
