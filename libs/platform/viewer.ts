import { registerEnumType } from '@nestjs/graphql';

/** The roles of an enrolment (domain, section 1). */
export enum Role {
  MENTEE = 'MENTEE',
  MENTOR = 'MENTOR',
  COORDINATOR = 'COORDINATOR',
  MODERATOR = 'MODERATOR',
  SAFEGUARDING_LEAD = 'SAFEGUARDING_LEAD',
  PROGRAM_ADMIN = 'PROGRAM_ADMIN',
  AUDITOR = 'AUDITOR',
  GUARDIAN = 'GUARDIAN',
}

registerEnumType(Role, {
  name: 'Role',
  description: 'The part that a person plays in a program.',
  valuesMap: {
    MENTEE: { description: 'A young person who is mentored.' },
    MENTOR: { description: 'A screened adult or near-peer who mentors.' },
    COORDINATOR: { description: 'Staff with a caseload of matches; reads their boards.' },
    MODERATOR: { description: 'Staff who decides what is held or flagged.' },
    SAFEGUARDING_LEAD: { description: 'The named person accountable for safety; owns serious cases.' },
    PROGRAM_ADMIN: { description: 'Staff who configures the program; reads no match board.' },
    AUDITOR: { description: 'Reads logs and figures, no content.' },
    GUARDIAN: { description: 'Holder of parental responsibility; gives consent, reads no board.' },
  },
});

/** One enrolment of the viewer that is in force at this moment. */
export interface ViewerEnrolment {
  id: string;
  programId: string;
  cohortId: string | null;
  role: Role;
  /** Set while the person may read here and not write. */
  silencedUntil?: Date;
}

/** A match in which the viewer is mentor or mentee, in whatever state it is. */
export interface OwnMatch {
  id: string;
  /** MENTOR or MENTEE: the only role in which the viewer acts on that match and its board. */
  role: Role;
}

/**
 * Who asks, and what they may reach, as the database has it at the start of this request (or of this delivery).
 * Loaded once, in one statement; never cached across requests, so a change of membership is felt at once.
 */
export interface Viewer {
  readonly accountId: string;
  readonly sessionId: string;
  /** UTC instant at which the access token ends; a socket is closed then. */
  readonly expiresAt: Date;
  readonly displayName: string;
  /** In force only: active, with valid consent or screening where the role needs one. */
  readonly enrolments: readonly ViewerEnrolment[];
  /** Held in any enrolment in force. */
  readonly roles: ReadonlySet<Role>;
  /** Audience keys: a board is readable if it lists one of them (`membership/audience.ts`). */
  readonly keys: readonly string[];
  /** Also closed ones: whoever was of a pair stays of it (`membership/audience.ts`, `safety/conflicts.ts`). */
  readonly ownMatches: readonly OwnMatch[];
  /** Some enrolment waits for a consent, so refusals say `CONSENT_REQUIRED` where that is the reason. */
  readonly consentMissing: boolean;
  /** Accounts whose posts the viewer does not want to read, in order of id; nobody else may learn of it. */
  readonly blocked: readonly string[];
  /**
   * The password was set by staff and not replaced yet. Such a viewer holds no enrolment, role or key, and the pipeline
   * refuses every operation that is not marked `beforePasswordChange`.
   */
  readonly passwordChangeRequired?: boolean;
}

/** What a verified access token says. */
export interface TokenClaims {
  accountId: string;
  sessionId: string;
  expiresAt: Date;
}

/** Port, bound by `membership`: turns verified claims into the viewer of now; null if the session or account has ended. */
export abstract class ViewerLoader {
  abstract load(claims: TokenClaims): Promise<Viewer | null>;
  /** The same for many sessions in one statement, by session id; those that have ended are missing. */
  abstract loadMany(claims: readonly TokenClaims[]): Promise<Map<string, Viewer>>;
}

/** Port, bound by `accounts`: verifies a bearer token's signature and times, without the database. */
export abstract class TokenVerifier {
  /** Null if the token is not one of ours or no longer valid. */
  abstract verify(token: string): Promise<TokenClaims | null>;
}
