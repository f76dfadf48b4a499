import { Args, ArgsType, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  type Connection,
  CurrentRequest,
  CurrentViewer,
  PageArgs,
  type RequestContext,
  Role,
  SignedIn,
  Staff,
  ViewerLoader,
  type Viewer,
} from '#platform';
import { EnrolmentsService } from './enrolments.service.js';
import { EnrolmentConnection, type EnrolmentType } from './enrolments.types.js';
import { MatchesService } from './matches.service.js';
import { MatchConnection, type MatchType } from './matches.types.js';
import { EnrolmentStatus } from './membership.types.js';
import { ProgramsService } from './programs.service.js';
import {
  CohortConnection,
  CohortType,
  CreateCohortInput,
  CreateCohortPayload,
  CreateProgramInput,
  CreateProgramPayload,
  ProgramConnection,
  ProgramType,
} from './programs.types.js';

@ArgsType()
class EnrolmentsArgs extends PageArgs {
  @Field(() => Role, { nullable: true, description: 'Those in this role only.' })
  role?: Role | null;
  @Field(() => EnrolmentStatus, { nullable: true, description: 'Those with this status only.' })
  status?: EnrolmentStatus | null;
}

@Resolver(() => ProgramType)
export class ProgramsResolver {
  constructor(
    private readonly service: ProgramsService,
    private readonly enrolmentsService: EnrolmentsService,
    private readonly matchesService: MatchesService,
    private readonly viewers: ViewerLoader,
  ) {}

  @SignedIn()
  @Query(() => ProgramType, { nullable: true, description: 'A program that you are enrolled in.' })
  program(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ): Promise<ProgramType | null> {
    return this.service.program(viewer, id);
  }

  @SignedIn()
  @Query(() => ProgramConnection, { description: 'Programs that you work for; empty for everybody else.' })
  programs(@CurrentViewer() viewer: Viewer, @Args() args: PageArgs): Promise<Connection<ProgramType>> {
    return this.service.programs(viewer, args);
  }

  @SignedIn()
  @Query(() => CohortType, { nullable: true, description: 'A cohort that you are enrolled in or work for.' })
  cohort(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ): Promise<CohortType | null> {
    return this.service.cohort(viewer, id);
  }

  @Staff(Role.PROGRAM_ADMIN)
  @Mutation(() => CreateProgramPayload, { description: 'Makes a program; you become its first administrator.' })
  async createProgram(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() request: RequestContext,
    @Args('input', { description: 'What to make.' }) input: CreateProgramInput,
  ): Promise<CreateProgramPayload> {
    const payload = await this.service.createProgram(viewer, input);
    request.viewer = await this.viewers.load(viewer);
    return payload;
  }

  @Staff()
  @Mutation(() => CreateCohortPayload, { description: 'Makes a cohort in a program that you administer.' })
  createCohort(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'What to make.' }) input: CreateCohortInput,
  ): Promise<CreateCohortPayload> {
    return this.service.createCohort(viewer, input);
  }

  @ResolveField(() => CohortConnection, { description: 'Its cohorts: all for its staff, for others their own.' })
  cohorts(
    @Parent() program: ProgramType,
    @CurrentViewer() viewer: Viewer,
    @Args() args: PageArgs,
  ): Promise<Connection<CohortType>> {
    return this.service.cohorts(viewer, program, args);
  }

  @ResolveField(() => EnrolmentConnection, {
    description: 'Who is enrolled, also those who have ended: all for its staff, for others their own.',
  })
  enrolments(
    @Parent() program: ProgramType,
    @CurrentViewer() viewer: Viewer,
    @Args() args: EnrolmentsArgs,
  ): Promise<Connection<EnrolmentType>> {
    return this.enrolmentsService.enrolmentsOf(viewer, program, args);
  }

  @ResolveField(() => MatchConnection, {
    description: 'Its matches, those that you coordinate first: all for its staff, for others their own.',
  })
  matches(
    @Parent() program: ProgramType,
    @CurrentViewer() viewer: Viewer,
    @Args() args: PageArgs,
  ): Promise<Connection<MatchType>> {
    return this.matchesService.matchesOf(viewer, program, args);
  }
}
