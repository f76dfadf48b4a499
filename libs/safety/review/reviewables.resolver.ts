import { Args, ArgsType, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerType } from '#accounts';
import {
  type Connection,
  CurrentRequest,
  CurrentViewer,
  ForwardArgs,
  type RequestContext,
  SignedIn,
  Staff,
  type Viewer,
} from '#platform';
import { DecisionKind, Priority } from '../safety.types.js';
import { AppealsService } from './appeals.service.js';
import { AppealDetail, AppealInput, AppealPayload } from './appeals.types.js';
import { decisionsFor } from './legal-decisions.js';
import { OwnDecisionsReader } from './own-decisions.reader.js';
import { ReviewableKind } from './review.enums.js';
import {
  AuthorRecord,
  Decision,
  DecisionConnection,
  Reviewable,
  ReviewableConnection,
  ReviewContext,
  ReviewEvidence,
  ReviewFinding,
  ReviewHistoryEntry,
} from './review.types.js';
import { ReviewablesReader } from './reviewables.reader.js';
import { ReviewDetails } from './review-details.js';

@ArgsType()
class ReviewQueueArgs extends ForwardArgs {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;
  @Field(() => Priority, { nullable: true, description: 'Those of this priority only.' })
  priority?: Priority | null;
  @Field(() => ReviewableKind, { nullable: true, description: 'Those of this kind only.' })
  kind?: ReviewableKind | null;
}

@Resolver(() => Reviewable)
export class ReviewablesResolver {
  constructor(
    private readonly reader: ReviewablesReader,
    private readonly details: ReviewDetails,
    private readonly decisionsReader: OwnDecisionsReader,
  ) {}

  @Staff()
  @Query(() => ReviewableConnection, {
    description:
      'What waits for a human in a program: most urgent first, then what is due first. Errors: NOT_FOUND, FORBIDDEN, INVALID_INPUT.',
  })
  reviewQueue(@CurrentViewer() viewer: Viewer, @Args() args: ReviewQueueArgs): Promise<Connection<Reviewable>> {
    return this.reader.queue(viewer, args.programId, args);
  }

  @Staff()
  @Query(() => Reviewable, {
    nullable: true,
    description: 'An item of a queue, with all that is needed to decide; null if it is not there for you.',
  })
  reviewable(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'Global id of the item.' }) id: string,
  ): Promise<Reviewable | null> {
    return this.reader.open(viewer, id);
  }

  @ResolveField(() => ReviewContext, { description: 'Five posts either side.' })
  context(@CurrentRequest() { memo }: RequestContext, @Parent() item: Reviewable): Promise<ReviewContext> {
    return this.details.context(memo, item);
  }

  @ResolveField(() => [ReviewFinding], { description: 'What the rules found in this text, most serious first.' })
  findings(@CurrentRequest() { memo }: RequestContext, @Parent() item: Reviewable): Promise<ReviewFinding[]> {
    return this.details.findings(memo, item);
  }

  @ResolveField(() => [ReviewHistoryEntry], { description: 'What happened to it, oldest first.' })
  history(@CurrentRequest() { memo }: RequestContext, @Parent() item: Reviewable): Promise<ReviewHistoryEntry[]> {
    return this.details.history(memo, item);
  }

  @ResolveField('decisions', () => [Decision], { description: 'What was decided about it, oldest first.' })
  decisionsOfItem(@CurrentRequest() { memo }: RequestContext, @Parent() item: Reviewable): Promise<Decision[]> {
    return this.details.decisions(memo, item);
  }

  @ResolveField(() => AuthorRecord, {
    nullable: true,
    description: 'The last posts of whom it is about, and what was decided about them.',
  })
  authorRecord(@CurrentViewer() viewer: Viewer, @Parent() item: Reviewable): Promise<AuthorRecord | null> {
    return this.details.author(viewer, item);
  }

  @ResolveField(() => AppealDetail, { nullable: true, description: 'Of an appeal: what it says, and against what.' })
  appeal(@Parent() item: Reviewable): Promise<AppealDetail | null> {
    return this.decisionsReader.appealOf(item.row.id);
  }

  @ResolveField(() => ReviewEvidence, {
    nullable: true,
    description: 'The text as it stood when it came into the queue.',
  })
  evidence(@Parent() { row: { evidence } }: Reviewable): ReviewEvidence | null {
    return evidence && { title: evidence.title ?? null, body: evidence.body ?? null };
  }

  @ResolveField(() => [DecisionKind], { description: 'What can be decided about it now.' })
  choices(@Parent() { kind, post }: Reviewable): DecisionKind[] {
    return decisionsFor(kind, post?.state ?? null);
  }
}

/** What the author of a post learns of decisions, and can say about them. */
@Resolver(() => ViewerType)
export class OwnDecisionsResolver {
  constructor(
    private readonly reader: OwnDecisionsReader,
    private readonly appeals: AppealsService,
  ) {}

  @ResolveField(() => DecisionConnection, {
    description: 'Decisions about one’s own posts, newest first, each with the reasons and how to appeal.',
  })
  decisions(@CurrentViewer() viewer: Viewer, @Args() args: ForwardArgs): Promise<Connection<Decision>> {
    return this.reader.of(viewer, args);
  }

  @SignedIn()
  @Mutation(() => AppealPayload, {
    description:
      'Says that a decision was wrong; somebody else decides within seven days. Errors: NOT_FOUND, CONFLICT, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED.',
  })
  async appeal(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'The appeal.' }) input: AppealInput,
  ): Promise<AppealPayload> {
    const { reviewableId, supportResources } = await this.appeals.appeal(viewer, input, requestId);
    return { reviewable: await this.reader.receipt(viewer, reviewableId), supportResources };
  }
}
