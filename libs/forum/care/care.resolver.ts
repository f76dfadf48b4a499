import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  CurrentRequest,
  CurrentViewer,
  ForwardArgs,
  Reads,
  Refusal,
  type RequestContext,
  SignedIn,
  Staff,
  type Viewer,
} from '#platform';
import { ForumReader } from '../reader.js';
import { boardRead } from '../staff-reads.js';
import { Thread } from '../threads/thread.types.js';
import { Acknowledgements } from './acknowledgements.service.js';
import {
  AcceptAnswerInput,
  AcceptAnswerPayload,
  AcknowledgeInput,
  AcknowledgementConnection,
  AcknowledgePayload,
  FormerTitleConnection,
  UpdateBoardInput,
  UpdateBoardPayload,
  UpdateThreadInput,
  UpdateThreadPayload,
} from './care.types.js';
import { ThreadCare } from './thread-care.service.js';

@Resolver(() => Thread)
export class CareResolver {
  constructor(
    private readonly care: ThreadCare,
    private readonly acknowledgements: Acknowledgements,
    private readonly reader: ForumReader,
  ) {}

  @ResolveField(() => Boolean, { description: 'Whether the viewer has acknowledged this announcement.' })
  viewerAcknowledged(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() thread: Thread,
  ): Promise<boolean> | boolean {
    return thread.requiresAcknowledgement && this.acknowledgements.ofViewer(viewer, memo).load(thread.row.id);
  }

  @ResolveField('acknowledgements', () => AcknowledgementConnection, {
    nullable: true,
    description: 'Who has acknowledged this announcement, first to last; for staff who moderate the board, else null.',
  })
  acknowledgementsOf(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() thread: Thread,
    @Args() args: ForwardArgs,
  ): Promise<InstanceType<typeof AcknowledgementConnection> | null> {
    return this.acknowledgements.of(viewer, memo, thread, args);
  }

  @Reads(({ row }: Thread) => boardRead(row.boardId))
  @ResolveField(() => FormerTitleConnection, {
    nullable: true,
    description: 'Titles before staff renamed it, newest first; for staff who moderate the board, else null.',
  })
  titleHistory(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() thread: Thread,
    @Args() args: ForwardArgs,
  ): Promise<InstanceType<typeof FormerTitleConnection> | null> {
    return this.acknowledgements.titlesOf(viewer, memo, thread, args);
  }

  @Staff()
  @Mutation(() => UpdateThreadPayload, {
    description:
      'Renames, pins, locks, slows or re-labels a thread; for those who moderate its board. Errors: NOT_FOUND, FORBIDDEN, INVALID_INPUT.',
  })
  async updateThread(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'What to change.' }) input: UpdateThreadInput,
  ): Promise<UpdateThreadPayload> {
    return { thread: await this.thread(viewer, await this.care.update(viewer, input, requestId)) };
  }

  @Staff()
  @Mutation(() => UpdateBoardPayload, {
    description: 'Slows a board; for those who moderate it. Errors: NOT_FOUND, FORBIDDEN, INVALID_INPUT.',
  })
  async updateBoard(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'What to change.' }) input: UpdateBoardInput,
  ): Promise<UpdateBoardPayload> {
    const [board] = await this.reader.boards(viewer, [await this.care.updateBoard(viewer, input, requestId)]);
    if (!board) throw Refusal.notFound();
    return { board };
  }

  @SignedIn()
  @Mutation(() => AcceptAnswerPayload, {
    description:
      'Says which answer settled a question; for who asked it and those who moderate the board. Errors: NOT_FOUND, FORBIDDEN, INVALID_INPUT, CONFLICT (no question).',
  })
  async acceptAnswer(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'Which answer.' }) input: AcceptAnswerInput,
  ): Promise<AcceptAnswerPayload> {
    return { thread: await this.thread(viewer, await this.care.accept(viewer, input, requestId)) };
  }

  @SignedIn()
  @Mutation(() => AcknowledgePayload, {
    description: 'Says that the viewer has read an announcement. Errors: NOT_FOUND, CONFLICT (it does not ask for it).',
  })
  async acknowledge(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which announcement.' }) input: AcknowledgeInput,
  ): Promise<AcknowledgePayload> {
    return { thread: await this.acknowledgements.acknowledge(viewer, input.threadId) };
  }

  private async thread(viewer: Viewer, threadId: string): Promise<Thread> {
    const [thread] = await this.reader.threads(viewer, [threadId]);
    if (!thread) throw Refusal.notFound();
    return thread;
  }
}
