import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { SupportResourceType } from '#forum';
import { ReviewableKind, ReviewableState } from './review.enums.js';
import { Decision } from './review.types.js';

@InputType({ description: 'Which decision was wrong, and why.' })
export class AppealInput {
  @Field(() => ID, { description: 'A decision about a post of one’s own (`Viewer.decisions`).' })
  decisionId!: string;
  @Field({ description: 'Why, in one’s own words: 1 to 2,000 characters.' })
  text!: string;
  @Field(() => String, {
    nullable: true,
    description:
      'Makes the call safe to repeat: the same key and input by the same account answer the same object. 1 to 128 characters.',
  })
  idempotencyKey?: string | null;
}

@ObjectType({
  description: 'What the author knows of an appeal: that it waits, and when an answer comes at the latest.',
})
export class AppealReceipt {
  @Field(() => ID, { description: 'Global id of the item in the queue.' })
  id!: string;
  @Field(() => ReviewableKind, { description: 'APPEAL.' })
  kind!: ReviewableKind;
  @Field(() => ReviewableState, { description: 'Whether it waits.' })
  state!: ReviewableState;
  @Field(() => GraphQLISODateTime, { description: 'By when somebody answers.' })
  dueAt!: Date;
}

@ObjectType({ description: 'The appeal that was made.' })
export class AppealPayload {
  @Field(() => AppealReceipt, { description: 'Its receipt.' })
  reviewable!: AppealReceipt;
  @Field(() => [SupportResourceType], { description: 'Help that is there now, if your words spoke of danger.' })
  supportResources!: readonly SupportResourceType[];
}

@ObjectType({ description: 'What an appeal says, for who decides it.' })
export class AppealDetail {
  @Field({ description: 'Why the author thinks that the decision was wrong.' })
  text!: string;
  @Field(() => GraphQLISODateTime, { description: 'When it was made.' })
  madeAt!: Date;
  @Field(() => Decision, { description: 'The decision that it is against.' })
  decision!: Decision;
}
