import { Field, GraphQLISODateTime, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { SupportResourceType } from '#forum';
import { connectionOf, Node } from '#platform';
import { FlagCategory } from '../safety.types.js';

/** What a person who flagged is told. */
export enum FlagOutcome {
  RECEIVED = 'RECEIVED',
  ACTION_TAKEN = 'ACTION_TAKEN',
  NO_ACTION = 'NO_ACTION',
}

registerEnumType(FlagOutcome, {
  name: 'FlagOutcome',
  description: 'What became of a flag.',
  valuesMap: {
    RECEIVED: { description: 'We have it and look at it. Answers are given at midnight and noon UTC.' },
    ACTION_TAKEN: { description: 'We looked at it and did something. Thank you.' },
    NO_ACTION: { description: 'We looked at it and left things as they are. It was right to tell us.' },
  },
});

@ObjectType({
  implements: () => Node,
  description: 'Your own notice that something is wrong. Nobody of the others sees it.',
})
export class Flag extends Node {
  __typename = 'Flag' as const;
  @Field({ description: 'Short name for it, to ask about it: `7K3M-9QZ2`.' })
  receipt!: string;
  @Field(() => FlagCategory, { description: 'What you said is wrong.' })
  category!: FlagCategory;
  @Field(() => FlagOutcome, { description: 'What became of it.' })
  outcome!: FlagOutcome;
  @Field(() => GraphQLISODateTime, { description: 'When you told us.' })
  createdAt!: Date;
}

export const FlagConnection = connectionOf(Flag);

@ObjectType({ description: 'What somebody wrote beside a flag. Who it was is for those who work on a case alone.' })
export class FlagNote {
  @Field(() => FlagCategory, { description: 'What they said is wrong.' })
  category!: FlagCategory;
  @Field({ description: 'Their words. They may tell who wrote them: never pass them on.' })
  text!: string;
}

const idempotencyKey = {
  nullable: true,
  description: 'Makes it safe to repeat the call: the same key and input give the same answer. 1 to 128 characters.',
} as const;

@InputType({ description: 'What is wrong, with a post or with a person.' })
export class FlagInput {
  @Field(() => ID, { nullable: true, description: 'The post; or `accountId`.' })
  postId?: string | null;
  @Field(() => ID, { nullable: true, description: 'The person; or `postId`.' })
  accountId?: string | null;
  @Field(() => FlagCategory, { description: 'What is wrong.' })
  category!: FlagCategory;
  @Field(() => String, { nullable: true, description: 'In your own words, 1 to 2,000 characters. Only staff read it.' })
  note?: string | null;
  @Field(() => String, idempotencyKey)
  idempotencyKey?: string | null;
}

const support = 'Help that is there now. Never empty where somebody may be in danger.';

@ObjectType({ description: 'Your flag was received.' })
export class FlagPayload {
  @Field(() => Flag, { description: 'It.' })
  flag!: Flag;
  @Field(() => [SupportResourceType], { description: support })
  supportResources!: readonly SupportResourceType[];
}

@InputType({ description: 'That you do not feel safe. Nothing of it shows on any board.' })
export class AskForHelpInput {
  @Field(() => String, { nullable: true, description: 'In your own words, 1 to 2,000 characters; may be left out.' })
  note?: string | null;
  @Field(() => ID, { nullable: true, description: 'Whom it is about; may be left out.' })
  aboutAccountId?: string | null;
  @Field(() => ID, { nullable: true, description: 'The match that it is about; may be left out.' })
  matchId?: string | null;
  @Field(() => String, idempotencyKey)
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'Somebody is told, and here is help meanwhile.' })
export class AskForHelpPayload {
  @Field(() => String, {
    nullable: true,
    description: 'Short name for it, to ask about it; null if you are in no program whose staff could be told.',
  })
  receipt!: string | null;
  @Field(() => [SupportResourceType], { description: support })
  supportResources!: readonly SupportResourceType[];
}
