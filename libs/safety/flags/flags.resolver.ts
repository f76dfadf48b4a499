import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerType } from '#accounts';
import { SupportResourceType } from '#forum';
import {
  type Connection,
  CurrentRequest,
  CurrentViewer,
  ForwardArgs,
  type RequestContext,
  SignedIn,
  type Viewer,
} from '#platform';
import { Reviewable } from '../review/review.types.js';
import { SupportReader } from '../support/support.reader.js';
import { FlagsReader } from './flags.reader.js';
import { FlagsService } from './flags.service.js';
import {
  AskForHelpInput,
  AskForHelpPayload,
  type Flag,
  FlagConnection,
  FlagInput,
  FlagNote,
  FlagPayload,
} from './flags.types.js';
import { HelpService } from './help.service.js';

@Resolver(() => ViewerType)
export class FlagsResolver {
  constructor(
    private readonly service: FlagsService,
    private readonly help: HelpService,
    private readonly reader: FlagsReader,
    private readonly supportReader: SupportReader,
  ) {}

  @SignedIn()
  @Mutation(() => FlagPayload, {
    description:
      'Tells staff that something is wrong with a post or a person. Whom it is about never learns who told. Errors: NOT_FOUND, INVALID_INPUT, RATE_LIMITED, IDEMPOTENCY_KEY_REUSED.',
  })
  async flag(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'What is wrong.' }) input: FlagInput,
  ): Promise<FlagPayload> {
    const { id, supportResources } = await this.service.flag(viewer, input, requestId);
    return { flag: await this.reader.required(viewer, id), supportResources };
  }

  @SignedIn()
  @Mutation(() => AskForHelpPayload, {
    description:
      '“I don’t feel safe.” Somebody is told at once; nothing of it shows anywhere else. Works without a consent, too.',
  })
  askForHelp(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'As much or as little as you like.' }) input: AskForHelpInput,
  ): Promise<AskForHelpPayload> {
    return this.help.ask(viewer, input);
  }

  @SignedIn({ beforePasswordChange: true })
  @Query(() => [SupportResourceType], { description: 'Help that is there now, for your age and country.' })
  supportResources(@CurrentViewer() viewer: Viewer): Promise<SupportResourceType[]> {
    return this.supportReader.of(viewer);
  }

  @ResolveField(() => FlagConnection, { description: 'What you have flagged, newest first.' })
  flags(@Parent() viewer: Viewer, @Args() args: ForwardArgs): Promise<Connection<Flag>> {
    return this.reader.of(viewer, args);
  }
}

@Resolver(() => Reviewable)
export class FlagNotesResolver {
  constructor(private readonly reader: FlagsReader) {}

  @ResolveField(() => [FlagNote], { description: 'What people wrote beside their flags; at most 100.' })
  flagNotes(@Parent() reviewable: Reviewable): Promise<FlagNote[]> {
    return this.reader.notesOf(reviewable.row.id);
  }
}
