import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';

@InputType({ description: 'Whose password, and the new one.' })
export class SetTemporaryPasswordInput {
  @Field(() => ID, { description: 'Account of the person: of your programs, or made by you and enrolled nowhere yet.' })
  accountId!: string;
  @Field({
    description:
      'To be told to the person, who has to replace it at the next sign-in: at least 8 characters, at most 256 bytes; none of the commonest, no single word, not made of the names of person or program.',
  })
  password!: string;
}

@ObjectType({ description: 'The password is set, and nobody is signed in as the person any more.' })
export class SetTemporaryPasswordPayload {
  @Field(() => GraphQLISODateTime, { description: 'When it stops working unless the person has replaced it: 14 days.' })
  expiresAt!: Date;
  @Field(() => Int, { description: 'Sessions of the person that ended.' })
  endedSessions!: number;
}

@InputType({ description: 'Whose sessions.' })
export class EndMemberSessionsInput {
  @Field(() => ID, { description: 'Account of a person of your programs.' })
  accountId!: string;
}

@ObjectType({ description: 'Nobody is signed in as the person any more.' })
export class EndMemberSessionsPayload {
  @Field(() => Int, { description: 'Sessions that ended; their sockets are closed with 4401.' })
  endedSessions!: number;
}
