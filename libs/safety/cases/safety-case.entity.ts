import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Priority } from '../safety.types.js';
import { CaseEntryKind, CaseOutcome, CaseState } from './cases.types.js';

/** A concern about a person, above content. Its owner and the safeguarding leads know of it, nobody else. */
@Entity({ tableName: 'safety_case' })
@Index({ name: 'safety_case_program', properties: ['programId', 'state', 'priority', 'openedAt', 'id'] })
@Index({
  name: 'safety_case_open_post',
  expression:
    'create unique index "safety_case_open_post" on "safety_case" ("post_id") where "state" = \'OPEN\' and "post_id" is not null',
})
@Index({
  name: 'safety_case_due',
  expression: 'create index "safety_case_due" on "safety_case" ("opened_at") where "state" = \'OPEN\'',
})
@Index({ name: 'safety_case_subject', properties: ['subjectAccountId'] })
export class SafetyCaseRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'uuid' })
  programId!: string;
  @Enum({ items: () => CaseState, columnType: 'text' })
  state!: CaseState;
  @Enum({ items: () => Priority, columnType: 'text' })
  priority!: Priority;
  /** What it is about, as a code: a flag's category, a family of rules, HELP_SIGNAL. */
  @Property({ type: 'text' })
  category!: string;
  /** Whom it is about: the author of the text, the flagged person, or who asked for help. */
  @Property({ type: 'uuid', nullable: true })
  subjectAccountId!: string | null;
  /** Somebody else whom the subject named; like the subject, they never see the case. */
  @Property({ type: 'uuid', nullable: true })
  aboutAccountId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  matchId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  postId!: string | null;
  /** The text as it was; revisions never change, so this is the evidence. */
  @Property({ type: 'uuid', nullable: true })
  revisionId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  reviewableId!: string | null;
  /** Null where a rule opened it. */
  @Property({ type: 'uuid', nullable: true })
  openedBy!: string | null;
  @Property({ type: 'timestamptz' })
  openedAt!: Date;
  @Property({ type: 'uuid', nullable: true })
  ownerId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  acknowledgedBy!: string | null;
  @Property({ type: 'timestamptz', nullable: true })
  acknowledgedAt!: Date | null;
  @Property({ type: 'timestamptz' })
  acknowledgeDueAt!: Date;
  /** When the late acknowledgement was told to the lead; null while it is in time. */
  @Property({ type: 'timestamptz', nullable: true })
  acknowledgeBreachedAt!: Date | null;
  @Property({ type: 'timestamptz' })
  decideDueAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;
  @Property({ type: 'timestamptz', nullable: true })
  decideBreachedAt!: Date | null;
  /** Rounds of paging so far; round n goes to the n-th person of the chain, and on from its start. */
  @Property({ type: 'int', default: 0 })
  pageRound!: number;
  /** When the next person is paged unless somebody acknowledges; null once somebody has. */
  @Property({ type: 'timestamptz', nullable: true })
  nextPageAt!: Date | null;
  @Property({ type: 'uuid', nullable: true })
  closedBy!: string | null;
  @Property({ type: 'timestamptz', nullable: true })
  closedAt!: Date | null;
  @Enum({ items: () => CaseOutcome, columnType: 'text', nullable: true })
  outcome!: CaseOutcome | null;
}

/** One thing that happened in a case, in order; notes among them. Never changed. */
@Entity({ tableName: 'safety_case_entry' })
@Index({ name: 'safety_case_entry_case', properties: ['safetyCase', 'at', 'id'] })
export class SafetyCaseEntryRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => SafetyCaseRow)
  safetyCase!: SafetyCaseRow;
  @Property({ type: 'timestamptz' })
  at!: Date;
  @Enum({ items: () => CaseEntryKind, columnType: 'text' })
  kind!: CaseEntryKind;
  @Property({ type: 'uuid', nullable: true })
  actorId!: string | null;
  /** What staff wrote, or the person who asked for help. */
  @Property({ type: 'text', nullable: true })
  text!: string | null;
  @Property({ type: 'jsonb', default: '{}' })
  facts!: object;
}

/** That somebody outside was told, or has to be, with the clock for it. */
@Entity({ tableName: 'external_report' })
@Index({ name: 'external_report_case', properties: ['safetyCase'] })
@Index({
  name: 'external_report_waiting',
  expression:
    'create index "external_report_waiting" on "external_report" ("due_at") where "made_at" is null and "overdue_told_at" is null',
})
export class ExternalReportRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => SafetyCaseRow)
  safetyCase!: SafetyCaseRow;
  /** Police, child protection, NCMEC CyberTipline, CEOP … */
  @Property({ type: 'text' })
  agency!: string;
  @Property({ type: 'text', nullable: true })
  reference!: string | null;
  @Property({ type: 'timestamptz' })
  dueAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  madeAt!: Date | null;
  @Property({ type: 'timestamptz', nullable: true })
  overdueToldAt!: Date | null;
  @Property({ type: 'uuid' })
  recordedBy!: string;
  @Property({ type: 'timestamptz' })
  recordedAt!: Date;
}
