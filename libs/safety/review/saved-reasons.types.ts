import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Node } from '#platform';
import { ReasonCode } from '../safety.types.js';

@ObjectType({ implements: () => Node, description: 'Words for a reason, ready to be sent to an author.' })
export class SavedReason extends Node {
  __typename = 'SavedReason' as const;
  @Field(() => ReasonCode, { description: 'Which reason it explains.' })
  reasonCode!: ReasonCode;
  @Field({ description: 'Plain text, for a thirteen-year-old to understand.' })
  text!: string;
}

@ObjectType({ description: 'Words that Porchlight suggests; every program has them.' })
export class SuggestedReason {
  @Field(() => ReasonCode, { description: 'Which reason it explains.' })
  reasonCode!: ReasonCode;
  @Field({ description: 'Plain text.' })
  text!: string;
}

@ObjectType({ description: 'Words for reasons.' })
export class SavedReasons {
  @Field(() => [SavedReason], { description: 'The program’s own, at most 100.' })
  saved!: SavedReason[];
  @Field(() => [SuggestedReason], { description: 'Those that come with Porchlight.' })
  suggested!: SuggestedReason[];
}

@InputType({ description: 'Words to keep.' })
export class SaveReasonInput {
  @Field(() => ID, { description: 'For whose staff.' })
  programId!: string;
  @Field(() => ID, { nullable: true, description: 'The saved one to change; absent: another one.' })
  savedReasonId?: string | null;
  @Field(() => ReasonCode, { description: 'Which reason they explain.' })
  reasonCode!: ReasonCode;
  @Field({ description: 'Plain text, 1 to 1,000 characters.' })
  text!: string;
}

@ObjectType({ description: 'The saved words.' })
export class SaveReasonPayload {
  @Field(() => SavedReason, { description: 'As they are now.' })
  savedReason!: SavedReason;
}

@InputType({ description: 'Words that are not used any more.' })
export class RemoveSavedReasonInput {
  @Field(() => ID, { description: 'Which.' })
  savedReasonId!: string;
}

@ObjectType({ description: 'The words are gone.' })
export class RemoveSavedReasonPayload {
  @Field(() => ID, { description: 'Which.' })
  savedReasonId!: string;
}
