import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { PersonType } from '#membership';

@ObjectType({ description: 'A place in the chain of those who are told of danger.' })
export class OnCallShift {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;
  @Field(() => Int, { description: 'From 1; the first is told first.' })
  position!: number;
  @Field(() => PersonType, { description: 'Who.' })
  person!: PersonType;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'From then on; null: already.' })
  startsAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Until then; null: until the chain is replaced.' })
  endsAt!: Date | null;
}

/** What is missing for a program to be safe. */
export enum SafetyProblem {
  NO_ON_CALL = 'NO_ON_CALL',
  NO_LEAD = 'NO_LEAD',
  NOBODY = 'NOBODY',
  NO_IMPARTIAL_LEAD = 'NO_IMPARTIAL_LEAD',
  NOBODY_IMPARTIAL = 'NOBODY_IMPARTIAL',
  LOG_ONLY = 'LOG_ONLY',
  ONE_CHANNEL = 'ONE_CHANNEL',
  ADULT_MENTEES = 'ADULT_MENTEES',
}

registerEnumType(SafetyProblem, {
  name: 'SafetyProblem',
  description: 'What is missing for a program to be safe.',
  valuesMap: {
    NO_ON_CALL: { description: 'No shift is set for now: leads and coordinators are told in their stead.' },
    NO_LEAD: {
      description:
        'The program has no safeguarding lead in force: an administrator proposes one with `enrol`, and a lead of another program of the organisation confirms.',
    },
    ADULT_MENTEES: {
      description: 'Its age band lets adults be mentees beside mentees under 16: set another one with `setAgeBand`.',
    },
    NOBODY: { description: 'There is nobody at all who could be told of danger.' },
    NO_IMPARTIAL_LEAD: {
      description:
        'Every safeguarding lead is mentor or mentee of an open match: what concerns it goes to coordinators or administrators.',
    },
    NOBODY_IMPARTIAL: {
      description:
        'All staff of the program are mentor or mentee of an open match: what concerns it goes to leads and administrators of other programs of the organisation.',
    },
    LOG_ONLY: { description: 'The server has no way to tell anybody but its log: set SMTP_URL or PAGING_WEBHOOK_URL.' },
    ONE_CHANNEL: {
      description:
        'Danger is told in one way besides the log: set both SMTP_URL and PAGING_WEBHOOK_URL, for when one is out.',
    },
  },
});

@InputType({ description: 'A place in the chain.' })
export class OnCallShiftInput {
  @Field(() => ID, { description: 'Account of a member of staff of the program.' })
  accountId!: string;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'From then on; absent: at once.' })
  startsAt?: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Until then; absent: until the chain is replaced.' })
  endsAt?: Date | null;
}

@InputType({ description: 'The whole chain of a program, in the order in which people are told.' })
export class SetOnCallInput {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;
  @Field(() => [OnCallShiftInput], { description: 'At most 50; it replaces the chain of now.' })
  shifts!: OnCallShiftInput[];
}

@ObjectType({ description: 'The chain as it is now.' })
export class SetOnCallPayload {
  @Field(() => [OnCallShift], { description: 'In order.' })
  onCall!: OnCallShift[];
}
