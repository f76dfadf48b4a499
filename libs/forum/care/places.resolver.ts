import { Args, Mutation, Resolver } from '@nestjs/graphql';
import {
  CurrentRequest,
  CurrentViewer,
  Refusal,
  type RequestContext,
  requireUuid,
  Staff,
  type Viewer,
} from '#platform';
import { ForumReader } from '../reader.js';
import type { Thread } from '../threads/thread.types.js';
import { MoveThreadInput, MoveThreadPayload, SplitThreadInput, SplitThreadPayload } from './care.types.js';
import { ThreadMoves } from './thread-moves.service.js';
import { ThreadSplits } from './thread-splits.service.js';

@Resolver()
export class ThreadPlacesResolver {
  constructor(
    private readonly moves: ThreadMoves,
    private readonly splits: ThreadSplits,
    private readonly reader: ForumReader,
  ) {}

  @Staff()
  @Mutation(() => MoveThreadPayload, {
    description:
      'Moves a thread to another board of its program; for those who moderate both. Who cannot read the new board loses it at once. Errors: NOT_FOUND, FORBIDDEN, INVALID_INPUT (a match’s board), CONFLICT.',
  })
  async moveThread(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'What goes where.' }) input: MoveThreadInput,
  ): Promise<MoveThreadPayload> {
    return { thread: await this.thread(viewer, await this.moves.move(viewer, input, requestId)) };
  }

  @Staff()
  @Mutation(() => SplitThreadPayload, {
    description:
      'Moves replies with all below them to a new thread on the same board; for those who moderate it. Errors: NOT_FOUND, FORBIDDEN, INVALID_INPUT, CONFLICT.',
  })
  async splitThread(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'What is taken out.' }) input: SplitThreadInput,
  ): Promise<SplitThreadPayload> {
    const thread = await this.thread(viewer, await this.splits.split(viewer, input, requestId));
    return { thread, fromThread: await this.thread(viewer, requireUuid('Thread', input.threadId)) };
  }

  private async thread(viewer: Viewer, threadId: string): Promise<Thread> {
    const [thread] = await this.reader.threads(viewer, [threadId]);
    if (!thread) throw Refusal.notFound();
    return thread;
  }
}
