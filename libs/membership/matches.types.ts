import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { connectionOf, Node, Reads } from '#platform';
import { PersonType } from './enrolments.types.js';
import { MatchState } from './membership.types.js';
import { CohortType } from './programs.types.js';

@ObjectType('Match', {
  implements: () => [Node],
  description: 'One or two mentors with one to six mentees, and always a coordinator.',
})
export class MatchType implements Node {
  __typename!: 'Match';
  uuid!: string;
  id!: string;
  @Field(() => MatchState, { description: 'Where it stands.' })
  state!: MatchState;
  @Field(() => GraphQLISODateTime, { description: 'Since when.' })
  stateChangedAt!: Date;
  @Reads(({ uuid }: MatchType) => ({ action: 'match.read', id: uuid }))
  @Field(() => String, { nullable: true, description: 'Why it came to that state; for staff of the program.' })
  stateReason!: string | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description:
      'Since when its people are kept apart for safety; null: they are not. For staff of the program; else null.',
  })
  stoppedAt!: Date | null;
  @Field(() => GraphQLISODateTime, { description: 'When it was made.' })
  createdAt!: Date;
  @Field(() => CohortType, { description: 'The cohort that it belongs to.' })
  cohort!: CohortType;
  @Field(() => [PersonType], { description: 'Who is matched, mentors first; at most eight.' })
  participants!: PersonType[];
  @Field(() => PersonType, { description: 'Who looks after it and reads its board.' })
  coordinator!: PersonType;
}

export const MatchConnection = connectionOf(MatchType, 'Match');

@InputType({ description: 'People to match.' })
export class CreateMatchInput {
  @Field(() => ID, { description: 'The cohort in which all of them are enrolled.' })
  cohortId!: string;
  @Field(() => [ID], { description: 'Accounts of its one or two mentors.' })
  mentorIds!: string[];
  @Field(() => [ID], { description: 'Accounts of its one to six mentees.' })
  menteeIds!: string[];
  @Field(() => ID, {
    description: 'Account of the coordinator (or safeguarding lead) of the program who looks after it.',
  })
  coordinatorId!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Makes it safe to repeat the call: the same key and input give the same answer. 1 to 128 characters.',
  })
  idempotencyKey?: string | null;
}

@InputType({ description: 'The next state of a match.' })
export class ChangeMatchStateInput {
  @Field(() => ID, { description: 'Which match.' })
  matchId!: string;
  @Field(() => MatchState, { description: 'Where it goes.' })
  state!: MatchState;
  @Field(() => String, {
    nullable: true,
    description:
      'Why, for the file; needed for every state but ACTIVE, and with at least 10 characters to leave a safety stop; at most 2,000 characters.',
  })
  reason?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'With PAUSED: the pause is one for safety. It keeps its people apart on every board, and a safeguarding lead alone lifts it.',
  })
  forSafety?: boolean | null;
  @Field(() => [ID], {
    nullable: true,
    description:
      'Open safety cases about the match in spite of which a lead lifts its safety stop: all of them, or CONFLICT. All leads are told at once.',
  })
  overrideCaseIds?: string[] | null;
}

@InputType({ description: 'Another coordinator for a match.' })
export class AssignCoordinatorInput {
  @Field(() => ID, { description: 'Which match.' })
  matchId!: string;
  @Field(() => ID, { description: 'Account of a coordinator or safeguarding lead of its program.' })
  coordinatorId!: string;
}

@ObjectType({ isAbstract: true })
abstract class WithMatch {
  @Field(() => MatchType, { description: 'The match as it stands now.' })
  match!: MatchType;
}
@ObjectType({ description: 'The new match.' })
export class CreateMatchPayload extends WithMatch {}
@ObjectType({ description: 'The match in its state of now.' })
export class ChangeMatchStatePayload extends WithMatch {}
@ObjectType({ description: 'The match with its coordinator of now.' })
export class AssignCoordinatorPayload extends WithMatch {}
