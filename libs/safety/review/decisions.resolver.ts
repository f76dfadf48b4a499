import { Args, Mutation, Resolver } from '@nestjs/graphql';
import {
  CurrentRequest,
  CurrentViewer,
  globalId,
  type RequestContext,
  requireUuid,
  Staff,
  type Viewer,
} from '#platform';
import { ClaimsService } from './claims.service.js';
import {
  ClaimReviewableInput,
  ClaimReviewablePayload,
  DecideReviewableInput,
  DecideReviewablePayload,
  DecideReviewablesInput,
  DecideReviewablesPayload,
  ReleaseReviewableInput,
  ReleaseReviewablePayload,
  UndoDecisionInput,
  UndoDecisionPayload,
} from './decisions.inputs.js';
import { DecisionsService } from './decisions.service.js';
import { OwnDecisionsReader } from './own-decisions.reader.js';
import { Reviewable } from './review.types.js';
import { ReviewablesReader } from './reviewables.reader.js';

@Resolver()
export class DecisionsResolver {
  constructor(
    private readonly claims: ClaimsService,
    private readonly service: DecisionsService,
    private readonly reader: ReviewablesReader,
    private readonly decisions: OwnDecisionsReader,
  ) {}

  @Staff()
  @Mutation(() => ClaimReviewablePayload, {
    description:
      'Keeps an item for oneself for ten minutes; claiming again renews it. Errors: NOT_FOUND, FORBIDDEN (a matter of one’s own), CONFLICT (also after ten grave matters in eight hours: let somebody else, or say `beyondShare`).',
  })
  async claimReviewable(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which item.' }) { reviewableId, takeOver, beyondShare }: ClaimReviewableInput,
  ): Promise<ClaimReviewablePayload> {
    return this.shown(
      viewer,
      await this.claims.claim(viewer, reviewableId, { takeOver: takeOver ?? false, beyondShare: beyondShare ?? false }),
    );
  }

  @Staff()
  @Mutation(() => ReleaseReviewablePayload, {
    description: 'Gives an item back, with a word for whoever comes next. Errors: NOT_FOUND, CONFLICT, INVALID_INPUT.',
  })
  async releaseReviewable(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which item.' }) { reviewableId, note }: ReleaseReviewableInput,
  ): Promise<ReleaseReviewablePayload> {
    return this.shown(viewer, await this.claims.release(viewer, reviewableId, note ?? null));
  }

  @Staff()
  @Mutation(() => DecideReviewablePayload, {
    description:
      'Decides about exactly the text that was read. An item is decided once: whoever comes second gets CONFLICT with who decided what, and nothing is written. Errors: NOT_FOUND, FORBIDDEN (a matter of one’s own), CONFLICT, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED.',
  })
  async decideReviewable(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'The decision.' }) input: DecideReviewableInput,
  ): Promise<DecideReviewablePayload> {
    const decision = await this.decisions.taken(viewer, await this.service.decide(viewer, input, requestId));
    const { reviewable } = await this.shown(viewer, requireUuid('Reviewable', input.reviewableId));
    return { reviewable, decision };
  }

  @Staff()
  @Mutation(() => DecideReviewablesPayload, {
    description:
      'Decides about several items in the same way, each for itself: one that is refused stops none, and each has its own line in the trail. Errors: INVALID_INPUT.',
  })
  async decideReviewables(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'The items and the decision.' }) input: DecideReviewablesInput,
  ): Promise<DecideReviewablesPayload> {
    const results = await this.service.decideMany(viewer, input, requestId);
    const taken = await this.decisions.byIds(
      viewer,
      results.flatMap(({ decisionId }) => decisionId ?? []),
    );
    const byId = new Map(taken.flatMap((decision) => (decision ? [[decision.id, decision] as const] : [])));
    return {
      results: results.map(({ reviewableId, decisionId, refusal }) => ({
        reviewableId,
        refusal,
        decision: decisionId === null ? null : (byId.get(globalId('Decision', decisionId)) ?? null),
      })),
    };
  }

  @Staff()
  @Mutation(() => UndoDecisionPayload, {
    description:
      'Takes a decision of one’s own back within twelve seconds. What was published is hidden until it is decided anew. Errors: NOT_FOUND, FORBIDDEN, CONFLICT.',
  })
  async undoDecision(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'Which decision.' }) { decisionId }: UndoDecisionInput,
  ): Promise<UndoDecisionPayload> {
    return this.shown(viewer, await this.service.undo(viewer, decisionId, requestId));
  }

  private async shown(viewer: Viewer, reviewableId: string): Promise<{ reviewable: Reviewable | null }> {
    const [reviewable = null] = await this.reader.shown(viewer, [reviewableId]);
    return { reviewable };
  }
}
