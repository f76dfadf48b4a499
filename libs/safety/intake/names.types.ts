import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { SupportResourceType } from '#forum';

@InputType({ description: 'Another name for others to see.' })
export class ChangeDisplayNameInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Whose; absent: one’s own. Those who make accounts also change the names of people of their program.',
  })
  accountId?: string | null;
  @Field({ description: '1 to 60 characters, each word in one script. A pseudonym for the young.' })
  displayName!: string;
}

@ObjectType({ description: 'The name that others see now.' })
export class ChangeDisplayNamePayload {
  @Field({ description: 'What others see: the new name, or the old one while the new one waits.' })
  displayName!: string;
  @Field({ description: 'A person looks at the new name first; until then the old one stays.' })
  waits!: boolean;
  @Field(() => [SupportResourceType], { description: 'Help that is there now, if the name spoke of danger.' })
  supportResources!: readonly SupportResourceType[];
}
