import { Field, GraphQLISODateTime, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { SupportResourceType } from '#forum';
import { PersonType } from '#membership';
import { connectionOf, Node, Reads, requireUuid, uuidOf, type Viewer } from '#platform';
import { ReasonCode } from '../safety.types.js';

export enum SanctionKind {
  WARN = 'WARN',
  SILENCE = 'SILENCE',
  SUSPEND = 'SUSPEND',
}

registerEnumType(SanctionKind, {
  name: 'SanctionKind',
  description: 'What a measure against a person takes away.',
  valuesMap: {
    WARN: { description: 'Nothing: the person is told.' },
    SILENCE: { description: 'The person reads, and does not write.' },
    SUSPEND: {
      description:
        'The person does not take part from that moment on; sessions end at once, except where they take part in another program.',
    },
  },
});

export enum SanctionScope {
  PROGRAM = 'PROGRAM',
  EVERYWHERE = 'EVERYWHERE',
}

registerEnumType(SanctionScope, {
  name: 'SanctionScope',
  description: 'How far a measure reaches.',
  valuesMap: {
    PROGRAM: { description: 'The program in which it was imposed.' },
    EVERYWHERE: { description: 'Every program: whoever is not safe for one child is not safe for another.' },
  },
});

@ObjectType({ description: 'What a person says against a measure, and what somebody else answered.' })
export class SanctionAppeal {
  @Field({ description: 'In their own words.' })
  text!: string;
  @Field(() => GraphQLISODateTime, { description: 'When.' })
  madeAt!: Date;
  @Field(() => GraphQLISODateTime, { description: 'Answered by then: within seven days.' })
  dueAt!: Date;
  @Field(() => Boolean, { nullable: true, description: 'Whether it was right; null while nobody has answered.' })
  upheld!: boolean | null;
  @Field(() => String, { nullable: true, description: 'The answer.' })
  answer!: string | null;
}

@Reads(
  ({ id, person }: Sanction, _value, { accountId }: Viewer) =>
    uuidOf('Account', person.id) === accountId ? null : { action: 'sanction.read', id: requireUuid('Sanction', id) },
  { except: ['id'] },
)
@ObjectType({
  implements: () => Node,
  description: 'A measure against a person, for that person and the staff who decide.',
})
export class Sanction extends Node {
  __typename = 'Sanction' as const;
  @Field(() => PersonType, { description: 'Against whom.' })
  person!: PersonType;
  @Field(() => SanctionKind, { description: 'What it takes away.' })
  kind!: SanctionKind;
  @Field(() => SanctionScope, { description: 'How far it reaches.' })
  scope!: SanctionScope;
  @Field(() => ReasonCode, { description: 'Why, in a word.' })
  reasonCode!: ReasonCode;
  @Field({ description: 'What was done, why, by whom it was decided, and how to object; in plain words.' })
  statement!: string;
  @Field(() => GraphQLISODateTime, { description: 'From when.' })
  imposedAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Until when; null for a warning.' })
  endsAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was taken back early.' })
  liftedAt!: Date | null;
  @Field({ description: 'Whether it holds now.' })
  inForce!: boolean;
  @Field(() => GraphQLISODateTime, { description: 'One may object until then.' })
  appealableUntil!: Date;
  @Field(() => SanctionAppeal, { nullable: true, description: 'What the person said against it.' })
  appeal!: SanctionAppeal | null;
}

export const SanctionConnection = connectionOf(Sanction);

const idempotencyKey = {
  nullable: true,
  description: 'Makes it safe to repeat the call: the same key and input give the same answer. 1 to 128 characters.',
} as const;

@InputType({ description: 'A measure against a person.' })
export class ImposeSanctionInput {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;
  @Field(() => ID, { description: 'The person.' })
  accountId!: string;
  @Field(() => SanctionKind, { description: 'SUSPEND is for safeguarding leads.' })
  kind!: SanctionKind;
  @Field(() => SanctionScope, { nullable: true, description: 'PROGRAM if absent; EVERYWHERE goes with SUSPEND.' })
  scope?: SanctionScope | null;
  @Field(() => ReasonCode, { description: 'Why, in a word; not OK.' })
  reasonCode!: ReasonCode;
  @Field({ description: 'The facts, for the person to read: 1 to 2,000 characters. Never who flagged.' })
  reason!: string;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Needed but for a warning: at most 90 days ahead for SILENCE, 365 for SUSPEND.',
  })
  endsAt?: Date | null;
  @Field(() => ID, { nullable: true, description: 'The case that it follows from.' })
  caseId?: string | null;
  @Field(() => String, idempotencyKey)
  idempotencyKey?: string | null;
}

@InputType({ description: 'The early end of a measure.' })
export class LiftSanctionInput {
  @Field(() => ID, { description: 'Which.' })
  sanctionId!: string;
  @Field({ description: 'Why: 1 to 2,000 characters, for staff.' })
  reason!: string;
}

@ObjectType({ description: 'The measure as it is now.' })
export class SanctionPayload {
  @Field(() => Sanction, { description: 'It.' })
  sanction!: Sanction;
}

@InputType({ description: 'What you say against a measure.' })
export class AppealSanctionInput {
  @Field(() => ID, { description: 'Which; once for each.' })
  sanctionId!: string;
  @Field({ description: 'In your own words, 1 to 2,000 characters.' })
  text!: string;
}

@ObjectType({ description: 'Somebody else will look at it.' })
export class AppealSanctionPayload {
  @Field(() => Sanction, { description: 'The measure, with your words.' })
  sanction!: Sanction;
  @Field(() => [SupportResourceType], { description: 'Help that is there now, if your words spoke of danger.' })
  supportResources!: readonly SupportResourceType[];
}

@InputType({ description: 'The answer to what a person says against a measure.' })
export class AnswerSanctionAppealInput {
  @Field(() => ID, { description: 'The measure.' })
  sanctionId!: string;
  @Field({ description: 'True: they were right, and it ends now.' })
  upheld!: boolean;
  @Field({ description: 'For the person to read: 1 to 2,000 characters.' })
  answer!: string;
}
