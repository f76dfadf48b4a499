import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { BoardKind } from '#forum';
import { Node } from '#platform';
import type { AgeBand as AgeBandName, Mode as ModeName } from './policy.js';
import type { Relation as RelationName } from '../screening/index.js';

const named = <Name extends string>(...names: Name[]): { [Key in Name]: Key } =>
  Object.fromEntries(names.map((name) => [name, name])) as { [Key in Name]: Key };

export const AgeBand = named<AgeBandName>('UNDER_13', 'FROM_13_TO_17', 'ADULT');
export const Relation = named<RelationName>('ADULT_TO_YOUTH', 'YOUTH_TO_ADULT', 'YOUTH_TO_YOUTH', 'ADULT_TO_ADULT');
export const ModerationMode = named<ModeName>('PRE_MODERATED', 'HYBRID', 'POST_MODERATED');

registerEnumType(AgeBand, {
  name: 'AgeBand',
  description: 'How old somebody is, as far as the rules ask.',
  valuesMap: {
    UNDER_13: { description: 'Under thirteen, or a mentee whose age nobody knows.' },
    FROM_13_TO_17: { description: 'Thirteen to seventeen.' },
    ADULT: { description: 'Eighteen and older.' },
  },
});
registerEnumType(Relation, {
  name: 'Relation',
  description: 'Who writes to whom.',
  valuesMap: {
    ADULT_TO_YOUTH: { description: 'An adult to somebody under eighteen.' },
    YOUTH_TO_ADULT: { description: 'Somebody under eighteen to an adult.' },
    YOUTH_TO_YOUTH: { description: 'Somebody under eighteen to others under eighteen.' },
    ADULT_TO_ADULT: { description: 'An adult to adults.' },
  },
});
registerEnumType(ModerationMode, {
  name: 'ModerationMode',
  description: 'What becomes of a text in which the detectors find nothing; what they find always waits.',
  valuesMap: {
    PRE_MODERATED: { description: 'It waits until a human has approved it.' },
    HYBRID: { description: 'It is published at once if its author is trusted; else it waits.' },
    POST_MODERATED: { description: 'It is published at once; a human reads it afterwards.' },
  },
});

@ObjectType({ description: 'A mode for every text that fits; later rules win over earlier ones.' })
export class PolicyRule {
  @Field(() => AgeBand, { nullable: true, description: 'Of the author; null: any.' })
  ageBand!: AgeBandName | null;
  @Field(() => Relation, { nullable: true, description: 'Who writes to whom; null: any.' })
  relation!: RelationName | null;
  @Field(() => BoardKind, { nullable: true, description: 'Where; null: anywhere.' })
  boardKind!: BoardKind | null;
  @Field(() => ModerationMode, { description: 'What becomes of it.' })
  mode!: ModeName;
}

@ObjectType({ description: 'A stretch of the week in which people review.' })
export class PolicyShift {
  @Field(() => Int, { description: '1 Monday to 7 Sunday.' })
  weekday!: number;
  @Field({ description: '`HH:MM` in the program’s own time.' })
  from!: string;
  @Field({ description: '`HH:MM`, exclusive; `24:00` for the end of the day.' })
  until!: string;
}

@ObjectType({ description: 'One change of a policy.' })
export class PolicyChange {
  @Field(() => Int, { description: 'Version that it made.' })
  version!: number;
  @Field({ description: 'Why.' })
  reason!: string;
  @Field(() => GraphQLISODateTime, { description: 'When.' })
  changedAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'End of the exception that it made; null: none.' })
  exceptionUntil!: Date | null;
}

@ObjectType('ProgramPolicy', {
  implements: () => Node,
  description: 'What a program asks for before something is published.',
})
export class ProgramPolicyType extends Node {
  __typename = 'ProgramPolicy' as const;
  @Field(() => Int, { description: 'Goes up with every change; 0: the program has changed nothing.' })
  version!: number;
  @Field(() => [PolicyRule], { description: 'What holds now, exceptions included.' })
  rules!: PolicyRule[];
  @Field(() => [String], { description: 'Hosts that links may lead to, with their subdomains.' })
  allowedHosts!: string[];
  @Field(() => Int, { description: 'Approved posts that make an author trusted.' })
  trustedAfter!: number;
  @Field(() => Int, { description: 'Days after a rejection in which an author is not trusted.' })
  rejectionDays!: number;
  @Field(() => Int, { description: 'First posts of every mentor that wait.' })
  mentorFirstPosts!: number;
  @Field(() => [PolicyShift], { description: 'When people review; the clocks of P2 and P3 run then.' })
  shifts!: PolicyShift[];
  @Field(() => [String], { description: 'Days (`YYYY-MM-DD`) on which nobody reviews.' })
  closedOn!: string[];
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'An exception holds until then; null: none does.' })
  exceptionUntil!: Date | null;
  @Field(() => [PolicyChange], { description: 'The last fifty changes, newest first.' })
  changes!: PolicyChange[];
}

@InputType({ description: 'A mode for every text that fits.' })
export class PolicyRuleInput {
  @Field(() => AgeBand, { nullable: true, description: 'Of the author; absent: any.' })
  ageBand?: AgeBandName | null;
  @Field(() => Relation, { nullable: true, description: 'Who writes to whom; absent: any.' })
  relation?: RelationName | null;
  @Field(() => BoardKind, { nullable: true, description: 'Where; absent: anywhere.' })
  boardKind?: BoardKind | null;
  @Field(() => ModerationMode, { description: 'What becomes of it.' })
  mode!: ModeName;
}

@InputType({ description: 'A stretch of the week in which people review.' })
export class PolicyShiftInput {
  @Field(() => Int, { description: '1 Monday to 7 Sunday.' })
  weekday!: number;
  @Field({ description: '`HH:MM` in the program’s own time.' })
  from!: string;
  @Field({ description: '`HH:MM`, exclusive, later than `from`; `24:00` for the end of the day.' })
  until!: string;
}

@InputType({ description: 'What is to hold; what is absent stays as it is.' })
export class SetProgramPolicyInput {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;
  @Field({ description: 'Why, for the record: 1 to 1,000 characters.' })
  reason!: string;
  @Field(() => Int, { nullable: true, description: '`ProgramPolicy.version` that you read; another one is CONFLICT.' })
  expectedVersion?: number | null;
  @Field(() => [PolicyRuleInput], {
    nullable: true,
    description: 'The program’s own rules, on top of those that come with Porchlight; at most 50.',
  })
  rules?: PolicyRuleInput[] | null;
  @Field(() => [String], { nullable: true, description: 'All hosts that links may lead to; at most 500.' })
  allowedHosts?: string[] | null;
  @Field(() => Int, { nullable: true, description: 'Approved posts that make an author trusted, 0 to 1,000.' })
  trustedAfter?: number | null;
  @Field(() => Int, { nullable: true, description: 'Days after a rejection without trust, 0 to 365.' })
  rejectionDays?: number | null;
  @Field(() => Int, { nullable: true, description: 'First posts of every mentor that wait, 0 to 1,000.' })
  mentorFirstPosts?: number | null;
  @Field(() => [PolicyShiftInput], { nullable: true, description: 'When people review; at most 50.' })
  shifts?: PolicyShiftInput[] | null;
  @Field(() => [String], { nullable: true, description: 'Days (`YYYY-MM-DD`) on which nobody reviews; at most 366.' })
  closedOn?: string[] | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description:
      'Needed where something is to be looser than Porchlight’s own rules: then all of this holds until that instant, at most a year ahead, and what held before comes back. For the safeguarding lead. A change without it ends a running exception.',
  })
  exceptionUntil?: Date | null;
}

@ObjectType({ description: 'The policy that was set.' })
export class SetProgramPolicyPayload {
  @Field(() => ProgramPolicyType, { description: 'What holds now.' })
  policy!: ProgramPolicyType;
}
