import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Role } from '#platform';
import { EnrolmentType } from './enrolments.types.js';

/** Names instead of nodes: whoever has not accepted reads nothing of the program. */
@ObjectType({
  description: 'An enrolment that waits for a person to accept it, or for a safeguarding lead to confirm it.',
})
export class Invitation {
  @Field(() => ID, {
    description: 'Id of the enrolment, for `acceptEnrolment`, `declineEnrolment`, `confirmEnrolment`.',
  })
  enrolmentId!: string;
  @Field(() => Role, { description: 'The part that the person is to play.' })
  role!: Role;
  @Field({ description: 'Display name of the person who is to be enrolled.' })
  personName!: string;
  @Field({ description: 'Name of the program.' })
  programName!: string;
  @Field({ description: 'Name of the organisation that operates the program.' })
  organisationName!: string;
  @Field(() => String, { nullable: true, description: 'Name of the cohort; null for the program as a whole.' })
  cohortName!: string | null;
  @Field(() => String, { nullable: true, description: 'Display name of whoever enrolled the person, if known.' })
  invitedByName!: string | null;
  @Field(() => GraphQLISODateTime, { description: 'When the person was enrolled.' })
  invitedAt!: Date;
  @Field({ description: 'Whether the person has accepted.' })
  accepted!: boolean;
}

@InputType({ description: 'An enrolment of your own that waits for you.' })
export class AcceptEnrolmentInput {
  @Field(() => ID, { description: 'Which, as in `Viewer.invitations`. NOT_FOUND if it is not yours or was withdrawn.' })
  enrolmentId!: string;
}

@InputType({ description: 'An enrolment of your own that you do not want.' })
export class DeclineEnrolmentInput {
  @Field(() => ID, {
    description: 'Which, as in `Viewer.invitations`. CONFLICT once you have accepted it: then staff end it.',
  })
  enrolmentId!: string;
}

@InputType({ description: 'A new safeguarding lead who may begin.' })
export class ConfirmEnrolmentInput {
  @Field(() => ID, { description: 'Which, as in `Viewer.confirmations`. NOT_FOUND if it is not yours to confirm.' })
  enrolmentId!: string;
}

@ObjectType({ description: 'The enrolment that you accepted.' })
export class AcceptEnrolmentPayload {
  @Field(() => EnrolmentType, { description: 'It, as it stands now: it can wait for something else still.' })
  enrolment!: EnrolmentType;
}

@ObjectType({ description: 'You are not enrolled.' })
export class DeclineEnrolmentPayload {
  @Field(() => ID, { description: 'Id of the enrolment that has ended.' })
  enrolmentId!: string;
}

@ObjectType({ description: 'The lead is confirmed, and begins once they have accepted.' })
export class ConfirmEnrolmentPayload {
  @Field(() => Invitation, { description: 'The appointment.' })
  invitation!: Invitation;
}
