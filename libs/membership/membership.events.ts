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
/** A lead lifted the stop of a match although these safety cases about it are open; the other leads have to know. */
export const stopOverridden = defineEvent<{
  matchId: string;
  programId: string;
  accountId: string;
  caseIds: readonly string[];
}>('stopOverridden');
/** Another coordinator looks after a match now. */
export const matchReassigned = defineEvent<{ matchId: string; programId: string; from: string; to: string }>(
  'matchReassigned',
);
/** An administrator opened the board of a match that is not theirs to read. */
export const glassBroken = defineEvent<{ matchId: string; programId: string; accountId: string }>('glassBroken');
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
