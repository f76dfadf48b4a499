import { Field, GraphQLISODateTime, ID, ObjectType } from '@nestjs/graphql';
import { BoardEventKind, Post, titleRead } from '#forum';
import { Reads, requireUuid } from '#platform';

@ObjectType({ description: 'A thread as an event tells of it: what is the same for all readers.' })
export class EventThread {
  @Field(() => ID, { description: 'Global id of the thread; load it for what is your own (unread counts).' })
  id!: string;
  @Field(() => ID, {
    nullable: true,
    description:
      'The board where it is now; null if it went to one that you do not read: it is not there for you any more.',
  })
  boardId!: string | null;
  @Reads(({ id }: EventThread) => titleRead(requireUuid('Thread', id)))
  @Field({ description: 'Its title; empty when it is not there for you any more.' })
  title!: string;
  @Field({ description: 'Nobody but staff can reply.' })
  locked!: boolean;
  @Field({ description: 'Kept at the top of its board.' })
  pinned!: boolean;
}

@ObjectType({
  description: 'Something that happened on a board, as its receiver may see it at the moment of delivery.',
})
export class BoardEvent {
  @Field({ description: 'Give it as `after` to go on behind this event.' })
  cursor!: string;
  @Field(() => BoardEventKind, { description: 'What happened.' })
  kind!: BoardEventKind;
  @Field(() => GraphQLISODateTime, { description: 'When.' })
  occurredAt!: Date;
  @Field(() => EventThread, { nullable: true, description: 'The thread; null for SUBSCRIBED and BOARD_CHANGED.' })
  thread!: EventThread | null;
  @Field(() => Post, {
    nullable: true,
    description: 'The post as it is now (an empty place if it was taken down); null where the event is about no post.',
  })
  post!: Post | null;
}
