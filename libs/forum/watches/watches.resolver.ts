import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentRequest, CurrentViewer, type RequestContext, SignedIn, type Viewer } from '#platform';
import { Board, Thread } from '../threads/thread.types.js';
import { WatchesService } from './watches.service.js';
import { SetWatchInput, SetWatchPayload, Watch } from './watches.types.js';

const field = 'What the viewer wants to hear about it; null if nothing was chosen.';

@Resolver(() => Thread)
export class ThreadWatchResolver {
  constructor(private readonly watches: WatchesService) {}

  @ResolveField(() => Watch, { nullable: true, description: field })
  watch(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() thread: Thread,
  ): Promise<Watch | null> {
    return this.watches.loader(viewer, memo).load(thread.row.id);
  }
}

@Resolver(() => Board)
export class BoardWatchResolver {
  constructor(private readonly watches: WatchesService) {}

  @ResolveField(() => Watch, { nullable: true, description: field })
  watch(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() board: Board,
  ): Promise<Watch | null> {
    return this.watches.loader(viewer, memo).load(board.row.id);
  }

  @SignedIn()
  @Mutation(() => SetWatchPayload, {
    description: 'Chooses what to hear about a thread or a board. Errors: NOT_FOUND, INVALID_INPUT.',
  })
  async setWatch(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'What to hear.' }) input: SetWatchInput,
  ): Promise<SetWatchPayload> {
    return { watch: await this.watches.set(viewer, input) };
  }
}
