import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ProgramType } from '#membership';
import { CurrentViewer, Role, Staff, type Viewer } from '#platform';
import { OnCallReader, OnCallService } from './on-call.service.js';
import { OnCallShift, SafetyProblem, SetOnCallInput, SetOnCallPayload } from './on-call.types.js';

@Resolver(() => ProgramType)
export class OnCallResolver {
  constructor(
    private readonly service: OnCallService,
    private readonly reader: OnCallReader,
  ) {}

  @Staff(Role.SAFEGUARDING_LEAD, Role.PROGRAM_ADMIN)
  @Mutation(() => SetOnCallPayload, {
    description: 'Sets who is told of danger, in order. Errors: NOT_FOUND, FORBIDDEN, INVALID_INPUT.',
  })
  async setOnCall(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'The whole chain.' }) input: SetOnCallInput,
  ): Promise<SetOnCallPayload> {
    return { onCall: (await this.reader.of(viewer, await this.service.set(viewer, input))) ?? [] };
  }

  @ResolveField(() => [OnCallShift], { nullable: true, description: 'Who is told of danger, in order; for its staff.' })
  onCall(@Parent() program: ProgramType, @CurrentViewer() viewer: Viewer): Promise<OnCallShift[] | null> {
    return this.reader.of(viewer, program.uuid);
  }

  @ResolveField(() => Boolean, {
    nullable: true,
    description: 'Whether nothing is missing for its safety; for its staff.',
  })
  async safetyReady(@Parent() program: ProgramType, @CurrentViewer() viewer: Viewer): Promise<boolean | null> {
    const problems = await this.reader.problems(viewer, program.uuid);
    return problems && problems.length === 0;
  }

  @ResolveField(() => [SafetyProblem], {
    nullable: true,
    description: 'What is missing for its safety; for its staff.',
  })
  safetyProblems(@Parent() program: ProgramType, @CurrentViewer() viewer: Viewer): Promise<SafetyProblem[] | null> {
    return this.reader.problems(viewer, program.uuid);
  }
}
