import { registerEnumType } from '@nestjs/graphql';

/** Where a person stands in a program (domain 2.8). */
export enum EnrolmentStatus {
  INVITED = 'INVITED',
  CONSENT_PENDING = 'CONSENT_PENDING',
  ACTIVE = 'ACTIVE',
  PAUSED = 'PAUSED',
  CLOSED = 'CLOSED',
  ERASED = 'ERASED',
}

registerEnumType(EnrolmentStatus, {
  name: 'EnrolmentStatus',
  description: 'Where a person stands in a program. Only ACTIVE gives any access.',
  valuesMap: {
    INVITED: { description: 'Enrolled; an acceptance, a confirmation or a screening is missing: see `waitsFor`.' },
    CONSENT_PENDING: { description: 'A minor without a valid consent to participate.' },
    ACTIVE: { description: 'Takes part.' },
    PAUSED: { description: 'Stopped for now: consent revoked or expired, screening lapsed, or a concern.' },
    CLOSED: { description: 'Ended.' },
    ERASED: { description: 'Ended, and personal data destroyed.' },
  },
});

/** What an enrolment waits for before it gives any access. */
export enum EnrolmentNeed {
  ACCEPTANCE = 'ACCEPTANCE',
  CONFIRMATION = 'CONFIRMATION',
  SCREENING = 'SCREENING',
  CONSENT = 'CONSENT',
}

registerEnumType(EnrolmentNeed, {
  name: 'EnrolmentNeed',
  description: 'What an enrolment waits for before it gives any access.',
  valuesMap: {
    ACCEPTANCE: { description: 'The person has not called `acceptEnrolment`.' },
    CONFIRMATION: { description: 'A new safeguarding lead whom no other lead has confirmed (`confirmEnrolment`).' },
    SCREENING: { description: 'The check of a mentor.' },
    CONSENT: { description: 'The consent of or for a minor to participate.' },
  },
});

/** Why an enrolment is paused; also the reason code of the audit line and of matches that pause with it. */
export enum PauseReason {
  CONSENT_REVOKED = 'CONSENT_REVOKED',
  CONSENT_EXPIRED = 'CONSENT_EXPIRED',
  SCREENING_MISSING = 'SCREENING_MISSING',
  SCREENING_REFUSED = 'SCREENING_REFUSED',
  SCREENING_EXPIRED = 'SCREENING_EXPIRED',
  SAFETY = 'SAFETY',
  SUSPENDED = 'SUSPENDED',
  OUTSIDE_AGE_BAND = 'OUTSIDE_AGE_BAND',
}

registerEnumType(PauseReason, {
  name: 'PauseReason',
  description: 'Why an enrolment is paused.',
  valuesMap: {
    CONSENT_REVOKED: { description: 'The consent to participate was withdrawn.' },
    CONSENT_EXPIRED: { description: 'The consent to participate has run out.' },
    SCREENING_MISSING: { description: 'A new check is under way.' },
    SCREENING_REFUSED: { description: 'The check was not passed.' },
    SCREENING_EXPIRED: { description: 'The check has run out.' },
    SAFETY: { description: 'A concern about safety; only a safeguarding lead lifts it.' },
    SUSPENDED: { description: 'A sanction with an end.' },
    OUTSIDE_AGE_BAND: {
      description: 'A mentee outside the age band of the program, or somebody too young for the role.',
    },
  },
});

export enum ConsentKind {
  PARTICIPATION = 'PARTICIPATION',
  EMAIL_SMS = 'EMAIL_SMS',
  VIDEO = 'VIDEO',
  IN_PERSON = 'IN_PERSON',
  RESEARCH = 'RESEARCH',
  THIRD_PARTY_DISCLOSURE = 'THIRD_PARTY_DISCLOSURE',
}

registerEnumType(ConsentKind, {
  name: 'ConsentKind',
  description: 'What is consented to. Each is separate; refusing an optional one never blocks participation.',
  valuesMap: {
    PARTICIPATION: { description: 'Taking part at all; a minor reads and posts only while it is valid.' },
    EMAIL_SMS: { description: 'Being written to by email and text message.' },
    VIDEO: { description: 'Video calls.' },
    IN_PERSON: { description: 'Meetings in person.' },
    RESEARCH: { description: 'Use of data for research.' },
    THIRD_PARTY_DISCLOSURE: {
      description: 'Passing data to others, where the service does not need it (COPPA 312.5).',
    },
  },
});

export enum ScreeningStatus {
  PENDING = 'PENDING',
  CLEARED = 'CLEARED',
  REFUSED = 'REFUSED',
}

registerEnumType(ScreeningStatus, {
  name: 'ScreeningStatus',
  description: 'Outcome of the check of an adult.',
  valuesMap: {
    PENDING: { description: 'Under way.' },
    CLEARED: { description: 'May take part, until it expires.' },
    REFUSED: { description: 'May not take part.' },
  },
});

export enum MatchState {
  PROPOSED = 'PROPOSED',
  ACTIVE = 'ACTIVE',
  PAUSED = 'PAUSED',
  CLOSING = 'CLOSING',
  CLOSED = 'CLOSED',
  CLOSED_SAFETY = 'CLOSED_SAFETY',
}

registerEnumType(MatchState, {
  name: 'MatchState',
  description: 'Where a match stands; it decides who may read and write its board.',
  valuesMap: {
    PROPOSED: {
      description: 'Waits for somebody (screening, consent, a decision): the pair does not see the board yet.',
    },
    ACTIVE: { description: 'The pair reads and writes.' },
    PAUSED: { description: 'The pair reads; nobody of the pair writes.' },
    CLOSING: { description: 'Notice was given; the pair reads and writes its farewell.' },
    CLOSED: { description: 'Ended: both read for 90 days, then the mentee alone may export.' },
    CLOSED_SAFETY: { description: 'Ended for safety: the mentor has lost all access.' },
  },
});
