import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { EmailFrequency, EmailObstacle } from '../notification.enums.js';

@ObjectType({ description: 'Hours in which no mail is sent; it waits until they are over.' })
export class QuietHours {
  @Field({ description: '`HH:MM`, in the time zone of the program that the mail is about.' })
  from!: string;
  @Field({ description: '`HH:MM`, on the next morning.' })
  until!: string;
}

@ObjectType({ description: 'How the viewer wants to hear of notifications. Seen by nobody else.' })
export class NotificationPreferences {
  @Field(() => EmailFrequency, { description: 'How often by mail; INSTANT until something is chosen.' })
  email!: EmailFrequency;
  @Field(() => EmailObstacle, {
    nullable: true,
    description: 'What keeps mail from being sent although it is wished for; null if nothing does.',
  })
  emailObstacle!: EmailObstacle | null;
  @Field(() => QuietHours, { nullable: true, description: 'Kept for everybody under 18; null for adults.' })
  quietHours!: QuietHours | null;
}

@InputType({ description: 'How to hear of notifications.' })
export class SetNotificationPreferencesInput {
  @Field(() => EmailFrequency, { description: 'How often by mail.' })
  email!: EmailFrequency;
}

@ObjectType({ description: 'The preferences as they are now.' })
export class SetNotificationPreferencesPayload {
  @Field(() => NotificationPreferences, { description: 'The preferences.' })
  notificationPreferences!: NotificationPreferences;
}
