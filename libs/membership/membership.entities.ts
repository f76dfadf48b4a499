import { MatchAccess } from './access/match-access.entity.js';
import { AccountBlock } from './blocks/block.entity.js';
import { Organisation, Program, Cohort } from './program.entity.js';
import { Enrolment, Consent, Screening } from './enrolment.entity.js';
import { Correction } from './correction.entity.js';
import { Match, MatchParticipant } from './match.entity.js';

/** All tables of this library. */
export const membershipEntities = [
  Organisation,
  Program,
  Cohort,
  Enrolment,
  Consent,
  Screening,
  Correction,
  Match,
  MatchParticipant,
  MatchAccess,
  AccountBlock,
];
