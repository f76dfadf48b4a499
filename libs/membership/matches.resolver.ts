import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  CurrentRequest,
  CurrentViewer,
  type RequestContext,
  SignedIn,
  Staff,
  ViewerLoader,
  type Viewer,
} from '#platform';
import { MatchStatesService } from './match-states.service.js';
import { MatchesService } from './matches.service.js';
import {
  AssignCoordinatorInput,
  AssignCoordinatorPayload,
  ChangeMatchStateInput,
  ChangeMatchStatePayload,
  CreateMatchInput,
  CreateMatchPayload,
  MatchType,
} from './matches.types.js';

@Resolver(() => MatchType)
export class MatchesResolver {
  constructor(
    private readonly service: MatchesService,
    private readonly states: MatchStatesService,
    private readonly viewers: ViewerLoader,
  ) {}

  @SignedIn()
  @Query(() => MatchType, {
    nullable: true,
    description: 'A match of a program that you work for, or one of your own while you may read its board.',
  })
  match(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ): Promise<MatchType | null> {
    return this.service.match(viewer, id);
  }

  @Staff()
  @Mutation(() => CreateMatchPayload, {
    description: 'Matches people. ACTIVE at once if all of them may take part now, else PROPOSED.',
  })
  async createMatch(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() request: RequestContext,
    @Args('input', { description: 'Whom, and who looks after them.' }) input: CreateMatchInput,
  ): Promise<CreateMatchPayload> {
    const payload = await this.service.createMatch(viewer, input);
    request.viewer = await this.viewers.load(viewer);
    return payload;
  }

  @Staff()
  @Mutation(() => ChangeMatchStatePayload, {
    description: 'Leads a match to another state. CLOSED_SAFETY takes all access from its mentors at once, everywhere.',
  })
  changeMatchState(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which, where to, and why.' }) input: ChangeMatchStateInput,
  ): Promise<ChangeMatchStatePayload> {
    return this.states.changeMatchState(viewer, input);
  }

  @Staff()
  @Mutation(() => AssignCoordinatorPayload, { description: 'Gives a match to another coordinator.' })
  async assignCoordinator(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() request: RequestContext,
    @Args('input', { description: 'Which, and to whom.' }) input: AssignCoordinatorInput,
  ): Promise<AssignCoordinatorPayload> {
    const payload = await this.states.assignCoordinator(viewer, input);
    request.viewer = await this.viewers.load(viewer);
    return payload;
  }
}
