import { Field, GraphQLISODateTime, ObjectType } from '@nestjs/graphql';
import { PersonType } from '#membership';

@ObjectType({ description: 'That a member of staff read a match board, for everybody who reads that board.' })
export class StaffRead {
  @Field(() => PersonType, { description: 'Who. Without a role for whoever cannot read it any more.' })
  person!: PersonType;
  @Field(() => GraphQLISODateTime, { description: 'When last, to the minute.' })
  lastReadAt!: Date;
}
