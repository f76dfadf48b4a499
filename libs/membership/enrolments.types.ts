import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { connectionOf, LocalDate, Node, Reads, requireUuid, Role } from '#platform';
import { ConsentKind, EnrolmentNeed, EnrolmentStatus, PauseReason, ScreeningStatus } from './membership.types.js';
import { CohortType, ProgramType } from './programs.types.js';

/** The id is the account's, the role is the one in which the person appears here. */
@ObjectType('Person', {
  implements: () => [Node],
  description:
    'A person as others see them: a display name and a role, never a surname. Its id is the one of the account.',
})
export class PersonType implements Node {
  id!: string;
  @Field({ description: 'Shown to peers; a pseudonym.' })
  displayName!: string;
  @Field(() => Role, { nullable: true, description: 'The part that the person plays here; null if none any more.' })
  role!: Role | null;
}

@ObjectType('Enrolment', {
  implements: () => [Node],
  description: 'One person in one role in one program: where every permission comes from.',
})
export class EnrolmentType implements Node {
  __typename!: 'Enrolment';
  uuid!: string;
  id!: string;
  @Field(() => Role, { description: 'The part that the person plays.' })
  role!: Role;
  @Field(() => EnrolmentStatus, { description: 'Where the person stands; only ACTIVE gives access.' })
  status!: EnrolmentStatus;
  @Field(() => PauseReason, { nullable: true, description: 'Why it is paused; for staff of the program.' })
  pauseReason!: PauseReason | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'In force until then: the earliest end of the consent or screening that it needs. Null: no end known.',
  })
  inForceUntil!: Date | null;
  @Field(() => GraphQLISODateTime, { description: 'When the person was enrolled.' })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When the person accepted it; null before. Staff have no power over somebody who has not accepted.',
  })
  acceptedAt!: Date | null;
  @Field(() => [EnrolmentNeed], {
    description: 'What it waits for while it is INVITED or CONSENT_PENDING; empty in every other status.',
  })
  waitsFor!: EnrolmentNeed[];
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it ended.' })
  endedAt!: Date | null;
  @Field(() => PersonType, { description: 'Who is enrolled.' })
  account!: PersonType;
  @Field(() => ProgramType, { description: 'Where.' })
  program!: ProgramType;
  @Field(() => CohortType, { nullable: true, description: 'In which group; null for the program as a whole.' })
  cohort!: CohortType | null;
}

export const EnrolmentConnection = connectionOf(EnrolmentType, 'Enrolment');

@Reads(({ id }: ConsentType) => ({ action: 'consent.read', id: requireUuid('Consent', id) }), { except: ['id'] })
@ObjectType('Consent', {
  implements: () => [Node],
  description: 'Evidence of one consent. Never edited: revoked, or superseded by a newer one.',
})
export class ConsentType implements Node {
  __typename!: 'Consent';
  id!: string;
  @Field(() => ConsentKind, { description: 'What is consented to.' })
  kind!: ConsentKind;
  @Field({ description: 'How it was obtained and verified: `paper`, `video-call`, `text-plus` …' })
  method!: string;
  @Field(() => String, { nullable: true, description: 'Where the proof is kept.' })
  evidence!: string | null;
  @Field(() => String, { nullable: true, description: 'The holder of parental responsibility who gave it.' })
  guardianName!: string | null;
  @Field(() => GraphQLISODateTime, { description: 'When it was recorded.' })
  grantedAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it ends; null: no end known.' })
  expiresAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was revoked.' })
  revokedAt!: Date | null;
}

const idempotencyKey = {
  nullable: true,
  description: 'Makes it safe to repeat the call: the same key and input give the same answer. 1 to 128 characters.',
} as const;

@InputType({ description: 'A person to enrol.' })
export class EnrolInput {
  @Field(() => ID, { description: 'Whom: an account that the organisation made or knows.' })
  accountId!: string;
  @Field(() => ID, { description: 'Where.' })
  programId!: string;
  @Field(() => ID, { nullable: true, description: 'In which group of it; null for the program as a whole.' })
  cohortId?: string | null;
  @Field(() => Role, { description: 'In which part.' })
  role!: Role;
  @Field(() => String, idempotencyKey)
  idempotencyKey?: string | null;
}

@InputType({ description: 'An enrolment to end.' })
export class EndEnrolmentInput {
  @Field(() => ID, { description: 'Which.' })
  enrolmentId!: string;
  @Field({ description: 'Why, for the file; 1 to 2,000 characters.' })
  reason!: string;
}

@InputType({ description: 'A person who was stopped for safety and may come back.' })
export class LiftStopInput {
  @Field(() => ID, { description: 'Which enrolment.' })
  enrolmentId!: string;
  @Field({ description: 'Why, for the file; 10 to 2,000 characters.' })
  reason!: string;
  @Field(() => [ID], {
    nullable: true,
    description:
      'Open safety cases about the person, in any program, in spite of which the stop is lifted: all of them, or CONFLICT. The leads of their programs are told at once.',
  })
  overrideCaseIds?: string[] | null;
}

@ObjectType({ isAbstract: true })
abstract class WithEnrolment {
  @Field(() => EnrolmentType, { description: 'The enrolment as it stands now.' })
  enrolment!: EnrolmentType;
}
@ObjectType({ description: 'The new enrolment.' })
export class EnrolPayload extends WithEnrolment {}
@ObjectType({ description: 'The ended enrolment.' })
export class EndEnrolmentPayload extends WithEnrolment {}
@ObjectType({ description: 'The enrolment without its stop.' })
export class LiftStopPayload extends WithEnrolment {}
@ObjectType({ description: 'The enrolment as it stands with the check.' })
export class RecordScreeningPayload extends WithEnrolment {}

@InputType({ description: 'A consent that was given.' })
export class RecordConsentInput {
  @Field(() => ID, { description: 'Whose, and where.' })
  enrolmentId!: string;
  @Field(() => ConsentKind, { description: 'What is consented to.' })
  kind!: ConsentKind;
  @Field({ description: 'How it was obtained and verified, 1 to 120 characters: `paper`, `video-call`, `text-plus` …' })
  method!: string;
  @Field(() => String, { nullable: true, description: 'Where the proof is kept; at most 500 characters.' })
  evidence?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The holder of parental responsibility; needed for PARTICIPATION below the age of consent.',
  })
  guardianName?: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it ends; in the future.' })
  expiresAt?: Date | null;
  @Field(() => String, idempotencyKey)
  idempotencyKey?: string | null;
}

@InputType({ description: 'A consent that was withdrawn.' })
export class RevokeConsentInput {
  @Field(() => ID, { description: 'Which.' })
  consentId!: string;
  @Field({ description: 'Why, for the file; 1 to 2,000 characters.' })
  reason!: string;
}

@ObjectType({ isAbstract: true })
abstract class WithConsent extends WithEnrolment {
  @Field(() => ConsentType, { description: 'The consent.' })
  consent!: ConsentType;
}
@ObjectType({ description: 'The consent, and the enrolment as it stands with it.' })
export class RecordConsentPayload extends WithConsent {}
@ObjectType({ description: 'The revoked consent, and the enrolment as it stands without it.' })
export class RevokeConsentPayload extends WithConsent {}

@InputType({ description: 'Outcome of a check of an adult. The newest counts.' })
export class RecordScreeningInput {
  @Field(() => ID, { description: 'Whose, and where.' })
  enrolmentId!: string;
  @Field(() => ScreeningStatus, { description: 'Outcome.' })
  status!: ScreeningStatus;
  @Field(() => LocalDate, { description: 'Day of the check; today at the latest.' })
  checkedOn!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Last day on which it counts, in the zone of the program.' })
  expiresOn?: string | null;
  @Field(() => String, { nullable: true, description: 'Number of the certificate; at most 120 characters.' })
  reference?: string | null;
  @Field(() => String, idempotencyKey)
  idempotencyKey?: string | null;
}
