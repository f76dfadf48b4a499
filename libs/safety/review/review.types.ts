import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { BoardKind, excerptRead, PostReference, PostState } from '#forum';
import { PersonType } from '#membership';
import { connectionOf, Node, Reads, requireUuid } from '#platform';
import { DecisionKind, FlagCategory, Priority, ReasonCode } from '../safety.types.js';
import { ReviewableKind, ReviewableState, ReviewEventKind } from './review.enums.js';

@ObjectType({ description: 'Somebody of the staff.' })
export class StaffMember {
  @Field(() => ID, { description: 'Global id of the account.' })
  id!: string;
  @Field({ description: 'The name that others see.' })
  displayName!: string;
}

@ObjectType({ description: 'Somebody works on an item; others leave it until then.' })
export class Claim {
  @Field(() => StaffMember, { description: 'Who.' })
  by!: StaffMember;
  @Field(() => GraphQLISODateTime, { description: 'When it lapses, unless it is renewed.' })
  expiresAt!: Date;
}

@ObjectType({ description: 'The very text that a decision is about.' })
export class ReviewedRevision {
  @Field(() => ID, { description: 'Global id of the revision: `revisionId` of a decision.' })
  id!: string;
  @Field(() => Int, { description: 'From 1, in the order of writing.' })
  number!: number;
  @Field(() => String, { nullable: true, description: 'Title, where this text sets one.' })
  title!: string | null;
  @Field({ description: 'Markdown as written.' })
  body!: string;
}

@ObjectType({ description: 'Where it was written.' })
export class ReviewedBoard {
  @Field(() => ID, { description: 'Global id of the board.' })
  id!: string;
  @Field({ description: 'Its name.' })
  title!: string;
  @Field(() => BoardKind, { description: 'Whom it serves.' })
  kind!: BoardKind;
}

@ObjectType({ description: 'The thread around it.' })
export class ReviewedThread {
  @Field(() => ID, { description: 'Global id of the thread.' })
  id!: string;
  @Field({ description: 'Its title as it stands.' })
  title!: string;
  @Field(() => ReviewedBoard, { description: 'Its board.' })
  board!: ReviewedBoard;
}

@ObjectType({
  description:
    'A post as its reviewers see it: also those who do not read the board get here what they need to decide.',
})
export class ReviewedPost {
  @Field(() => ID, { description: 'Global id of the post.' })
  id!: string;
  @Field(() => Int, { nullable: true, description: 'Place in the thread; null while it waits.' })
  number!: number | null;
  @Field(() => PostState, { description: 'Where it stands.' })
  state!: PostState;
  @Field(() => GraphQLISODateTime, { description: 'When it was submitted.' })
  createdAt!: Date;
  @Field(() => ReviewedThread, { description: 'Where it belongs.' })
  thread!: ReviewedThread;
  @Field(() => PersonType, { description: 'Who wrote it.' })
  author!: PersonType;
}

@ObjectType({ description: 'How many flagged it, for what.' })
export class FlagCount {
  @Field(() => FlagCategory, { description: 'What they say is wrong.' })
  category!: FlagCategory;
  @Field(() => Int, { description: 'How many people.' })
  count!: number;
}

/** Fields of an item that say where it stands, and nothing of what it is about. */
const standing = ['id', 'kind', 'state', 'priority', 'dueAt', 'overdue', 'restricted', 'blurred', 'createdAt'];
const working = ['version', 'claim', 'choices'];

@Reads(({ row }: Reviewable) => ({ action: 'review.opened', id: row.id }), { except: [...standing, ...working] })
@ObjectType({ description: 'Unit of the work of those who review.', implements: () => Node })
export class Reviewable extends Node {
  __typename = 'Reviewable' as const;
  @Field(() => ReviewableKind, { description: 'What waits.' })
  kind!: ReviewableKind;
  @Field(() => ReviewableState, { description: 'Whether it waits.' })
  state!: ReviewableState;
  @Field(() => Priority, { description: 'How soon a human must look.' })
  priority!: Priority;
  @Field(() => GraphQLISODateTime, { description: 'By when it must be decided; passing it never publishes anything.' })
  dueAt!: Date;
  @Field({ description: 'The time limit has passed.' })
  overdue!: boolean;
  @Field({
    description: 'Known to the safeguarding lead and the owner of the case alone; show its text on demand only.',
  })
  restricted!: boolean;
  @Field({ description: 'It can weigh on who reads it (P0 and P1): show the text blurred until it is asked for.' })
  blurred!: boolean;
  @Field(() => GraphQLISODateTime, { description: 'Since when it waits.' })
  createdAt!: Date;
  @Field(() => Int, { description: 'Give it with a decision: another one is CONFLICT.' })
  version!: number;
  @Field(() => Claim, { nullable: true, description: 'Who works on it now.' })
  claim!: Claim | null;
  @Field(() => ReviewedRevision, { nullable: true, description: 'The text to decide about; null for a person.' })
  revision!: ReviewedRevision | null;
  @Field(() => ReviewedPost, { nullable: true, description: 'Whose text it is; null for a person.' })
  post!: ReviewedPost | null;
  @Field(() => PersonType, { nullable: true, description: 'Whom it is about: the author, or the person flagged.' })
  subject!: PersonType | null;
  @Field(() => [FlagCount], { description: 'Flags by category; who flagged is not told to anybody.' })
  flags!: FlagCount[];

  /** Row ids, for fields that are loaded on demand; not in the schema. */
  row!: {
    id: string;
    programId: string;
    threadId: string | null;
    postId: string | null;
    revisionId: string | null;
    number: number | null;
    subjectAccountId: string | null;
    evidence: { title?: string | null; body?: string | null } | null;
  };
}

export const ReviewableConnection = connectionOf(Reviewable);

@ObjectType({ description: 'A post beside the one to decide about.' })
export class ContextPost {
  @Field(() => ID, { description: 'Global id of the post.' })
  id!: string;
  @Field(() => Int, { nullable: true, description: 'Place in the thread.' })
  number!: number | null;
  @Field(() => PostState, { description: 'Where it stands.' })
  state!: PostState;
  @Field(() => PersonType, { description: 'Who wrote it.' })
  author!: PersonType;
  @Field(() => GraphQLISODateTime, { description: 'When it was submitted.' })
  createdAt!: Date;
  @Field(() => String, { nullable: true, description: 'Sanitised HTML; null if its text was destroyed.' })
  bodyHtml!: string | null;
}

@ObjectType({ description: 'What was said around it: five posts either side.' })
export class ReviewContext {
  @Field(() => [ContextPost], { description: 'In reading order; the newest ones for a post that waits.' })
  before!: ContextPost[];
  @Field(() => [ContextPost], { description: 'In reading order.' })
  after!: ContextPost[];
}

@ObjectType({ description: 'A piece of a text.' })
export class TextSpan {
  @Field(() => Int, { description: 'First UTF-16 unit of the Markdown.' })
  start!: number;
  @Field(() => Int, { description: 'First unit behind it.' })
  end!: number;
}

@ObjectType({ description: 'What a rule found.' })
export class ReviewFinding {
  @Field({ description: 'Name of the rule; the names are explained in the documentation.' })
  ruleId!: string;
  @Field(() => Int, { description: 'Version of the rule.' })
  version!: number;
  @Field({ description: 'What kind of thing it is.' })
  category!: string;
  @Field(() => Priority, { description: 'How serious the rule is.' })
  priority!: Priority;
  @Field({ description: 'It counts towards a concern, and is none by itself.' })
  weak!: boolean;
  @Field(() => [TextSpan], { description: 'Where; empty if it lies in a link, a title or an earlier post.' })
  spans!: TextSpan[];
}

@ObjectType({ description: 'One thing that happened to an item.' })
export class ReviewHistoryEntry {
  @Field(() => GraphQLISODateTime, { description: 'When.' })
  at!: Date;
  @Field({ description: 'What, in words.' })
  action!: string;
  @Field(() => StaffMember, { nullable: true, description: 'Who; null where a rule acted, and for flags.' })
  actor!: StaffMember | null;
  @Field(() => String, { nullable: true, description: 'What staff wrote for staff.' })
  note!: string | null;
}

const decisionRead = ({ id }: Decision) => ({ action: 'decision.read', id: requireUuid('Decision', id) });

@ObjectType({
  implements: () => Node,
  description: 'What was decided, for staff who see the item and for the author of the text.',
})
export class Decision extends Node {
  __typename = 'Decision' as const;
  @Field(() => DecisionKind, { description: 'What.' })
  kind!: DecisionKind;
  @Field(() => ReasonCode, { description: 'Why.' })
  reasonCode!: ReasonCode;
  @Reads(decisionRead)
  @Field(() => String, { nullable: true, description: 'What the author is told in the moderator’s own words.' })
  note!: string | null;
  @Reads(decisionRead)
  @Field(() => String, {
    nullable: true,
    description:
      'Statement of reasons: what was done and why, by which rule, whether a machine took part, and how to appeal. Null where nothing was restricted.',
  })
  statement!: string | null;
  @Field({ description: 'Taken by a rule alone, without a human.' })
  automated!: boolean;
  @Field(() => StaffMember, {
    nullable: true,
    description: 'Who decided, for staff; null where a rule acted by itself.',
  })
  by!: StaffMember | null;
  @Field(() => GraphQLISODateTime, { description: 'When.' })
  decidedAt!: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Its author may appeal until then; null: not at all.',
  })
  appealableUntil!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was taken back, for staff.' })
  undoneAt!: Date | null;
  @Field({ description: 'An appeal against it was upheld.' })
  overturned!: boolean;
  @Field(() => PostReference, { nullable: true, description: 'The post that it is about.' })
  post!: PostReference | null;
}

export const DecisionConnection = connectionOf(Decision);

@ObjectType({ description: 'A text of the author’s, for those who review.' })
export class AuthorPost {
  @Field(() => ID, { description: 'Global id of the post.' })
  id!: string;
  @Field(() => PostState, { description: 'Where it stands.' })
  state!: PostState;
  @Field(() => BoardKind, { description: 'Whom its board serves.' })
  boardKind!: BoardKind;
  @Field(() => GraphQLISODateTime, { description: 'When it was submitted.' })
  createdAt!: Date;
  @Reads(({ row }: AuthorPost) => excerptRead(row.boardId))
  @Field(() => String, { nullable: true, description: 'Plain text.' })
  bodyText!: string | null;

  /** Not in the schema. */
  row!: { boardId: string };
}

@ObjectType({ description: 'The author in this program: message, context, history (NSPCC).' })
export class AuthorRecord {
  @Field(() => [AuthorPost], {
    description: 'The last twenty posts in this program that the viewer may review or read.',
  })
  posts!: AuthorPost[];
  @Field(() => [Decision], { description: 'The last twenty decisions about them.' })
  decisions!: Decision[];
}

@ObjectType({ description: 'The text as it stood when it came into the queue; edits and withdrawal do not touch it.' })
export class ReviewEvidence {
  @Field(() => String, { nullable: true, description: 'Title of the thread.' })
  title!: string | null;
  @Field(() => String, { nullable: true, description: 'Markdown as it was.' })
  body!: string | null;
}

@ObjectType({
  description: 'Something that happened in a review queue, as its receiver may see it at the moment of delivery.',
})
export class ReviewQueueEvent {
  @Field({ description: 'Give it as `after` to go on behind this event.' })
  cursor!: string;
  @Field(() => ReviewEventKind, { description: 'What happened.' })
  kind!: ReviewEventKind;
  @Field(() => GraphQLISODateTime, { description: 'When.' })
  occurredAt!: Date;
  @Field(() => Reviewable, { nullable: true, description: 'The item as it is now; null for SUBSCRIBED.' })
  reviewable!: Reviewable | null;
}
