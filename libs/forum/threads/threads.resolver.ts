import { Args, ArgsType, Field, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PersonType } from '#membership';
import {
  CurrentRequest,
  CurrentViewer,
  ForwardArgs,
  type RequestContext,
  SignedIn,
  uuidOf,
  type Viewer,
} from '#platform';
import { OrderedPageArgs, Post, PostConnection, PostTree } from '../posts/post.types.js';
import { CreateThreadInput, CreateThreadPayload } from '../submissions/posts.inputs.js';
import { ForumReader } from '../reader.js';
import { Participants } from './participants.js';
import { Board, Thread } from './thread.types.js';
import { ThreadsService } from './threads.service.js';

@ArgsType()
class PostsArgs extends OrderedPageArgs {
  @Field(() => Int, { nullable: true, description: 'Start at this number: a permalink. With `first` alone.' })
  from?: number | null;
}

@ArgsType()
class TreeArgs extends ForwardArgs {
  @Field(() => Int, { defaultValue: 4, description: 'Levels below the top that are unfolded, 0 to 15.' })
  depth!: number;
}

@Resolver(() => Thread)
export class ThreadsResolver {
  constructor(
    private readonly threads: ThreadsService,
    private readonly reader: ForumReader,
    private readonly participants: Participants,
  ) {}

  @SignedIn()
  @Query(() => Thread, { nullable: true, description: 'The thread with this id; null if it is not there for you.' })
  async thread(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'Global id of the thread.' }) id: string,
  ): Promise<Thread | null> {
    const uuid = uuidOf('Thread', id);
    return uuid ? ((await this.reader.threads(viewer, [uuid]))[0] ?? null) : null;
  }

  @ResolveField(() => PostConnection, {
    description:
      'Posts by number or newest first, forward or backward or from a number; those that wait to be checked come behind the newest.',
  })
  posts(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() thread: Thread,
    @Args() args: PostsArgs,
  ): Promise<InstanceType<typeof PostConnection>> {
    return this.reader.postsOf(viewer, memo, thread.row.id, args);
  }

  @ResolveField(() => PostTree, {
    description:
      'The posts depth first. Twenty replies of each parent are unfolded, down to `depth`; the rest is behind `moreReplies`.',
  })
  tree(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() thread: Thread,
    @Args() args: TreeArgs,
  ): Promise<PostTree> {
    return this.reader.treeOf(viewer, memo, thread.row.id, args);
  }

  @ResolveField('participants', () => [PersonType], {
    description: 'Who wrote what this viewer can read here, in the order of their first posts.',
  })
  participantsOf(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() thread: Thread,
    @Args('first', { type: () => Int, nullable: true, description: 'How many, 1 to 100; 20 if absent.' })
    first?: number | null,
  ): Promise<PersonType[]> {
    return this.participants.ofMany(viewer, memo, first ?? 20).load(thread.row.id);
  }

  @ResolveField(() => Board, { description: 'Where it is.' })
  board(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() thread: Thread,
  ): Promise<Board | null> {
    return this.reader.boardOfMany(viewer, memo).load(thread.row.boardId);
  }

  @SignedIn()
  @Mutation(() => CreateThreadPayload, {
    description:
      'Opens a thread. Errors: NOT_FOUND, FORBIDDEN, INVALID_INPUT, BOARD_CLOSED, RATE_LIMITED, IDEMPOTENCY_KEY_REUSED.',
  })
  async createThread(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'The thread.' }) input: CreateThreadInput,
  ): Promise<CreateThreadPayload> {
    const { postId, supportResources } = await this.threads.create(viewer, input, requestId);
    const post = await this.reader.written(viewer, postId);
    return { thread: await this.reader.threadOf(viewer, post), post, supportResources };
  }
}

/** Where a post belongs; `Post.thread` is asked for by lists of posts from many threads (search, review). */
@Resolver(() => Post)
export class PostThreadResolver {
  constructor(private readonly reader: ForumReader) {}

  @ResolveField(() => Thread, { description: 'The thread it belongs to.' })
  thread(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() post: Post,
  ): Promise<Thread> {
    return this.reader.threadOfMany(viewer, memo).load(post.row.threadId);
  }
}
