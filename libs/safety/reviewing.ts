import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NameScreening } from '#accounts';
import { Screening } from '#forum';
import { NodeLoaders, type Recurring } from '#platform';
import { HeldTexts } from './intake/held-texts.js';
import { NamesResolver } from './intake/names.resolver.js';
import { NamesService } from './intake/names.service.js';
import { Nudges } from './intake/nudges.js';
import { NudgesResolver } from './intake/nudges.resolver.js';
import { ProfileNames } from './intake/profile-names.js';
import { SafetyScreening } from './intake/safety-screening.js';
import { StaffWords } from './intake/staff-words.js';
import { ProgramPolicyChangeRow, ProgramPolicyRow } from './policy/policy.entity.js';
import { Rescan, rescanSchedule } from './rescan/rescan.js';
import { RescanRow } from './rescan/rescan.entity.js';
import { RescanStep } from './rescan/rescan-step.js';
import { PolicyReader } from './policy/policy-reader.js';
import { ProgramPolicyResolver } from './policy/policy.resolver.js';
import { ProgramPolicyService } from './policy/policy.service.js';
import { AppealOutcomes } from './review/appeal-outcomes.js';
import { AppealsService } from './review/appeals.service.js';
import { BlocksInMatches } from './review/blocks-in-matches.js';
import { Breaches, breachesSchedule, BreachStep } from './review/breaches.js';
import { ClaimsService } from './review/claims.service.js';
import { Coverage, coverageSchedule } from './review/coverage.js';
import { AppealRow, DecisionRow, RuleLabelRow, SavedReasonRow } from './review/decision.entity.js';
import { DecisionSteps } from './review/decision-steps.js';
import { DecisionWriter } from './review/decision-writer.js';
import { DecisionsResolver } from './review/decisions.resolver.js';
import { DecisionsService } from './review/decisions.service.js';
import { Effects } from './review/effects.js';
import { ReviewFollowUps } from './review/follow-ups.js';
import { ItemLock } from './review/item-lock.js';
import { NameOutcomes } from './review/name-outcomes.js';
import { OwnDecisionsReader } from './review/own-decisions.reader.js';
import { ReviewAidsResolver } from './review/review-aids.resolver.js';
import { ReviewDetails } from './review/review-details.js';
import { ReviewEventsResolver } from './review/review-events.resolver.js';
import { ReviewHub } from './review/review-hub.js';
import { ReviewLogTrim, reviewTrimSchedule } from './review/review-log-trim.js';
import { ReviewQueue } from './review/review-queue.js';
import { ReviewRecord } from './review/review-record.js';
import {
  FindingRow,
  GraveClaimRow,
  ReviewableHistoryRow,
  ReviewableRow,
  ReviewConflictRow,
  ReviewEventRow,
  ReviewLogRow,
  StaffSightRow,
} from './review/reviewable.entity.js';
import { ReviewablesReader } from './review/reviewables.reader.js';
import { OwnDecisionsResolver, ReviewablesResolver } from './review/reviewables.resolver.js';
import { SavedReasonsService } from './review/saved-reasons.service.js';
import { Undoing } from './review/undoing.js';
import { UndoSteps } from './review/undo-steps.js';

/** What `node(id)` finds of these rooms: each through its own visibility; reading what belongs to a pair is written down. */
@Injectable()
class ReviewNodes implements OnModuleInit {
  constructor(
    private readonly nodes: NodeLoaders,
    private readonly reviewables: ReviewablesReader,
    private readonly decisions: OwnDecisionsReader,
    private readonly reasons: SavedReasonsService,
    private readonly policies: ProgramPolicyService,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Reviewable', (viewer, ids) => this.reviewables.shown(viewer, ids));
    this.nodes.register('Decision', (viewer, ids) => this.decisions.byIds(viewer, ids));
    this.nodes.register('SavedReason', (viewer, ids) => this.reasons.byIds(viewer, ids));
    this.nodes.register('Policy', (viewer, ids) => this.policies.byIds(viewer, ids));
  }
}

/** The rooms that are about texts: policy, intake, review. */
export const reviewProviders = [
  AppealOutcomes,
  AppealsService,
  BlocksInMatches,
  Breaches,
  BreachStep,
  ClaimsService,
  Coverage,
  DecisionSteps,
  DecisionsResolver,
  DecisionsService,
  DecisionWriter,
  Effects,
  HeldTexts,
  ItemLock,
  NameOutcomes,
  NamesResolver,
  Nudges,
  NudgesResolver,
  NamesService,
  OwnDecisionsReader,
  OwnDecisionsResolver,
  PolicyReader,
  ProfileNames,
  ProgramPolicyResolver,
  ProgramPolicyService,
  Rescan,
  RescanStep,
  ReviewablesReader,
  ReviewablesResolver,
  ReviewAidsResolver,
  ReviewDetails,
  ReviewEventsResolver,
  ReviewFollowUps,
  ReviewHub,
  ReviewLogTrim,
  ReviewNodes,
  ReviewQueue,
  ReviewRecord,
  SafetyScreening,
  SavedReasonsService,
  StaffWords,
  Undoing,
  UndoSteps,
  { provide: NameScreening, useExisting: ProfileNames },
  { provide: Screening, useExisting: SafetyScreening },
];

export const reviewEntities = [
  ProgramPolicyRow,
  ProgramPolicyChangeRow,
  ReviewableRow,
  ReviewConflictRow,
  ReviewableHistoryRow,
  FindingRow,
  ReviewLogRow,
  ReviewEventRow,
  StaffSightRow,
  DecisionRow,
  AppealRow,
  RuleLabelRow,
  SavedReasonRow,
  RescanRow,
  GraveClaimRow,
];

export const reviewSchedule: readonly Recurring[] = [
  ...breachesSchedule,
  ...coverageSchedule,
  ...rescanSchedule,
  ...reviewTrimSchedule,
];
