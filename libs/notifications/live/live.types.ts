import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({
  description:
    'What there is for the viewer at the moment of delivery. It carries no notification: load the list when you want to show it.',
})
export class NotificationsChanged {
  @Field(() => Int, { description: 'How many are unseen.' })
  unseenNotificationCount!: number;
  @Field(() => ID, { nullable: true, description: 'The newest one, for `node`; null if there is none.' })
  newestId!: string | null;
}
