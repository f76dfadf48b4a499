import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { PersonType } from '#membership';
import { connectionOf, Node, Reads } from '#platform';
import { BoardKind, ThreadKind } from '../forum.types.js';
import { titleRead } from '../staff-reads.js';

@ObjectType({ implements: () => Node, description: 'A topic on a board.' })
export class Thread extends Node {
  __typename = 'Thread' as const;
  @Reads(({ row }: Thread) => titleRead(row.id))
  @Field({ description: 'Plain text, at most 200 characters; empty when staff took the opening post down.' })
  title!: string;
  @Field(() => ThreadKind, { description: 'What it is for.' })
  kind!: ThreadKind;
  @Field(() => Int, { description: 'Posts that this viewer can page through; empty places are not counted.' })
  postCount!: number;
  @Field(() => Int, { description: 'Published posts of others that the viewer has not read.' })
  unreadCount!: number;
  @Field(() => Int, { description: 'The viewer has read everything up to this number; 0 at first.' })
  lastReadNumber!: number;
  @Field(() => Int, {
    nullable: true,
    description: 'Number of the first post that the viewer has not read: give it as `from`. Null if all is read.',
  })
  firstUnreadNumber!: number | null;
  @Field(() => GraphQLISODateTime, { description: 'When the newest post that this viewer can read was published.' })
  lastActivityAt!: Date;
  @Field(() => GraphQLISODateTime, { description: 'When it was opened.' })
  createdAt!: Date;
  @Field({ description: 'Kept at the top of its board.' })
  pinned!: boolean;
  @Field({ description: 'Nobody but staff can reply.' })
  locked!: boolean;
  @Field(() => Int, {
    nullable: true,
    description: 'Seconds between two posts of one person here; null: no slow mode.',
  })
  slowModeSeconds!: number | null;
  @Field(() => ID, { nullable: true, description: 'The answer that settled the question, while it is shown.' })
  acceptedPostId!: string | null;
  @Field({ description: 'Readers are asked to acknowledge this announcement.' })
  requiresAcknowledgement!: boolean;
  @Field(() => PersonType, {
    nullable: true,
    description: 'Who opened it; null when the opening post is an empty place.',
  })
  author!: PersonType | null;

  /** Row ids, for fields of later libraries; not in the schema. */
  row!: { id: string; boardId: string; openingPostId: string; authorId: string };
}

export const ThreadConnection = connectionOf(Thread);

@ObjectType({ implements: () => Node, description: 'A container of threads.' })
export class Board extends Node {
  __typename = 'Board' as const;
  @Field({ description: 'Its name.' })
  title!: string;
  @Field(() => BoardKind, { description: 'Whom it serves.' })
  kind!: BoardKind;
  @Field(() => Int, { description: 'Published posts of others here that the viewer has not read.' })
  unreadCount!: number;
  @Field(() => Int, {
    nullable: true,
    description: 'Seconds between two posts of one person here; null: no slow mode.',
  })
  slowModeSeconds!: number | null;

  /** Row ids, for fields of later libraries; not in the schema. */
  row!: {
    id: string;
    kind: BoardKind;
    programId: string;
    cohortId: string | null;
    matchId: string | null;
  };
}

export const BoardConnection = connectionOf(Board);
