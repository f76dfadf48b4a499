import { Role } from '#platform';

/** What staff do to a person or to an enrolment. */
export enum StaffAct {
  ENROL = 'ENROL',
  CHANGE_COHORT = 'CHANGE_COHORT',
  CONFIRM = 'CONFIRM',
  END = 'END',
  /** Warn or silence. */
  SANCTION = 'SANCTION',
  SUSPEND = 'SUSPEND',
  /** Take all access for safety, when a match is closed for it. */
  STOP = 'STOP',
  LIFT_STOP = 'LIFT_STOP',
  /** Record consents and checks. */
  KEEP_RECORDS = 'KEEP_RECORDS',
  CORRECT_BIRTH_DATE = 'CORRECT_BIRTH_DATE',
}

/** Takes part for themselves, not for the program. */
export const memberRoles: readonly Role[] = [Role.MENTEE, Role.MENTOR, Role.GUARDIAN];

type Rank = 'member' | 'staff' | 'lead';

const { COORDINATOR, MODERATOR, PROGRAM_ADMIN, SAFEGUARDING_LEAD } = Role;

/**
 * Who may do what to whom: the roles of the person who acts, by the rank of the person who is concerned. Nobody acts on
 * a safeguarding lead but another lead, except that an administrator may propose one and keeps the files of all.
 */
const allowed: Readonly<Record<StaffAct, Readonly<Record<Rank, readonly Role[]>>>> = {
  ENROL: {
    member: [PROGRAM_ADMIN, COORDINATOR],
    staff: [PROGRAM_ADMIN],
    lead: [PROGRAM_ADMIN, SAFEGUARDING_LEAD],
  },
  CHANGE_COHORT: { member: [PROGRAM_ADMIN, COORDINATOR], staff: [], lead: [] },
  CONFIRM: { member: [], staff: [], lead: [SAFEGUARDING_LEAD] },
  END: {
    member: [PROGRAM_ADMIN, SAFEGUARDING_LEAD, COORDINATOR],
    staff: [PROGRAM_ADMIN, SAFEGUARDING_LEAD],
    lead: [SAFEGUARDING_LEAD],
  },
  SANCTION: { member: [SAFEGUARDING_LEAD, MODERATOR], staff: [SAFEGUARDING_LEAD], lead: [SAFEGUARDING_LEAD] },
  SUSPEND: { member: [SAFEGUARDING_LEAD], staff: [SAFEGUARDING_LEAD], lead: [SAFEGUARDING_LEAD] },
  STOP: {
    member: [COORDINATOR, SAFEGUARDING_LEAD],
    staff: [COORDINATOR, SAFEGUARDING_LEAD],
    lead: [SAFEGUARDING_LEAD],
  },
  LIFT_STOP: { member: [SAFEGUARDING_LEAD], staff: [SAFEGUARDING_LEAD], lead: [SAFEGUARDING_LEAD] },
  KEEP_RECORDS: {
    member: [COORDINATOR, SAFEGUARDING_LEAD, PROGRAM_ADMIN],
    staff: [SAFEGUARDING_LEAD, PROGRAM_ADMIN],
    lead: [SAFEGUARDING_LEAD, PROGRAM_ADMIN],
  },
  CORRECT_BIRTH_DATE: {
    member: [COORDINATOR, SAFEGUARDING_LEAD, PROGRAM_ADMIN],
    staff: [SAFEGUARDING_LEAD],
    lead: [SAFEGUARDING_LEAD],
  },
};

const rankOf = (role: Role): Rank =>
  role === SAFEGUARDING_LEAD ? 'lead' : memberRoles.includes(role) ? 'member' : 'staff';

export interface ActingPerson {
  accountId: string;
  /** In force, in the program that is concerned. */
  roles: ReadonlySet<Role>;
}

export interface ConcernedPerson {
  accountId: string;
  /** The role at stake; where the act is against the person, every role in that program. */
  roles: readonly Role[];
}

/**
 * Whether the act is allowed in one program; an act that reaches several is asked for each of them. Every role at stake
 * has to allow it, so a second and lower role of a person gives nobody power over the higher one.
 */
export function mayActOn(act: StaffAct, actor: ActingPerson, person: ConcernedPerson): boolean {
  const ranks = new Set(person.roles.length > 0 ? person.roles.map(rankOf) : (['member'] as const));
  // Nobody acts in their own case, except that staff may leave.
  if (actor.accountId === person.accountId) {
    return act === StaffAct.END && !ranks.has('member') && person.roles.every((role) => actor.roles.has(role));
  }
  return [...ranks].every((rank) => allowed[act][rank].some((role) => actor.roles.has(role)));
}
