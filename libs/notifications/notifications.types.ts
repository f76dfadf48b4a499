import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, Node, type Viewer } from '#platform';
import { NotificationKind } from './notification.enums.js';

@ObjectType({
  implements: () => Node,
  description:
    'The viewer is told of a post, once for each, or of a decision. It is gone while the post is not there for the viewer.',
})
export class Notification extends Node {
  __typename = 'Notification' as const;
  @Field(() => NotificationKind, { description: 'Why: of several reasons the strongest.' })
  kind!: NotificationKind;
  @Field({ description: 'It was marked as seen, or its post was read.' })
  seen!: boolean;
  @Field(() => GraphQLISODateTime, { description: 'When the viewer was told.' })
  createdAt!: Date;
  @Field(() => ID, {
    nullable: true,
    description:
      'Of kind DECISION: the decision, for `node` or `Viewer.decisions`, where its reasons stand. Else null.',
  })
  decisionId!: string | null;

  /** Row ids, and whose it is; not in the schema. */
  row!: { id: string; postId: string; viewer: Viewer };
}

export const NotificationConnection = connectionOf(Notification);

@InputType({ description: 'What was seen: `ids`, `through`, or both.' })
export class MarkNotificationsSeenInput {
  @Field(() => [ID], {
    nullable: true,
    description: 'These notifications, at most 100. What is not there for you is passed over.',
  })
  ids?: string[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'Cursor of `Viewer.notifications`: this one and all that are older.',
  })
  through?: string | null;
}

@ObjectType({ description: 'What is seen now.' })
export class MarkNotificationsSeenPayload {
  @Field(() => [Notification], { description: 'Those that were named by `ids` and are there.' })
  notifications!: Notification[];
  @Field(() => Int, { description: 'How many are still unseen.' })
  unseenNotificationCount!: number;
}
