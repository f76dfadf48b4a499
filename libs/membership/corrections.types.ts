import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { LocalDate } from '#platform';
import { EnrolmentType } from './enrolments.types.js';
import { ProgramType } from './programs.types.js';

@InputType({ description: 'The right birth date of a person.' })
export class CorrectBirthDateInput {
  @Field(() => ID, { description: 'Account of somebody who takes part in a program that you work for; not your own.' })
  accountId!: string;
  @Field(() => LocalDate, { description: 'The birthday: not in the future, not before 1900.' })
  birthDate!: string;
  @Field({ description: 'Why, for the file: 1 to 2,000 characters. The audit trail has neither it nor the date.' })
  reason!: string;
}

@ObjectType({ description: 'What holds for the person with the right birth date.' })
export class CorrectBirthDatePayload {
  @Field(() => [EnrolmentType], {
    description: 'Their enrolments in programs that you work for, as they stand now; at most 100.',
  })
  enrolments!: EnrolmentType[];
}

@InputType({ description: 'The right cohort of a mentee, mentor or guardian.' })
export class ChangeCohortInput {
  @Field(() => ID, { description: 'Which enrolment; CONFLICT if it has ended.' })
  enrolmentId!: string;
  @Field(() => ID, {
    nullable: true,
    description: 'The cohort, of the same program; null for the program as a whole.',
  })
  cohortId?: string | null;
  @Field({ description: 'Why, for the file: 1 to 2,000 characters.' })
  reason!: string;
}

@ObjectType({ description: 'The enrolment in its cohort of now.' })
export class ChangeCohortPayload {
  @Field(() => EnrolmentType, { description: 'It. Matches keep the cohort in which they were made.' })
  enrolment!: EnrolmentType;
}

@InputType({ description: 'For which ages a program is.' })
export class SetAgeBandInput {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;
  @Field(() => Int, {
    description: 'Youngest age of a mentee in years: 5 to 120. Below 11 a safeguarding lead sets it.',
  })
  minAge!: number;
  @Field(() => Int, {
    description:
      'Oldest age of a mentee in years: minAge to 120. Above 18 a safeguarding lead sets it, and minAge is 16 or more: adults are no peers of children.',
  })
  maxAge!: number;
}

@ObjectType({ description: 'The program with its age band.' })
export class SetAgeBandPayload {
  @Field(() => ProgramType, { description: 'It. Mentees outside of the band are paused, those inside of it go on.' })
  program!: ProgramType;
}
