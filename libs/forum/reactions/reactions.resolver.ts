import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentViewer, SignedIn, type Viewer } from '#platform';
import { ReactionsService } from './reactions.service.js';
import { SetReactionInput, SetReactionPayload } from './reactions.types.js';

@Resolver()
export class ReactionsResolver {
  constructor(private readonly reactions: ReactionsService) {}

  @SignedIn()
  @Mutation(() => SetReactionPayload, {
    description: 'Sets or takes away a reaction of the viewer. Errors: NOT_FOUND, CONFLICT, BOARD_CLOSED.',
  })
  async setReaction(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which reaction to which post.' }) input: SetReactionInput,
  ): Promise<SetReactionPayload> {
    return { post: await this.reactions.set(viewer, input) };
  }
}
