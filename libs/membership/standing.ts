import { Role } from '#platform';
import { EnrolmentStatus, PauseReason, ScreeningStatus } from './membership.types.js';
import { memberRoles } from './privileges.js';

/** What decides where a person stands, as it is recorded at this moment. */
export interface StandingFacts {
  role: Role;
  before: EnrolmentStatus;
  /** Under 18; for a mentee also if the age is not known. */
  minor: boolean;
  /** Of a known age: a mentee outside the age band of the program, or somebody too young for the role. */
  outsideAgeBand: boolean;
  /** The instant at which a mentee grows too old for the program; null if the age is not known, and for other roles. */
  grownAt: Date | null;
  /** The person agreed to take part; a safeguarding lead was confirmed too. */
  accepted: boolean;
  /** A concern about safety that nobody has lifted. */
  stopped: boolean;
  /**
   * The newest consent to participate; `withdrawn` if it, or an older one after it was given, was revoked. It does not suffice if the
   * person is too young to give it alone and no guardian did.
   */
  consent: { expiresAt: Date | null; withdrawn: boolean; suffices: boolean } | null;
  /** The newest check; `until` is the end of its last day in the program's time zone. */
  screening: { status: ScreeningStatus; until: Date | null } | null;
}

export interface Standing {
  status: EnrolmentStatus;
  pauseReason: PauseReason | null;
  /** The earliest end of what the role needs; null if no end is known. */
  inForceUntil: Date | null;
}

const paused = (pauseReason: PauseReason): Standing => ({
  status: EnrolmentStatus.PAUSED,
  pauseReason,
  inForceUntil: null,
});

const waiting = (status: EnrolmentStatus): Standing => ({ status, pauseReason: null, inForceUntil: null });

/**
 * Where a person stands (domain 2.8), from the facts alone: everybody has to accept, a minor needs a consent to participate,
 * a mentor needs to be screened, a mentor under 18 (a near-peer) needs both, a mentee is of the age that the program is for,
 * and nobody stands against a concern about safety. Consents say nothing about staff.
 */
export function standingOf(facts: StandingFacts, now: Date): Standing {
  if (facts.stopped) return paused(PauseReason.SAFETY);
  if (!facts.accepted) return waiting(EnrolmentStatus.INVITED);
  const { screening } = facts;
  const consent = memberRoles.includes(facts.role) ? facts.consent : null;
  if (facts.outsideAgeBand) return paused(PauseReason.OUTSIDE_AGE_BAND);
  if (consent?.withdrawn) return paused(PauseReason.CONSENT_REVOKED);
  let ends: Date[] = facts.grownAt ? [facts.grownAt] : [];

  if (facts.minor) {
    if (!consent?.suffices) return waiting(EnrolmentStatus.CONSENT_PENDING);
    if (consent.expiresAt && consent.expiresAt <= now) return paused(PauseReason.CONSENT_EXPIRED);
    if (consent.expiresAt) ends = [...ends, consent.expiresAt];
  }

  if (facts.role === Role.MENTOR) {
    const took = facts.before === EnrolmentStatus.ACTIVE || facts.before === EnrolmentStatus.PAUSED;
    if (!screening) return waiting(EnrolmentStatus.INVITED);
    if (screening.status === ScreeningStatus.REFUSED) return paused(PauseReason.SCREENING_REFUSED);
    if (screening.status === ScreeningStatus.PENDING) {
      return took ? paused(PauseReason.SCREENING_MISSING) : waiting(EnrolmentStatus.INVITED);
    }
    if (screening.until && screening.until <= now) return paused(PauseReason.SCREENING_EXPIRED);
    if (screening.until) ends = [...ends, screening.until];
  }

  const first = ends.length > 0 ? new Date(Math.min(...ends.map((end) => end.getTime()))) : null;
  return { status: EnrolmentStatus.ACTIVE, pauseReason: null, inForceUntil: first };
}
