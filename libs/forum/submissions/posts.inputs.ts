import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Post } from '../posts/post.types.js';
import { Thread } from '../threads/thread.types.js';
import { ThreadKind } from '../forum.types.js';

const idempotencyKey =
  'Makes the call safe to repeat: the same key and input by the same account answer the same object. 1 to 128 characters.';
const markdown = 'Markdown (CommonMark with tables, task lists, spoilers; raw HTML off), 1 to 20,000 characters.';

@InputType({ description: 'A new thread with its opening post.' })
export class CreateThreadInput {
  @Field(() => ID, { description: 'Where.' })
  boardId!: string;
  @Field({ description: 'Plain text, 1 to 200 characters.' })
  title!: string;
  @Field({ description: markdown })
  body!: string;
  @Field(() => ThreadKind, { nullable: true, description: 'DISCUSSION if absent; ANNOUNCEMENT is for staff.' })
  kind?: ThreadKind | null;
  @Field(() => Boolean, { nullable: true, description: 'Ask readers to acknowledge it; announcements only.' })
  requiresAcknowledgement?: boolean | null;
  @Field(() => String, { nullable: true, description: idempotencyKey })
  idempotencyKey?: string | null;
}

@InputType({ description: 'A new post in a thread.' })
export class CreatePostInput {
  @Field(() => ID, { description: 'The thread.' })
  threadId!: string;
  @Field(() => ID, { nullable: true, description: 'The published post of that thread that it answers.' })
  parentId?: string | null;
  @Field({ description: markdown })
  body!: string;
  @Field(() => String, { nullable: true, description: idempotencyKey })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Another text for a post of one’s own.' })
export class EditPostInput {
  @Field(() => ID, { description: 'The post.' })
  postId!: string;
  @Field({ description: markdown })
  body!: string;
  @Field(() => String, {
    nullable: true,
    description: 'A new title for the thread that this post opens; unchanged if absent.',
  })
  title?: string | null;
  @Field(() => Int, { description: '`Post.version` that the text was made from; another one is VERSION_CONFLICT.' })
  expectedVersion!: number;
}

@InputType({ description: 'Which post to take back.' })
export class WithdrawPostInput {
  @Field(() => ID, { description: 'A post of one’s own.' })
  postId!: string;
}

@ObjectType({ description: 'Help that is there now: a service to call, write to or read.' })
export class SupportResource {
  @Field({ description: 'Name of the service.' })
  title!: string;
  @Field(() => String, { nullable: true, description: 'Web address.' })
  url!: string | null;
  @Field(() => String, { nullable: true, description: 'Telephone number as one dials it in that country.' })
  phone!: string | null;
}

const support =
  'Help to show with the answer when the text spoke of self-harm, abuse or danger; empty otherwise. Never an accusation.';

@ObjectType({ description: 'The new thread.' })
export class CreateThreadPayload {
  @Field(() => Thread, { description: 'The thread; known to others once its opening post is published.' })
  thread!: Thread;
  @Field(() => Post, { description: 'Its opening post; HELD is an outcome, not an error.' })
  post!: Post;
  @Field(() => [SupportResource], { description: support })
  supportResources!: readonly SupportResource[];
}

@ObjectType({ description: 'The new post.' })
export class CreatePostPayload {
  @Field(() => Post, { description: 'The post; HELD is an outcome, not an error.' })
  post!: Post;
  @Field(() => [SupportResource], { description: support })
  supportResources!: readonly SupportResource[];
}

@ObjectType({ description: 'The edited post.' })
export class EditPostPayload {
  @Field(() => Post, { description: 'The post; while an edit waits, it still shows the approved text to everybody.' })
  post!: Post;
  @Field(() => [SupportResource], { description: support })
  supportResources!: readonly SupportResource[];
}

@ObjectType({ description: 'The withdrawn post.' })
export class WithdrawPostPayload {
  @Field(() => Post, { description: 'The empty place that remains; null if it was never published.', nullable: true })
  post!: Post | null;
}
