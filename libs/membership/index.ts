/**
 * membership: who belongs where, in which part, and what that opens.
 *
 * Promise: nobody reaches a program without an enrolment in force, and no pair is without a coordinator.
 * Built on: platform, accounts.
 * Announces: programCreated, cohortCreated, matchCreated, matchStateChanged, stopOverridden, matchReassigned, glassBroken,
 * enrolmentChanged, enrolmentAccepted, leadMatterArose, personBlocked (`membership.events.ts`).
 * Read in this order: audience (who reads a board), viewer-loader, membership.policy, privileges (who may do what to whom),
 * standing (when an enrolment is in force), match-state, match-stops (who is kept apart for safety), then founding (how
 * things come to be), the services, access/ (who reads a pair's board for a time), blocks/ (who does not want to read whom)
 * and account-care/ (what staff do for the account of somebody in their care).
 * Proof: specs beside audience, privileges, standing, match-state, consent-age, eligibility; test/membership.
 */
export * from './access/match-access.entity.js';
export { accessInForce } from './access/match-access.queries.js';
export * from './audience.js';
export * from './blocks/block.entity.js';
export { hasBlocked } from './blocks/blocks.policy.js';
export * from './board-readers.js';
export * from './consent-age.js';
export * from './correction.entity.js';
export * from './enrolment.entity.js';
export { ConsentType, EnrolmentType, PersonType } from './enrolments.types.js';
export * from './founding.js';
export { Lapses, membershipSchedule } from './lapses.js';
export * from './match.entity.js';
export { type LockedMatch, MatchMoves, type MoveReason, safetyCode } from './match-moves.js';
export { isLegalStep, openStates, runningStates } from './match-state.js';
export { StopConcerns, type OpenCase } from './match-stops.service.js';
export { MatchType } from './matches.types.js';
export * from './membership.events.js';
export * from './membership.module.js';
export * from './membership.policy.js';
export * from './membership.types.js';
export * from './observers.js';
export { People, Writers } from './people.js';
export { memberRoles, StaffAct } from './privileges.js';
export * from './program.entity.js';
export { CohortType, ProgramType } from './programs.types.js';
export * from './recipients.js';
export { type RestrictedPerson, Restrictions } from './restrictions.js';
export { Standings } from './standings.service.js';
export { MembershipViewerLoader } from './viewer-loader.js';
export * from './membership.entities.js';
