import { Args, ArgsType, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerType } from '#accounts';
import { type Connection, CurrentViewer, ForwardArgs, Role, SignedIn, Staff, type Viewer } from '#platform';
import { SanctionAppeals } from './sanction-appeals.service.js';
import { SanctionsReader } from './sanctions.reader.js';
import { SanctionsService } from './sanctions.service.js';
import {
  AnswerSanctionAppealInput,
  AppealSanctionInput,
  AppealSanctionPayload,
  ImposeSanctionInput,
  LiftSanctionInput,
  type Sanction,
  SanctionConnection,
  SanctionPayload,
} from './sanctions.types.js';

@ArgsType()
class SanctionsArgs extends ForwardArgs {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;
  @Field(() => ID, { nullable: true, description: 'Against this person only.' })
  accountId?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'True: those whose appeal nobody has answered only.' })
  appealed?: boolean | null;
}

@Resolver(() => ViewerType)
export class SanctionsResolver {
  constructor(
    private readonly service: SanctionsService,
    private readonly reader: SanctionsReader,
    private readonly appeals: SanctionAppeals,
  ) {}

  @Staff(Role.SAFEGUARDING_LEAD, Role.MODERATOR)
  @Query(() => SanctionConnection, {
    description: 'Measures of a program in which you decide on them, newest first; none for other programs.',
  })
  programSanctions(@CurrentViewer() viewer: Viewer, @Args() args: SanctionsArgs): Promise<Connection<Sanction>> {
    return this.reader.ofProgram(viewer, args);
  }

  @Staff(Role.SAFEGUARDING_LEAD, Role.MODERATOR)
  @Mutation(() => SanctionPayload, {
    description:
      'Takes a measure against a person, at once. Errors: NOT_FOUND, FORBIDDEN in a matter of your own, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED.',
  })
  async imposeSanction(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Against whom, what and why.' }) input: ImposeSanctionInput,
  ): Promise<SanctionPayload> {
    return { sanction: await this.reader.required(viewer, await this.service.impose(viewer, input)) };
  }

  @Staff(Role.SAFEGUARDING_LEAD, Role.MODERATOR)
  @Mutation(() => SanctionPayload, { description: 'Takes a measure back. Errors: NOT_FOUND, FORBIDDEN.' })
  async liftSanction(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which, and why.' }) input: LiftSanctionInput,
  ): Promise<SanctionPayload> {
    return { sanction: await this.reader.required(viewer, await this.service.lift(viewer, input)) };
  }

  @SignedIn()
  @Mutation(() => AppealSanctionPayload, {
    description: 'Says that a measure against you is wrong; somebody else answers. Errors: NOT_FOUND, CONFLICT.',
  })
  async appealSanction(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which, and why.' }) input: AppealSanctionInput,
  ): Promise<AppealSanctionPayload> {
    const { id, supportResources } = await this.appeals.appeal(viewer, input);
    return { sanction: await this.reader.required(viewer, id), supportResources };
  }

  @Staff(Role.SAFEGUARDING_LEAD, Role.MODERATOR)
  @Mutation(() => SanctionPayload, {
    description:
      'Answers what a person says against a measure; never who imposed it. Errors: NOT_FOUND, FORBIDDEN, CONFLICT.',
  })
  async answerSanctionAppeal(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'The answer.' }) input: AnswerSanctionAppealInput,
  ): Promise<SanctionPayload> {
    return { sanction: await this.reader.required(viewer, await this.appeals.answer(viewer, input)) };
  }

  @ResolveField(() => SanctionConnection, { description: 'Measures against you, with their reasons, newest first.' })
  sanctions(@Parent() viewer: Viewer, @Args() args: ForwardArgs): Promise<Connection<Sanction>> {
    return this.reader.ofViewer(viewer, args);
  }
}
