import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Account } from '#accounts';
import { Program } from './program.entity.js';

export enum CorrectionKind {
  BIRTH_DATE = 'BIRTH_DATE',
  COHORT = 'COHORT',
  /** Somebody who was stopped for safety takes part again. */
  STOP_LIFTED = 'STOP_LIFTED',
}

/** Why staff corrected what was recorded about a person, or lifted their stop. Neither the old value nor the new one is in it. */
@Entity({ tableName: 'correction' })
@Index({ name: 'correction_account', properties: ['account', 'correctedAt'] })
export class Correction {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => Account)
  account!: Account;
  /** The program whose staff corrected it. */
  @ManyToOne(() => Program)
  @Index({ name: 'correction_program' })
  program!: Program;
  @Enum({ items: () => CorrectionKind, columnType: 'text' })
  kind!: CorrectionKind;
  /** By staff, for staff. */
  @Property({ type: 'text' })
  reason!: string;
  @Property({ type: 'uuid' })
  correctedBy!: string;
  @Property({ type: 'timestamptz' })
  correctedAt!: Date;
}
