import { defineEvent, type Role } from '#platform';
import type { EnrolmentStatus, MatchState } from './membership.types.js';

/** A program exists; it needs its boards. */
export const programCreated = defineEvent<{ programId: string; name: string }>('programCreated');
/** A cohort exists; it needs its board. */
export const cohortCreated = defineEvent<{ cohortId: string; programId: string; name: string }>('cohortCreated');
/** A match exists, in any state; it needs its board. Names are display names, mentors first. */
export const matchCreated = defineEvent<{
  matchId: string;
  programId: string;
  cohortId: string;
  state: MatchState;
  mentors: readonly string[];
  mentees: readonly string[];
}>('matchCreated');
/** A match moved to another state; `accountIds` are its participants and its coordinator. */
export const matchStateChanged = defineEvent<{
  matchId: string;
  programId: string;
  from: MatchState;
  to: MatchState;
  accountIds: readonly string[];
}>('matchStateChanged');
/** A lead lifted a stop for safety although these safety cases of the program are open; its other leads have to know. */
export const stopOverridden = defineEvent<{
  programId: string;
  accountId: string;
  caseIds: readonly string[];
}>('stopOverridden');
/** Another coordinator looks after a match now; `by` is who decided that, null for the system. */
export const matchReassigned = defineEvent<{
  matchId: string;
  programId: string;
  from: string;
  to: string;
  by: string | null;
}>('matchReassigned');
/** An administrator opened the board of a match that is not theirs to read. */
export const glassBroken = defineEvent<{
  matchId: string;
  programId: string;
  accountId: string;
  /** Who looks after the match. */
  coordinatorId: string;
}>('glassBroken');
/** A person takes part in a program in this role: somebody new there, whom others may meet once nothing else is missing. */
export const enrolmentAccepted = defineEvent<{ accountId: string; programId: string; role: Role }>('enrolmentAccepted');
/** What the safeguarding leads of a program are told of at once. */
export interface LeadMatter {
  programId: string;
  about: 'NEW_LEAD' | 'LEAD_LEFT' | 'COVER' | 'STAFF_SANCTION' | 'AGE_CORRECTED';
  /** Who did it; told nothing, since they know. Null for the system. */
  actorId: string | null;
  /** Whom it is about; told in another way, if at all. */
  subjectId: string | null;
  /** Somebody else who is told, lead or not. */
  alsoId?: string | null;
}
/** Something happened of which leads must know, whoever did it. */
export const leadMatterArose = defineEvent<LeadMatter>('leadMatterArose');
/** Somebody does not want to read another person any more. Nobody tells that other person. */
export const personBlocked = defineEvent<{ accountId: string; blockedId: string }>('personBlocked');
/** A person was enrolled (`from` null), moved to another status, or ended. */
export const enrolmentChanged = defineEvent<{
  enrolmentId: string;
  accountId: string;
  programId: string;
  cohortId: string | null;
  role: Role;
  from: EnrolmentStatus | null;
  to: EnrolmentStatus;
}>('enrolmentChanged');
