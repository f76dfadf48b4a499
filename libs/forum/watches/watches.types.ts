import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { WatchLevel, WatchReason } from '../forum.types.js';

@ObjectType({ description: 'What the viewer wants to hear about a thread or a board. Seen by nobody else.' })
export class Watch {
  @Field(() => WatchLevel, { description: 'What to hear.' })
  level!: WatchLevel;
  @Field(() => WatchReason, { description: 'Why it is watched.' })
  reason!: WatchReason;
  @Field({
    description:
      'Access was lost since it was chosen: it counts for nothing until the viewer sets it again (what was muted stays muted).',
  })
  asleep!: boolean;
}

@InputType({ description: 'What to hear; exactly one of `threadId` and `boardId`.' })
export class SetWatchInput {
  @Field(() => ID, { nullable: true, description: 'A thread.' })
  threadId?: string | null;
  @Field(() => ID, { nullable: true, description: 'A board, for all its threads that have no level of their own.' })
  boardId?: string | null;
  @Field(() => WatchLevel, { description: 'The level.' })
  level!: WatchLevel;
}

@ObjectType({ description: 'The watch as it is now.' })
export class SetWatchPayload {
  @Field(() => Watch, { description: 'The watch.' })
  watch!: Watch;
}
