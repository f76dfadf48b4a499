import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentViewer, Staff, type Viewer } from '#platform';
import { ProgramPolicyService } from './policy.service.js';
import { ProgramPolicyType, SetProgramPolicyInput, SetProgramPolicyPayload } from './policy.types.js';

@Resolver(() => ProgramPolicyType)
export class ProgramPolicyResolver {
  constructor(private readonly policies: ProgramPolicyService) {}

  @Staff()
  @Query(() => ProgramPolicyType, {
    description: 'What a program asks for before something is published. Errors: NOT_FOUND.',
  })
  programPolicy(
    @CurrentViewer() viewer: Viewer,
    @Args('programId', { type: () => ID, description: 'The program.' }) programId: string,
  ): Promise<ProgramPolicyType> {
    return this.policies.of(viewer, programId);
  }

  @Staff()
  @Mutation(() => SetProgramPolicyPayload, {
    description:
      'Changes what a program asks for. To ask for more is free to its administrators; to ask for less is for the safeguarding lead, and with an end where it is less than Porchlight’s own rules. Errors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID_INPUT.',
  })
  async setProgramPolicy(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'What is to hold.' }) input: SetProgramPolicyInput,
  ): Promise<SetProgramPolicyPayload> {
    return { policy: await this.policies.set(viewer, input) };
  }
}
