import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { PersonType } from '#membership';
import { connectionOf } from '#platform';
import { ThreadKind } from '../forum.types.js';
import { Board, Thread } from '../threads/thread.types.js';

const pace = 'Seconds between two posts of one person, 1 to 86,400; null ends slow mode, absent leaves it as it is.';

@InputType({ description: 'What to change of a thread; what is absent stays as it is.' })
export class UpdateThreadInput {
  @Field(() => ID, { description: 'The thread.' })
  threadId!: string;
  @Field(() => String, { nullable: true, description: 'Plain text, 1 to 200 characters; staff see the former ones.' })
  title?: string | null;
  @Field(() => ThreadKind, { nullable: true, description: 'What it is for.' })
  kind?: ThreadKind | null;
  @Field(() => Boolean, { nullable: true, description: 'Keep it at the top of its board.' })
  pinned?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Let nobody but staff reply.' })
  locked?: boolean | null;
  @Field(() => Int, { nullable: true, description: pace })
  slowModeSeconds?: number | null;
  @Field(() => Boolean, { nullable: true, description: 'Ask readers to acknowledge it; announcements only.' })
  requiresAcknowledgement?: boolean | null;
}

@ObjectType({ description: 'The thread as it is now.' })
export class UpdateThreadPayload {
  @Field(() => Thread, { description: 'The thread.' })
  thread!: Thread;
}

@InputType({ description: 'What to change of a board.' })
export class UpdateBoardInput {
  @Field(() => ID, { description: 'The board.' })
  boardId!: string;
  @Field(() => Int, { nullable: true, description: pace })
  slowModeSeconds?: number | null;
}

@ObjectType({ description: 'The board as it is now.' })
export class UpdateBoardPayload {
  @Field(() => Board, { description: 'The board.' })
  board!: Board;
}

@InputType({ description: 'Which answer settled a question.' })
export class AcceptAnswerInput {
  @Field(() => ID, { description: 'A thread of kind QUESTION.' })
  threadId!: string;
  @Field(() => ID, { nullable: true, description: 'A published answer in it; null takes the acceptance back.' })
  postId?: string | null;
}

@ObjectType({ description: 'The question with its answer.' })
export class AcceptAnswerPayload {
  @Field(() => Thread, { description: 'The thread.' })
  thread!: Thread;
}

@InputType({ description: 'Which announcement was read.' })
export class AcknowledgeInput {
  @Field(() => ID, { description: 'An announcement that asks for it.' })
  threadId!: string;
}

@ObjectType({ description: 'The announcement, acknowledged.' })
export class AcknowledgePayload {
  @Field(() => Thread, { description: 'The thread.' })
  thread!: Thread;
}

@InputType({ description: 'Where a thread goes.' })
export class MoveThreadInput {
  @Field(() => ID, { description: 'The thread; not one of a match.' })
  threadId!: string;
  @Field(() => ID, {
    description:
      'A board of the same program; not one of a match, and none that a member reads who does not read the thread now.',
  })
  boardId!: string;
}

@ObjectType({ description: 'The thread in its new place.' })
export class MoveThreadPayload {
  @Field(() => Thread, { description: 'The thread.' })
  thread!: Thread;
}

@InputType({ description: 'Which posts become a thread of their own.' })
export class SplitThreadInput {
  @Field(() => ID, { description: 'The thread that they are in.' })
  threadId!: string;
  @Field(() => [ID], {
    description:
      'Posts to move, each with all replies below it; 1 to 100 ids, not the opening post. The first by number opens the new thread and must be published.',
  })
  postIds!: string[];
  @Field({ description: 'Title of the new thread: plain text, 1 to 200 characters.' })
  title!: string;
}

@ObjectType({
  description: 'Both threads after the split. Posts keep their ids; empty places keep the numbers they had.',
})
export class SplitThreadPayload {
  @Field(() => Thread, { description: 'The new thread.' })
  thread!: Thread;
  @Field(() => Thread, { description: 'The thread that they came from.' })
  fromThread!: Thread;
}

@ObjectType({ description: 'Somebody who acknowledged an announcement.' })
export class Acknowledgement {
  @Field(() => PersonType, { description: 'Who.' })
  person!: PersonType;
  @Field(() => GraphQLISODateTime, { description: 'When.' })
  acknowledgedAt!: Date;
}

export const AcknowledgementConnection = connectionOf(Acknowledgement);

@ObjectType({ description: 'A title that a thread had before staff renamed it.' })
export class FormerTitle {
  @Field({ description: 'The former title.' })
  title!: string;
  @Field(() => PersonType, { description: 'Who gave the thread another one.' })
  changedBy!: PersonType;
  @Field(() => GraphQLISODateTime, { description: 'When.' })
  changedAt!: Date;
}

export const FormerTitleConnection = connectionOf(FormerTitle);
