import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Board, Thread } from '../threads/thread.types.js';

@InputType({ description: 'What was read in a thread.' })
export class MarkReadInput {
  @Field(() => ID, { description: 'The thread.' })
  threadId!: string;
  @Field(() => Int, {
    nullable: true,
    description: 'Everything up to this number is read. A smaller number than before changes nothing.',
  })
  number?: number | null;
  @Field(() => [Int], {
    nullable: true,
    description:
      'Single posts that were read above it, by number (a tree is not read from top to bottom); at most 100.',
  })
  numbers?: number[] | null;
}

@ObjectType({ description: 'What is unread now.' })
export class MarkReadPayload {
  @Field(() => Thread, { description: 'The thread.' })
  thread!: Thread;
}

@InputType({ description: 'Which board was read.' })
export class MarkBoardReadInput {
  @Field(() => ID, { description: 'The board.' })
  boardId!: string;
}

@ObjectType({ description: 'What is unread now.' })
export class MarkBoardReadPayload {
  @Field(() => Board, { description: 'The board.' })
  board!: Board;
}
