import { Field, GraphQLISODateTime, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { PersonType } from '../enrolments.types.js';
import { MatchType } from '../matches.types.js';
import { MatchAccessKind } from './match-access.entity.js';

registerEnumType(MatchAccessKind, {
  name: 'MatchAccessKind',
  description: 'Why somebody who is not the coordinator of a match reads its board for a time.',
  valuesMap: {
    COVER: { description: 'Stands in for the coordinator: reads, writes and reviews as the coordinator does.' },
    BREAK_GLASS: {
      description:
        'An administrator who had to look: reads what the pair reads for four hours; the leads were told at once.',
    },
  },
});

@ObjectType('MatchAccess', { description: 'Access to the board of one match that ends by the clock.' })
export class MatchAccessType {
  @Field(() => MatchAccessKind, { description: 'Why there is such access.' })
  kind!: MatchAccessKind;
  @Field(() => PersonType, { description: 'Who has it.' })
  person!: PersonType;
  @Field(() => PersonType, { description: 'Who gave it.' })
  givenBy!: PersonType;
  @Field(() => String, { description: 'The reason, by staff for staff.' })
  reason!: string;
  @Field(() => GraphQLISODateTime, { description: 'From when on.' })
  from!: Date;
  @Field(() => GraphQLISODateTime, { description: 'When it ends, or ended.' })
  until!: Date;
}

@InputType({ description: 'Somebody who stands in for the coordinator of a match.' })
export class CoverMatchInput {
  @Field(() => ID, { description: 'Which match.' })
  matchId!: string;
  @Field(() => ID, { description: 'Account of a coordinator or safeguarding lead of its program, not of the pair.' })
  accountId!: string;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'From when on; now without it.' })
  from?: Date | null;
  @Field(() => GraphQLISODateTime, { description: 'Until when: at most 90 days from now.' })
  until!: Date;
  @Field(() => String, { description: 'Why, for the file: 10 to 2,000 characters.' })
  reason!: string;
}

@InputType({ description: 'A look at the board of a match that is not open to administrators.' })
export class BreakGlassInput {
  @Field(() => ID, { description: 'Which match.' })
  matchId!: string;
  @Field(() => String, { description: 'Why it has to be; the leads read it: 10 to 2,000 characters.' })
  reason!: string;
}

@InputType({ description: 'The end of access before its time.' })
export class EndMatchAccessInput {
  @Field(() => ID, { description: 'Which match.' })
  matchId!: string;
  @Field(() => ID, { description: 'Account of who has the access, or would have it later.' })
  accountId!: string;
}

@ObjectType({ isAbstract: true })
abstract class WithMatch {
  @Field(() => MatchType, { description: 'The match, with the access to it.' })
  match!: MatchType;
}
@ObjectType({ description: 'The match that is covered.' })
export class CoverMatchPayload extends WithMatch {}
@ObjectType({ description: 'The match that can be read for four hours.' })
export class BreakGlassPayload extends WithMatch {}
@ObjectType({ description: 'The match without that access.' })
export class EndMatchAccessPayload extends WithMatch {}
