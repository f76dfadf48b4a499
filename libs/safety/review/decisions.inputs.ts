import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DecisionKind, ReasonCode } from '../safety.types.js';
import { Decision, Reviewable } from './review.types.js';

const reason = 'Why. Needed for RETURN, REJECT, HIDE and REMOVE, and is then any but OK.';
const note = 'What the author is told in your own words, at most 1,000 characters; a saved reason, for example.';
const key =
  'Makes the call safe to repeat: the same key and input by the same account answer the same object. 1 to 128 characters.';

@InputType({ description: 'Which item to work on.' })
export class ClaimReviewableInput {
  @Field(() => ID, { description: 'The item.' })
  reviewableId!: string;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Take it from whoever works on it; for the safeguarding lead, and the history shows it.',
  })
  takeOver?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Take it on although you have had ten grave matters (P0, P1) in the last eight hours; the history shows it.',
  })
  beyondShare?: boolean | null;
}

@ObjectType({ description: 'The claimed item.' })
export class ClaimReviewablePayload {
  @Field(() => Reviewable, { nullable: true, description: 'The item with its claim.' })
  reviewable!: Reviewable | null;
}

@InputType({ description: 'Which item to give back.' })
export class ReleaseReviewableInput {
  @Field(() => ID, { description: 'The item.' })
  reviewableId!: string;
  @Field(() => String, { nullable: true, description: 'A word for whoever takes it next, at most 1,000 characters.' })
  note?: string | null;
}

@ObjectType({ description: 'The released item.' })
export class ReleaseReviewablePayload {
  @Field(() => Reviewable, { nullable: true, description: 'The item without claim.' })
  reviewable!: Reviewable | null;
}

@InputType({ description: 'A decision about one item.' })
export class DecideReviewableInput {
  @Field(() => ID, { description: 'The item.' })
  reviewableId!: string;
  @Field(() => ID, {
    nullable: true,
    description: '`Reviewable.revision.id` that you read; another one is CONFLICT. Null only where the item has none.',
  })
  revisionId?: string | null;
  @Field(() => Int, { description: '`Reviewable.version` that you read; another one is CONFLICT.' })
  version!: number;
  @Field(() => DecisionKind, { description: 'What: one of `Reviewable.choices`.' })
  decision!: DecisionKind;
  @Field(() => ReasonCode, { nullable: true, description: reason })
  reasonCode?: ReasonCode | null;
  @Field(() => String, { nullable: true, description: note })
  note?: string | null;
  @Field(() => String, { nullable: true, description: 'With APPROVE_REDACTED: the text to publish, Markdown.' })
  redactedBody?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'With APPROVE_REDACTED of the opening post: the title to publish; as written if absent.',
  })
  redactedTitle?: string | null;
  @Field(() => String, { nullable: true, description: key })
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'The decided item.' })
export class DecideReviewablePayload {
  @Field(() => Reviewable, {
    nullable: true,
    description: 'The item as it is now; null if it is not yours to see any more (it was escalated).',
  })
  reviewable!: Reviewable | null;
  @Field(() => Decision, { description: 'The decision; for twelve seconds `undoDecision` takes it back.' })
  decision!: Decision;
}

@InputType({ description: 'One item of many to decide about in the same way.' })
export class ItemToDecide {
  @Field(() => ID, { description: 'The item.' })
  reviewableId!: string;
  @Field(() => ID, { nullable: true, description: '`Reviewable.revision.id` that you read.' })
  revisionId?: string | null;
  @Field(() => Int, { description: '`Reviewable.version` that you read.' })
  version!: number;
}

@InputType({ description: 'The same decision about several items, each for itself.' })
export class DecideReviewablesInput {
  @Field(() => [ItemToDecide], { description: 'At most 50.' })
  items!: ItemToDecide[];
  @Field(() => DecisionKind, { description: 'What; not APPROVE_REDACTED.' })
  decision!: DecisionKind;
  @Field(() => ReasonCode, { nullable: true, description: reason })
  reasonCode?: ReasonCode | null;
  @Field(() => String, { nullable: true, description: note })
  note?: string | null;
}

@ObjectType({ description: 'What became of one item of many.' })
export class DecidedItem {
  @Field(() => ID, { description: 'The item.' })
  reviewableId!: string;
  @Field(() => Decision, { nullable: true, description: 'The decision; null if it was refused.' })
  decision!: Decision | null;
  @Field(() => String, { nullable: true, description: 'Code of the refusal; null if it was decided.' })
  refusal!: string | null;
}

@ObjectType({ description: 'What became of each item, in their order.' })
export class DecideReviewablesPayload {
  @Field(() => [DecidedItem], { description: 'One for each item.' })
  results!: DecidedItem[];
}

@InputType({ description: 'Which decision to take back.' })
export class UndoDecisionInput {
  @Field(() => ID, { description: 'A decision of one’s own, not older than twelve seconds.' })
  decisionId!: string;
}

@ObjectType({ description: 'The item that waits again.' })
export class UndoDecisionPayload {
  @Field(() => Reviewable, { nullable: true, description: 'The item, claimed by you.' })
  reviewable!: Reviewable | null;
}
