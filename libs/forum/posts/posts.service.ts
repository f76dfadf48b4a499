import { Injectable } from '@nestjs/common';
import { Database, RateLimits, Refusal, requireUuid, type Viewer } from '#platform';
import { prepareText } from '../submissions/contributions.js';
import { mayEdit, mayReply, mayWithdraw, notThere } from '../forum.policy.js';
import { PostState } from '../forum.types.js';
import { PostStates } from './post-states.js';
import { placeOfPost, placeOfReply, type PostPlace, type ReplyPlace } from '../submissions/places.queries.js';
import type { CreatePostInput, EditPostInput, WithdrawPostInput } from '../submissions/posts.inputs.js';
import { paceFor } from '../submissions/slow-mode.js';
import { authorOf, type Written } from '../submissions/submission-writer.js';
import { Submissions } from '../submissions/submissions.js';

/** Replying, editing and taking back. */
@Injectable()
export class PostsService {
  constructor(
    private readonly database: Database,
    private readonly limits: RateLimits,
    private readonly submissions: Submissions,
    private readonly states: PostStates,
  ) {}

  async create(viewer: Viewer, input: CreatePostInput, requestId: string): Promise<Written> {
    const call = { accountId: viewer.accountId, operation: 'createPost', key: input.idempotencyKey, input };
    const earlier = await this.submissions.earlier(call);
    if (earlier) return earlier;
    const threadId = requireUuid('Thread', input.threadId);
    const parentId = input.parentId == null ? null : requireUuid('Post', input.parentId);
    const place = await this.database.first<ReplyPlace>(placeOfReply(viewer, threadId, parentId));
    if (!place || (parentId && !place.parentId)) throw notThere(viewer);
    const role = mayReply(viewer, place);
    // A published reply would show the thread, with its title, before anybody has looked at it.
    if (!place.published) throw new Refusal('CONFLICT', 'The thread waits to be checked.');
    // What waits may yet be returned: an answer to it would hang in the air, and tell others that something waits.
    if (parentId && place.parentNumber === null) throw Refusal.invalid('parentId', 'waits to be checked');
    if (place.parentState === PostState.MOVED) throw Refusal.invalid('parentId', 'was moved to another thread');
    await this.limits.consume(viewer, 'createPost', place);
    const text = prepareText({ body: input.body });
    return this.submissions.submit({
      viewer,
      role,
      place,
      text,
      call,
      requestId,
      pace: paceFor(viewer, place),
      thread: null,
      post: { threadId, parentId, parentNumber: place.parentNumber },
    });
  }

  async edit(viewer: Viewer, input: EditPostInput, requestId: string): Promise<Written> {
    const place = await this.place(viewer, input.postId);
    const role = mayEdit(viewer, place, place);
    await this.limits.consume(viewer, 'editPost', place);
    const text = prepareText(
      place.isOpening && input.title != null ? { title: input.title, body: input.body } : { body: input.body },
    );
    return this.submissions.revise({ viewer, role, place, text, expectedVersion: input.expectedVersion, requestId });
  }

  async withdraw(viewer: Viewer, input: WithdrawPostInput, requestId: string): Promise<Written> {
    const place = await this.place(viewer, input.postId);
    mayWithdraw(viewer, place);
    await this.database.transaction((tx) =>
      this.states.takeDown(tx, place.postId, 'withdraw', authorOf(viewer, null, requestId)),
    );
    return { postId: place.postId, supportResources: [] };
  }

  private async place(viewer: Viewer, id: string): Promise<PostPlace> {
    const place = await this.database.first<PostPlace>(placeOfPost(viewer, requireUuid('Post', id)));
    if (!place) throw notThere(viewer);
    return place;
  }
}
