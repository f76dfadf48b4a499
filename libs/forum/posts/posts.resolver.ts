import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  CurrentRequest,
  CurrentViewer,
  ForwardArgs,
  type RequestContext,
  SignedIn,
  uuidOf,
  type Viewer,
} from '#platform';
import { OrderedPageArgs, Post, PostConnection, RevisionConnection } from './post.types.js';
import {
  CreatePostInput,
  CreatePostPayload,
  EditPostInput,
  EditPostPayload,
  WithdrawPostInput,
  WithdrawPostPayload,
} from '../submissions/posts.inputs.js';
import { Descendants } from './descendants.js';
import { PostsService } from './posts.service.js';
import { ForumReader } from '../reader.js';
import { RevisionsReader } from './revisions.js';
import type { Written } from '../submissions/submission-writer.js';

@Resolver(() => Post)
export class PostsResolver {
  constructor(
    private readonly posts: PostsService,
    private readonly reader: ForumReader,
    private readonly revisions: RevisionsReader,
    private readonly descendants: Descendants,
  ) {}

  @SignedIn()
  @Query(() => Post, { nullable: true, description: 'The post with this id; null if it is not there for you.' })
  async post(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'Global id of the post.' }) id: string,
  ): Promise<Post | null> {
    const uuid = uuidOf('Post', id);
    return uuid ? ((await this.reader.posts(viewer, [uuid]))[0] ?? null) : null;
  }

  @ResolveField(() => PostConnection, {
    description: 'Direct replies in order or newest first; those that wait to be checked come behind the newest.',
  })
  replies(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() post: Post,
    @Args() args: OrderedPageArgs,
  ): Promise<InstanceType<typeof PostConnection>> {
    return this.reader.repliesOf(viewer, memo, post, args);
  }

  @ResolveField(() => Int, {
    description: 'Replies at any level below it that this viewer can page through; empty places are not counted.',
  })
  descendantCount(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() post: Post,
  ): Promise<number> {
    return this.descendants.ofMany(viewer, memo).load(post.row.id);
  }

  @ResolveField('revisions', () => RevisionConnection, {
    description:
      'Versions of the text, newest first: all of them for the author and reviewers, the shown one for others.',
  })
  revisionsOfPost(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() post: Post,
    @Args() args: ForwardArgs,
  ): Promise<InstanceType<typeof RevisionConnection>> {
    return this.revisions.of(viewer, memo, post, args);
  }

  @SignedIn()
  @Mutation(() => CreatePostPayload, {
    description:
      'Replies in a thread. Errors: NOT_FOUND, INVALID_INPUT, THREAD_LOCKED, BOARD_CLOSED, RATE_LIMITED, IDEMPOTENCY_KEY_REUSED.',
  })
  async createPost(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'The post.' }) input: CreatePostInput,
  ): Promise<CreatePostPayload> {
    return this.written(viewer, await this.posts.create(viewer, input, requestId));
  }

  @SignedIn()
  @Mutation(() => EditPostPayload, {
    description:
      'Gives a post of one’s own another text; it is screened like a new one, and the approved text stays until it passes. Errors: NOT_FOUND, FORBIDDEN, INVALID_INPUT, VERSION_CONFLICT, CONFLICT, THREAD_LOCKED, BOARD_CLOSED.',
  })
  async editPost(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'The new text.' }) input: EditPostInput,
  ): Promise<EditPostPayload> {
    return this.written(viewer, await this.posts.edit(viewer, input, requestId));
  }

  @SignedIn()
  @Mutation(() => WithdrawPostPayload, {
    description: 'Takes a post of one’s own back; its replies stay. Errors: NOT_FOUND, FORBIDDEN, CONFLICT.',
  })
  async withdrawPost(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args('input', { description: 'Which post.' }) input: WithdrawPostInput,
  ): Promise<WithdrawPostPayload> {
    const { postId } = await this.posts.withdraw(viewer, input, requestId);
    return { post: (await this.reader.posts(viewer, [postId]))[0] ?? null };
  }

  private async written(viewer: Viewer, { postId, supportResources }: Written): Promise<CreatePostPayload> {
    return { post: await this.reader.written(viewer, postId), supportResources };
  }
}
