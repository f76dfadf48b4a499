import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, LocalDate, Node } from '#platform';

@ObjectType('Organisation', { implements: () => [Node], description: 'Legal operator of programs.' })
export class OrganisationType implements Node {
  __typename!: 'Organisation';
  id!: string;
  @Field({ description: 'Its name.' })
  name!: string;
}

/** `uuid` is for the code, never in the schema: later libraries find their own rows by it. */
@ObjectType('Program', {
  implements: () => [Node],
  description: 'A mentoring scheme with its own staff, cohorts and matches.',
})
export class ProgramType implements Node {
  __typename!: 'Program';
  uuid!: string;
  id!: string;
  @Field({ description: 'Its name.' })
  name!: string;
  @Field({ description: 'IANA time zone in which its days begin and end.' })
  timeZone!: string;
  @Field({ description: 'Country whose law applies (ISO 3166-1), with a subdivision where it differs: `GB`, `US-CA`.' })
  jurisdiction!: string;
  @Field(() => Int, { description: 'Youngest age of a mentee, in years; whoever is younger does not take part.' })
  minAge!: number;
  @Field(() => Int, {
    description: 'Oldest age of a mentee, in years; whoever is older does not take part.',
  })
  maxAge!: number;
  @Field(() => GraphQLISODateTime, { description: 'When it was made.' })
  createdAt!: Date;
  @Field(() => OrganisationType, { description: 'Who operates it.' })
  organisation!: OrganisationType;
}

@ObjectType('Cohort', {
  implements: () => [Node],
  description: 'A group of a program that runs the same dates and curriculum.',
})
export class CohortType implements Node {
  __typename!: 'Cohort';
  uuid!: string;
  id!: string;
  @Field({ description: 'Its name.' })
  name!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Its first day, in the zone of the program.' })
  startsOn!: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Its last day, in the zone of the program.' })
  endsOn!: string | null;
  @Field(() => ProgramType, { description: 'The program that it belongs to.' })
  program!: ProgramType;
}

export const ProgramConnection = connectionOf(ProgramType, 'Program');
export const CohortConnection = connectionOf(CohortType, 'Cohort');

const idempotencyKey = {
  nullable: true,
  description: 'Makes it safe to repeat the call: the same key and input give the same answer. 1 to 128 characters.',
} as const;

@InputType({ description: 'A new program.' })
export class CreateProgramInput {
  @Field({ description: 'Its name, 1 to 120 characters.' })
  name!: string;
  @Field({ description: 'IANA time zone: `Europe/London`.' })
  timeZone!: string;
  @Field({ description: 'Country whose law applies (ISO 3166-1), with a subdivision where it differs: `GB`, `US-CA`.' })
  jurisdiction!: string;
  @Field(() => ID, {
    nullable: true,
    description: 'Who operates it; may be left out by those who administer programs of one organisation only.',
  })
  organisationId?: string | null;
  @Field(() => String, idempotencyKey)
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'The new program.' })
export class CreateProgramPayload {
  @Field(() => ProgramType, { description: 'It, with its maker as its first administrator.' })
  program!: ProgramType;
}

@InputType({ description: 'A new cohort.' })
export class CreateCohortInput {
  @Field(() => ID, { description: 'The program that gets it.' })
  programId!: string;
  @Field({ description: 'Its name, 1 to 120 characters.' })
  name!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Its first day.' })
  startsOn?: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Its last day; not before the first.' })
  endsOn?: string | null;
  @Field(() => String, idempotencyKey)
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'The new cohort.' })
export class CreateCohortPayload {
  @Field(() => CohortType, { description: 'It.' })
  cohort!: CohortType;
}
