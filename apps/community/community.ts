import type { BoardKind } from '#forum';
import type { Role } from '#platform';
import type { Talk } from './talk.js';

/** A community to be made, whole: who is in it and what was said. Things name each other by their place in these lists. */
export interface Community {
  /** Makes all its ids. */
  seed: number;
  /** The moment at which it is as described. */
  now: Date;
  /** Everybody's password, as it is stored. */
  passwordHash: string;
  programs: readonly PlannedProgram[];
  cohorts: readonly PlannedCohort[];
  people: readonly PlannedPerson[];
  matches: readonly PlannedMatch[];
  boards: readonly PlannedBoard[];
  talk: Talk;
}

/** A program with its organisation: none of the communities made here shares one. */
export interface PlannedProgram {
  organisation: string;
  name: string;
  timeZone: string;
  jurisdiction: string;
  createdAt: Date;
}

export interface PlannedCohort {
  program: number;
  name: string;
  /** Days, `YYYY-MM-DD`. */
  startsOn: string;
  endsOn: string;
  createdAt: Date;
}

/** One person in one role in one program. */
export interface PlannedPerson {
  username: string;
  displayName: string;
  role: Role;
  program: number;
  /** Null for staff. */
  cohort: number | null;
  /** A day; null where it does not matter. */
  birthDate: string | null;
  joinedAt: Date;
  /** Place of the member of staff who records consent or screening. */
  recordedBy: number;
  /** A minor whose consent has not come yet. */
  consentMissing?: boolean;
}

export interface PlannedMatch {
  program: number;
  cohort: number;
  mentor: number;
  mentee: number;
  coordinator: number;
  createdAt: Date;
}

/** `cohort` or `match` is set where the kind says so. */
export interface PlannedBoard {
  kind: BoardKind;
  program: number;
  cohort: number | null;
  match: number | null;
  title: string;
  createdAt: Date;
}
