import { Args, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerType } from '#accounts';
import { CurrentViewer, ForwardArgs, SignedIn, type Viewer } from '#platform';
import { BlocksService } from './blocks.service.js';
import {
  BlockedPersonConnection,
  BlockPersonInput,
  BlockPersonPayload,
  UnblockPersonInput,
  UnblockPersonPayload,
} from './blocks.types.js';

@Resolver(() => ViewerType)
export class BlocksResolver {
  constructor(private readonly blocks: BlocksService) {}

  @ResolveField(() => BlockedPersonConnection, { description: 'Whom the viewer has blocked, newest first.' })
  blockedPeople(
    @CurrentViewer() viewer: Viewer,
    @Args() args: ForwardArgs,
  ): Promise<InstanceType<typeof BlockedPersonConnection>> {
    return this.blocks.ofViewer(viewer, args);
  }

  @SignedIn()
  @Mutation(() => BlockPersonPayload, {
    description:
      'From now on the viewer is not shown what that person writes: such posts are empty places that do not count, and whoever is matched with that person is asked by a coordinator how they are. The blocked person learns nothing of it. Staff can neither block nor be blocked. Errors: NOT_FOUND, FORBIDDEN, INVALID_INPUT, CONFLICT, RATE_LIMITED.',
  })
  async blockPerson(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whom.' }) input: BlockPersonInput,
  ): Promise<BlockPersonPayload> {
    await this.blocks.block(viewer, input.accountId);
    return { blocked: true };
  }

  @SignedIn()
  @Mutation(() => UnblockPersonPayload, {
    description: 'The viewer is shown again what that person writes and wrote. Errors: NOT_FOUND.',
  })
  async unblockPerson(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whom.' }) input: UnblockPersonInput,
  ): Promise<UnblockPersonPayload> {
    await this.blocks.unblock(viewer, input.accountId);
    return { blocked: false };
  }
}
