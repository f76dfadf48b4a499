import { ArgsType, Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, ForwardArgs, Node, type Read, Reads } from '#platform';

const trailRead = (programId: string | null): Read | null =>
  programId === null ? null : { action: 'trail.read', id: programId };

@ObjectType({
  description: 'A code, count or id that belongs to a line of the trail; never a text that somebody wrote.',
})
export class AuditFact {
  @Field({ description: 'Its name.' })
  name!: string;
  @Field({ description: 'Its value; a number, a truth value or a list as JSON.' })
  value!: string;
}

@Reads(({ programId }: AuditEvent) => trailRead(programId))
@ObjectType({
  implements: () => Node,
  description: 'One line of the audit trail: who did what to what, and its place in the hash chain. No content.',
})
export class AuditEvent extends Node {
  __typename = 'AuditEvent' as const;
  @Field(() => Int, { description: 'Its place in the chain, from 1 without gaps.' })
  seq!: number;
  @Field(() => GraphQLISODateTime, { description: 'When it happened.' })
  at!: Date;
  @Field({ description: 'What was done, past tense: `post.published`, `consent.revoked`.' })
  action!: string;
  @Field(() => ID, { nullable: true, description: 'Global id of the account; null where a rule acted by itself.' })
  actorId!: string | null;
  @Field(() => String, { nullable: true, description: 'The role that made it allowed.' })
  actorRole!: string | null;
  @Field({ description: 'Kind of thing it was done to.' })
  targetType!: string;
  @Field(() => ID, { description: 'Global id of that thing, where its kind has one.' })
  targetId!: string;
  @Field(() => ID, { nullable: true, description: 'Global id of the text it was about.' })
  revisionId!: string | null;
  @Field(() => String, { nullable: true, description: 'State before.' })
  fromState!: string | null;
  @Field(() => String, { nullable: true, description: 'State after.' })
  toState!: string | null;
  @Field(() => [String], { description: 'Rules with version that moved an automatic step.' })
  ruleIds!: string[];
  @Field(() => String, { nullable: true, description: 'Code of the reason.' })
  reasonCode!: string | null;
  @Field(() => ID, { nullable: true, description: 'The request that it happened in, as logs name it.' })
  requestId!: string | null;
  @Field(() => [AuditFact], { description: 'Further codes and counts.' })
  facts!: AuditFact[];
  @Field({ description: 'SHA-256 over the line with its place and `previousHash`, hexadecimal.' })
  hash!: string;
  @Field({ description: '`hash` of the line before it in the chain; zeros for the first.' })
  previousHash!: string;

  /** Whose chain it is in; not in the schema. */
  programId!: string | null;
}

const AuditEventPage = connectionOf(AuditEvent);

/** With what `verified` is answered from. */
@Reads(({ chain }: AuditTrail) => trailRead(chain))
@ObjectType('AuditTrail', { description: 'A page of the trail, newest first.' })
export class AuditTrail extends AuditEventPage {
  /** The program; not in the schema. */
  chain!: string;
  /** Every line of the page is what was sealed; not in the schema. */
  pageIsWhole!: boolean;
}

@InputType({ description: 'Lines that meet all of what is given.' })
export class AuditTrailFilter {
  @Field(() => [String], { nullable: true, description: 'With one of these actions; at most 50.' })
  actions?: string[] | null;
  @Field(() => ID, { nullable: true, description: 'By this account.' })
  actorId?: string | null;
  @Field(() => String, { nullable: true, description: 'About this kind of thing: `Post`, `Match`.' })
  targetType?: string | null;
  @Field(() => ID, { nullable: true, description: 'About this thing.' })
  targetId?: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Not before.' })
  from?: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Before.' })
  to?: Date | null;
}

@ArgsType()
export class AuditTrailArgs extends ForwardArgs {
  @Field(() => ID, { description: 'Whose trail.' })
  programId!: string;
  @Field(() => AuditTrailFilter, { nullable: true, description: 'Which lines; absent: all.' })
  filter?: AuditTrailFilter | null;
}

@Reads(({ chain }: AuditVerification) => trailRead(chain))
@ObjectType({ description: 'Whether the trail of a program is still what was written.' })
export class AuditVerification {
  @Field({ description: 'Nothing was found broken, at night or now.' })
  verified!: boolean;
  @Field(() => Int, { description: 'Lines in the chain.' })
  lines!: number;
  @Field({ description: 'Hash of the newest line: compare it with the one that the log had that day.' })
  headHash!: string;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When every line was last checked.' })
  checkedAt!: Date | null;
  @Field(() => Int, { nullable: true, description: 'Up to which line it was then whole.' })
  checkedLines!: number | null;
  @Field(() => Int, { nullable: true, description: 'First line that was not what had been sealed.' })
  brokenAt!: number | null;

  /** The program; not in the schema. */
  chain!: string;
}
