import { Role, staffRoles } from '#platform';
import { EnrolmentStatus, PauseReason, ScreeningStatus } from './membership.types.js';
import { type StandingFacts, standingOf } from './standing.js';

const now = new Date('2026-11-23T12:00:00Z');
const later = new Date('2027-11-23T12:00:00Z');
const sooner = new Date('2027-01-01T00:00:00Z');
const past = new Date('2026-11-23T12:00:00Z');

const facts = (given: Partial<StandingFacts>): StandingFacts => ({
  role: Role.MENTEE,
  before: EnrolmentStatus.INVITED,
  minor: false,
  outsideAgeBand: false,
  grownAt: null,
  accepted: true,
  stopped: false,
  consent: null,
  screening: null,
  ...given,
});
const minor = (given: Partial<StandingFacts> = {}): StandingFacts => facts({ minor: true, ...given });
const mentor = (given: Partial<StandingFacts> = {}): StandingFacts => facts({ role: Role.MENTOR, ...given });
const cleared = { status: ScreeningStatus.CLEARED, until: later };

describe('a young person', () => {
  it('waits for a consent', () => {
    expect(standingOf(minor(), now).status).toBe(EnrolmentStatus.CONSENT_PENDING);
  });
  it('takes part until the consent ends', () => {
    const standing = standingOf(minor({ consent: { expiresAt: later, withdrawn: false, suffices: true } }), now);
    expect(standing).toEqual({ status: EnrolmentStatus.ACTIVE, pauseReason: null, inForceUntil: later });
  });
  it('is out at the very instant at which the consent ends', () => {
    const standing = standingOf(minor({ consent: { expiresAt: past, withdrawn: false, suffices: true } }), now);
    expect(standing.pauseReason).toBe(PauseReason.CONSENT_EXPIRED);
  });
  it('is out when the consent is withdrawn', () => {
    const standing = standingOf(minor({ consent: { expiresAt: null, withdrawn: true, suffices: true } }), now);
    expect(standing).toMatchObject({ status: EnrolmentStatus.PAUSED, pauseReason: PauseReason.CONSENT_REVOKED });
  });
});

describe('a mentor', () => {
  it('waits for the check', () => {
    expect(standingOf(mentor(), now).status).toBe(EnrolmentStatus.INVITED);
    const pending = { status: ScreeningStatus.PENDING, until: null };
    expect(standingOf(mentor({ screening: pending }), now).status).toBe(EnrolmentStatus.INVITED);
  });
  it('takes part until the check ends', () => {
    expect(standingOf(mentor({ screening: cleared }), now)).toMatchObject({
      status: EnrolmentStatus.ACTIVE,
      inForceUntil: later,
    });
  });
  it('is out when the check has run out, was refused, or is made anew', () => {
    const out = [
      [{ status: ScreeningStatus.CLEARED, until: past }, PauseReason.SCREENING_EXPIRED],
      [{ status: ScreeningStatus.REFUSED, until: null }, PauseReason.SCREENING_REFUSED],
      [{ status: ScreeningStatus.PENDING, until: null }, PauseReason.SCREENING_MISSING],
    ] as const;
    for (const [screening, pauseReason] of out) {
      const standing = standingOf(mentor({ before: EnrolmentStatus.ACTIVE, screening }), now);
      expect(standing).toEqual({ status: EnrolmentStatus.PAUSED, pauseReason, inForceUntil: null });
    }
  });
  it('under 18 needs a consent as well as a check, and takes part until the first of them ends', () => {
    const nearPeer = mentor({ minor: true, screening: cleared });
    expect(standingOf(nearPeer, now).status).toBe(EnrolmentStatus.CONSENT_PENDING);
    const consent = { expiresAt: sooner, withdrawn: false, suffices: true };
    expect(standingOf({ ...nearPeer, consent }, now).inForceUntil).toEqual(sooner);
  });
});

it('adults who are mentored, staff, auditors and guardians take part at once', () => {
  for (const role of [Role.MENTEE, ...staffRoles, Role.AUDITOR, Role.GUARDIAN]) {
    expect(standingOf(facts({ role }), now).status).toBe(EnrolmentStatus.ACTIVE);
  }
});

it('no paper lets in who was stopped for safety', () => {
  const consent = { expiresAt: null, withdrawn: false, suffices: true };
  for (const role of Object.values(Role)) {
    const standing = standingOf(facts({ role, minor: true, stopped: true, consent, screening: cleared }), now);
    expect(standing).toEqual({
      status: EnrolmentStatus.PAUSED,
      pauseReason: PauseReason.SAFETY,
      inForceUntil: null,
    });
  }
});
