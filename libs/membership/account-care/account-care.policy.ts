import { accountMakers } from '#accounts';
import { Refusal, Role, type Viewer } from '#platform';
import { actingIn, rolesIn, staffPrograms } from '../membership.policy.js';

/** One enrolment of the person that has not ended. */
export interface HeldRole {
  programId: string;
  role: Role;
  /** The person accepted it; an invitation gives nobody power over the account. */
  accepted: boolean;
}

/** Who acts, in which program's name; null for an account that is enrolled nowhere. */
export interface CareActor {
  accountId: string;
  role: Role | null;
  programId: string | null;
}

const members: readonly Role[] = [Role.MENTEE, Role.MENTOR, Role.GUARDIAN];

/** Who stands above a role in its program. Nobody below a lead acts against a lead. */
const above = (role: Role): readonly Role[] => {
  if (members.includes(role)) return accountMakers;
  return role === Role.SAFEGUARDING_LEAD ? [Role.SAFEGUARDING_LEAD] : [Role.PROGRAM_ADMIN, Role.SAFEGUARDING_LEAD];
};

const standsAbove = (viewer: Viewer, { programId, role }: Pick<HeldRole, 'programId' | 'role'>): boolean =>
  above(role).some((wanted) => rolesIn(viewer, programId).has(wanted));

/**
 * May the viewer end the person's sessions? Those who look after the person in a common program; of staff, those who stand
 * above them wherever they work. The person can sign in again, so one program of a member is enough.
 */
export function mayEndSessions(viewer: Viewer, accountId: string, held: readonly HeldRole[]): CareActor {
  const common = requireCommon(viewer, accountId, held);
  const staff = held.filter(({ role }) => !members.includes(role));
  if (!standsAbove(viewer, common) || !staff.every((each) => standsAbove(viewer, each))) throw new Refusal('FORBIDDEN');
  return actorIn(viewer, common.programId);
}

/**
 * May the viewer set the person's password? Whoever sets one can sign in with it, so the viewer has to stand above the person
 * in every program that the account reaches.
 */
export function maySetPassword(viewer: Viewer, accountId: string, held: readonly HeldRole[]): CareActor {
  const common = requireCommon(viewer, accountId, held);
  if (!held.every((each) => standsAbove(viewer, each))) {
    throw new Refusal('FORBIDDEN', 'Only staff who stand above the person in all of their programs may do this.');
  }
  return actorIn(viewer, common.programId);
}

/** One enrolment of the person in a program for which the viewer works, the one in which the viewer may most. */
function requireCommon(viewer: Viewer, accountId: string, held: readonly HeldRole[]): HeldRole {
  const common = held.filter(({ programId, accepted }) => accepted && staffPrograms(viewer).includes(programId));
  const [first] = common;
  if (!first) throw Refusal.notFound();
  if (accountId === viewer.accountId)
    throw new Refusal('FORBIDDEN', 'For your own account use the settings of your own.');
  return common.find((each) => standsAbove(viewer, each)) ?? first;
}

const actorIn = (viewer: Viewer, programId: string): CareActor => ({
  accountId: viewer.accountId,
  role: actingIn(viewer, programId).role,
  programId,
});
