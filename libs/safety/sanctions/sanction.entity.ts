import { Check, Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ReasonCode } from '../safety.types.js';
import { SanctionKind, SanctionScope } from './sanctions.types.js';

/** A measure against a person: by a human, with reasons, with an end. Never by a rule, and never because of flags alone. */
@Entity({ tableName: 'sanction' })
@Index({ name: 'sanction_account', properties: ['accountId', 'imposedAt', 'id'] })
@Index({ name: 'sanction_program', properties: ['programId', 'imposedAt', 'id'] })
@Check({
  name: 'sanction_answered_by_another',
  expression: 'appeal_answered_by is null or appeal_answered_by <> imposed_by',
})
export class SanctionRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'uuid' })
  programId!: string;
  @Property({ type: 'uuid' })
  accountId!: string;
  @Enum({ items: () => SanctionKind, columnType: 'text' })
  kind!: SanctionKind;
  @Enum({ items: () => SanctionScope, columnType: 'text' })
  scope!: SanctionScope;
  @Enum({ items: () => ReasonCode, columnType: 'text' })
  reasonCode!: ReasonCode;
  /** The facts, in the words of whoever imposed it; the person reads them. */
  @Property({ type: 'text' })
  reason!: string;
  /** The whole statement of reasons, as it was given (DSA Art. 17). */
  @Property({ type: 'text' })
  statement!: string;
  @Property({ type: 'uuid', nullable: true })
  caseId!: string | null;
  @Property({ type: 'uuid' })
  imposedBy!: string;
  @Property({ type: 'timestamptz' })
  imposedAt!: Date;
  /** Null for a warning: it has no length. */
  @Property({ type: 'timestamptz', nullable: true })
  endsAt!: Date | null;
  @Property({ type: 'timestamptz' })
  appealableUntil!: Date;
  /** What the person says against it, once. */
  @Property({ type: 'text', nullable: true })
  appealText!: string | null;
  @Property({ type: 'timestamptz', nullable: true })
  appealedAt!: Date | null;
  /** Somebody else than who imposed it; the database keeps that. */
  @Property({ type: 'uuid', nullable: true })
  appealAnsweredBy!: string | null;
  @Property({ type: 'timestamptz', nullable: true })
  appealAnsweredAt!: Date | null;
  @Property({ type: 'text', nullable: true })
  appealAnswer!: string | null;
  @Property({ type: 'boolean', nullable: true })
  appealUpheld!: boolean | null;
  @Property({ type: 'uuid', nullable: true })
  liftedBy!: string | null;
  @Property({ type: 'timestamptz', nullable: true })
  liftedAt!: Date | null;
  @Property({ type: 'text', nullable: true })
  liftReason!: string | null;
}
