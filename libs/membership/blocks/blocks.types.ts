import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '#platform';
import { PersonType } from '../enrolments.types.js';

@InputType({ description: 'Whose posts the viewer does not want to read.' })
export class BlockPersonInput {
  @Field(() => ID, { description: 'A member of a program of the viewer’s: the id of `author` of a post, for example.' })
  accountId!: string;
}

@InputType({ description: 'Whose posts the viewer wants to read again.' })
export class UnblockPersonInput {
  @Field(() => ID, { description: 'Somebody whom the viewer blocked.' })
  accountId!: string;
}

@ObjectType({
  description: 'Somebody whose posts the viewer does not read. Nobody else sees it, least of all that person.',
})
export class BlockedPerson {
  @Field(() => PersonType, { description: 'Who; without a role.' })
  person!: PersonType;
  @Field(() => GraphQLISODateTime, { description: 'Since when.' })
  since!: Date;
}

export const BlockedPersonConnection = connectionOf(BlockedPerson);

@ObjectType({ description: 'That it is done.' })
export class BlockPersonPayload {
  @Field({ description: 'Always true: also if that person was blocked before.' })
  blocked!: boolean;
}

@ObjectType({ description: 'That it is done.' })
export class UnblockPersonPayload {
  @Field({ description: 'Always false: also if that person was not blocked.' })
  blocked!: boolean;
}
