import { Role } from '#platform';
import { EnrolmentStatus, PauseReason, ScreeningStatus } from './membership.types.js';

/** What decides where a person stands, as it is recorded at this moment. */
export interface StandingFacts {
  role: Role;
  before: EnrolmentStatus;
  /** Under 18; for a mentee also if the age is not known. */
  minor: boolean;
  /** A concern about safety that nobody has lifted. */
  stopped: boolean;
  /** The newest consent to participate; `withdrawn` if it, or an older one after it was given, was revoked. */
  consent: { expiresAt: Date | null; withdrawn: boolean } | null;
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
 * Where a person stands (domain 2.8), from the facts alone: a minor needs a consent to participate, a mentor needs to be
 * screened, a mentor under 18 (a near-peer) needs both, and nobody stands against a concern about safety.
 */
export function standingOf(facts: StandingFacts, now: Date): Standing {
  if (facts.stopped) return paused(PauseReason.SAFETY);
  const { consent, screening } = facts;
  if (consent?.withdrawn) return paused(PauseReason.CONSENT_REVOKED);
  let ends: Date[] = [];

  if (facts.minor) {
    if (!consent) return waiting(EnrolmentStatus.CONSENT_PENDING);
    if (consent.expiresAt && consent.expiresAt <= now) return paused(PauseReason.CONSENT_EXPIRED);
    if (consent.expiresAt) ends = [consent.expiresAt];
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
