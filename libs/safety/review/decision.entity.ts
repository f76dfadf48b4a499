import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { PostState } from '#forum';
import { DecisionKind, ReasonCode } from '../safety.types.js';
import { ReviewableRow } from './reviewable.entity.js';

/** What was decided, about which text, by whom and why. A trigger refuses a decision in one's own matter. */
@Entity({ tableName: 'decision' })
@Index({
  name: 'decision_once',
  expression: 'create unique index "decision_once" on "decision" ("reviewable_id", "item_version")',
})
@Index({ name: 'decision_subject', properties: ['subjectAccountId', 'decidedAt', 'id'] })
@Index({ name: 'decision_post', properties: ['postId'] })
export class DecisionRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => ReviewableRow)
  reviewable!: ReviewableRow;
  /** Version of the item that was decided: each is decided once. */
  @Property({ type: 'int' })
  itemVersion!: number;
  @Property({ type: 'uuid' })
  programId!: string;
  @Property({ type: 'uuid', nullable: true })
  postId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  revisionId!: string | null;
  /** What was shown before, where the decision shows something else. */
  @Property({ type: 'uuid', nullable: true })
  shownBefore!: string | null;
  /** Author of the text: who is told, and who may appeal. */
  @Property({ type: 'uuid', nullable: true })
  subjectAccountId!: string | null;
  /** Null where a rule acted by itself. */
  @Property({ type: 'uuid', nullable: true })
  actorId!: string | null;
  @Property({ type: 'text', nullable: true })
  actorRole!: string | null;
  @Enum({ items: () => DecisionKind, columnType: 'text' })
  kind!: DecisionKind;
  /** What it did to the post (`legal-decisions.ts`); KEEP: nothing. */
  @Property({ type: 'text' })
  effect!: string;
  @Enum({ items: () => ReasonCode, columnType: 'text' })
  reasonCode!: ReasonCode;
  /** What the author is told in the moderator's own words. */
  @Property({ type: 'text', nullable: true })
  note!: string | null;
  /** Statement of reasons, as it was given (DSA Art. 17); null where nothing was restricted. */
  @Property({ type: 'text', nullable: true })
  statement!: string | null;
  /** No human took part in it. */
  @Property({ type: 'boolean' })
  automated!: boolean;
  @Enum({ items: () => PostState, columnType: 'text', nullable: true })
  fromState!: PostState | null;
  @Enum({ items: () => PostState, columnType: 'text', nullable: true })
  toState!: PostState | null;
  @Property({ type: 'timestamptz' })
  decidedAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  appealableUntil!: Date | null;
  @Property({ type: 'timestamptz', nullable: true })
  undoneAt!: Date | null;
  /** When an appeal against it was upheld. */
  @Property({ type: 'timestamptz', nullable: true })
  overturnedAt!: Date | null;
}

/** An author's word against a decision: one for each. */
@Entity({ tableName: 'appeal' })
@Index({
  name: 'appeal_once',
  expression: 'create unique index "appeal_once" on "appeal" ("decision_id")',
})
export class AppealRow {
  @PrimaryKey({ type: 'uuid' })
  reviewableId!: string;
  @ManyToOne(() => DecisionRow)
  decision!: DecisionRow;
  @Property({ type: 'uuid' })
  appellantId!: string;
  @Property({ type: 'text' })
  text!: string;
  @Property({ type: 'timestamptz' })
  madeAt!: Date;
  @Property({ type: 'boolean', nullable: true })
  upheld!: boolean | null;
}

/** Rules that were wrong about a text, as an appeal found: an example for whoever tunes them. Ids only. */
@Entity({ tableName: 'rule_label' })
@Index({ name: 'rule_label_rule', properties: ['ruleId', 'labelledAt'] })
export class RuleLabelRow {
  @PrimaryKey({ type: 'uuid' })
  decisionId!: string;
  @PrimaryKey({ type: 'text' })
  ruleId!: string;
  @Property({ type: 'int' })
  ruleVersion!: number;
  @Property({ type: 'uuid' })
  revisionId!: string;
  /** FALSE_POSITIVE. */
  @Property({ type: 'text' })
  label!: string;
  @Property({ type: 'timestamptz' })
  labelledAt!: Date;
}

/** Words for a reason that a program uses again and again. */
@Entity({ tableName: 'saved_reason' })
@Index({ name: 'saved_reason_program', properties: ['programId'] })
export class SavedReasonRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'uuid' })
  programId!: string;
  @Enum({ items: () => ReasonCode, columnType: 'text' })
  reasonCode!: ReasonCode;
  @Property({ type: 'text' })
  text!: string;
  @Property({ type: 'uuid' })
  savedBy!: string;
  @Property({ type: 'timestamptz' })
  savedAt!: Date;
}
