import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  CurrentRequest,
  CurrentViewer,
  Reads,
  type RequestContext,
  Role,
  Staff,
  ViewerLoader,
  type Viewer,
} from '#platform';
import { MatchType } from '../matches.types.js';
import { MatchAccessService } from './match-access.service.js';
import {
  BreakGlassInput,
  BreakGlassPayload,
  CoverMatchInput,
  CoverMatchPayload,
  EndMatchAccessInput,
  EndMatchAccessPayload,
  MatchAccessType,
} from './match-access.types.js';

@Resolver(() => MatchType)
export class MatchAccessResolver {
  constructor(
    private readonly service: MatchAccessService,
    private readonly viewers: ViewerLoader,
  ) {}

  @Reads(({ uuid }: MatchType) => ({ action: 'match.read', id: uuid }))
  @ResolveField(() => [MatchAccessType], {
    description:
      'Who else could, can or will read its board for a time: the newest 20. For staff of the program; else empty.',
  })
  access(
    @Parent() match: MatchType,
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() request: RequestContext,
  ): Promise<MatchAccessType[]> {
    return this.service.accesses(viewer, request.memo, match);
  }

  @Staff()
  @Mutation(() => CoverMatchPayload, {
    description:
      'Lets somebody stand in for the coordinator of a match until a day. The leads and the coordinator are told at once, the pair is shown who reads, also after it ended.',
  })
  async coverMatch(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() request: RequestContext,
    @Args('input', { description: 'Which, who, and for how long.' }) input: CoverMatchInput,
  ): Promise<CoverMatchPayload> {
    return this.afresh(viewer, request, await this.service.coverMatch(viewer, input));
  }

  @Staff(Role.PROGRAM_ADMIN)
  @Mutation(() => BreakGlassPayload, {
    description:
      'Opens the board of a match to an administrator, to read, for four hours. The leads and the coordinator of the match are told at once, the pair is shown who reads, and the audit trail has a line for it and for the reading.',
  })
  async breakGlass(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() request: RequestContext,
    @Args('input', { description: 'Which, and why it has to be.' }) input: BreakGlassInput,
  ): Promise<BreakGlassPayload> {
    return this.afresh(viewer, request, await this.service.breakGlass(viewer, input));
  }

  @Staff()
  @Mutation(() => EndMatchAccessPayload, { description: 'Ends cover, or a look behind the glass, before its time.' })
  async endMatchAccess(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() request: RequestContext,
    @Args('input', { description: 'Which match, and whose access.' }) input: EndMatchAccessInput,
  ): Promise<EndMatchAccessPayload> {
    return this.afresh(viewer, request, await this.service.endMatchAccess(viewer, input));
  }

  /** What is asked for in the same answer is shown to who the viewer is now. */
  private async afresh<Payload>(viewer: Viewer, request: RequestContext, payload: Payload): Promise<Payload> {
    request.viewer = await this.viewers.load(viewer);
    return payload;
  }
}
