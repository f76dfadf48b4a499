import { Field, GraphQLISODateTime, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { PersonType } from '#membership';
import { connectionOf, Node, Reads } from '#platform';
import { FlagCategory, Priority } from '../safety.types.js';

export enum CaseState {
  OPEN = 'OPEN',
  CLOSED = 'CLOSED',
}

registerEnumType(CaseState, {
  name: 'SafetyCaseState',
  description: 'Whether a case still needs somebody.',
  valuesMap: { OPEN: { description: 'It does.' }, CLOSED: { description: 'It was brought to an end.' } },
});

/** How a case ended. */
export enum CaseOutcome {
  SUPPORTED = 'SUPPORTED',
  REFERRED = 'REFERRED',
  MEASURES_TAKEN = 'MEASURES_TAKEN',
  UNFOUNDED = 'UNFOUNDED',
}

registerEnumType(CaseOutcome, {
  name: 'SafetyCaseOutcome',
  description: 'How a case ended.',
  valuesMap: {
    SUPPORTED: { description: 'The person was talked to and is looked after.' },
    REFERRED: { description: 'Somebody outside has taken it on (child protection, police, a clinic).' },
    MEASURES_TAKEN: { description: 'The program acted: a match ended, a person was stopped.' },
    UNFOUNDED: { description: 'There was nothing to be worried about.' },
  },
});

export enum CaseEntryKind {
  OPENED = 'OPENED',
  LINKED = 'LINKED',
  PAGED = 'PAGED',
  PAGE_FAILED = 'PAGE_FAILED',
  NOBODY_TO_PAGE = 'NOBODY_TO_PAGE',
  ACKNOWLEDGED = 'ACKNOWLEDGED',
  ASSIGNED = 'ASSIGNED',
  NOTE = 'NOTE',
  HELP_ASKED = 'HELP_ASKED',
  REPORT_NEEDED = 'REPORT_NEEDED',
  REPORT_MADE = 'REPORT_MADE',
  REPRIORITISED = 'REPRIORITISED',
  OVERDUE = 'OVERDUE',
  DECIDED = 'DECIDED',
  CLOSED = 'CLOSED',
}

registerEnumType(CaseEntryKind, {
  name: 'SafetyCaseEntryKind',
  description: 'What happened in a case. More kinds may come: ignore those you do not know.',
  valuesMap: {
    OPENED: { description: 'It began.' },
    LINKED: { description: 'Something else turned out to be part of it.' },
    PAGED: { description: 'Somebody was told.' },
    PAGE_FAILED: { description: 'A way to tell somebody did not work; it is tried again.' },
    NOBODY_TO_PAGE: { description: 'There was nobody to tell.' },
    ACKNOWLEDGED: { description: 'Somebody took it on.' },
    ASSIGNED: { description: 'It has another owner.' },
    NOTE: { description: 'Staff wrote a note.' },
    HELP_ASKED: { description: 'The person asked for help, with these words if any.' },
    REPORT_NEEDED: { description: 'Somebody outside has to be told; the clock runs.' },
    REPORT_MADE: { description: 'Somebody outside was told.' },
    REPRIORITISED: { description: 'Its priority changed.' },
    OVERDUE: { description: 'A time limit passed; the safeguarding leads were told.' },
    DECIDED: { description: 'A human decided on the text that it is about.' },
    CLOSED: { description: 'It was brought to an end.' },
  },
});

@ObjectType({
  description: 'The text that a case is about, as it was then: later edits and withdrawal do not change it.',
})
export class CaseEvidence {
  @Field(() => ID, { description: 'Global id of the post.' })
  postId!: string;
  @Field(() => ID, { description: 'Global id of the revision.' })
  revisionId!: string;
  @Field({ description: 'Title of its thread.' })
  threadTitle!: string;
  @Field(() => PersonType, { description: 'Who wrote it.' })
  author!: PersonType;
  @Field({ description: 'Markdown as written; empty once it was erased.' })
  body!: string;
  @Field({ description: 'Sanitised HTML.' })
  bodyHtml!: string;
  @Field(() => GraphQLISODateTime, { description: 'When it was written.' })
  createdAt!: Date;
}

@ObjectType({
  description: 'A flag that is part of a case, for those who work on it. Never shown to whom it is about.',
})
export class CaseFlag {
  @Field(() => FlagCategory, { description: 'What the person said is wrong.' })
  category!: FlagCategory;
  @Field(() => String, { nullable: true, description: 'Their own words.' })
  note!: string | null;
  @Field(() => PersonType, { description: 'Who flagged: somebody to look after, and never to be named to others.' })
  reporter!: PersonType;
  @Field(() => GraphQLISODateTime, { description: 'When.' })
  createdAt!: Date;
}

@ObjectType({ description: 'That somebody outside was told, or has to be.' })
export class ExternalReport {
  @Field(() => ID, { description: 'Opaque; give it to `recordExternalReport` once the report was made.' })
  id!: string;
  @Field({ description: 'Police, child protection, CyberTipline, CEOP …' })
  agency!: string;
  @Field(() => String, { nullable: true, description: 'Their reference.' })
  reference!: string | null;
  @Field(() => GraphQLISODateTime, { description: 'To be made by then: twelve hours after it was found to be due.' })
  dueAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was made; null while it is due.' })
  madeAt!: Date | null;
}

@ObjectType({ description: 'One thing that happened in a case.' })
export class SafetyCaseEntry {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;
  @Field(() => GraphQLISODateTime, { description: 'When.' })
  at!: Date;
  @Field(() => CaseEntryKind, { description: 'What.' })
  kind!: CaseEntryKind;
  @Field(() => PersonType, { nullable: true, description: 'Who did it; null where a rule did.' })
  actor!: PersonType | null;
  @Field(() => String, { nullable: true, description: 'A note, or the words of the person who asked for help.' })
  text!: string | null;
}

export const SafetyCaseEntryConnection = connectionOf(SafetyCaseEntry);

@Reads(({ row }: SafetyCase) => ({ action: 'case.read', id: row.id }))
@ObjectType({
  implements: () => Node,
  description: 'A concern about a person, for its owner and the safeguarding leads.',
})
export class SafetyCase extends Node {
  __typename = 'SafetyCase' as const;
  @Field(() => CaseState, { description: 'Whether it still needs somebody.' })
  state!: CaseState;
  @Field(() => Priority, { description: 'P0 or P1.' })
  priority!: Priority;
  @Field({ description: 'What it is about: a flag’s category, a family of rules, HELP_SIGNAL.' })
  category!: string;
  @Field(() => PersonType, { nullable: true, description: 'Whom it is about.' })
  subject!: PersonType | null;
  @Field(() => PersonType, { nullable: true, description: 'Somebody whom that person named.' })
  about!: PersonType | null;
  @Field(() => PersonType, { nullable: true, description: 'Who works on it; null while nobody does.' })
  owner!: PersonType | null;
  @Field(() => GraphQLISODateTime, { description: 'When it began.' })
  openedAt!: Date;
  @Field(() => GraphQLISODateTime, { description: 'Somebody has to take it on by then.' })
  acknowledgeDueAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When somebody took it on.' })
  acknowledgedAt!: Date | null;
  @Field(() => GraphQLISODateTime, { description: 'A human has to decide by then.' })
  decideDueAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When a human decided.' })
  decidedAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was brought to an end.' })
  closedAt!: Date | null;
  @Field(() => CaseOutcome, { nullable: true, description: 'How it ended.' })
  outcome!: CaseOutcome | null;

  /** Row ids, for its fields; not in the schema. */
  row!: { id: string; programId: string; postId: string | null; revisionId: string | null };
}

export const SafetyCaseConnection = connectionOf(SafetyCase);

@ObjectType({ description: 'That you were told of a case which nobody has taken on yet.' })
export class PagedCase {
  @Field(() => ID, { description: 'Global id of the case: give it to `acknowledgeCase`, and it is yours.' })
  caseId!: string;
  @Field(() => Priority, { description: 'How urgent it is.' })
  priority!: Priority;
  @Field({ description: 'Name of the program.' })
  programName!: string;
  @Field(() => GraphQLISODateTime, { description: 'When you were told first.' })
  toldAt!: Date;
}
