import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What holds in a program now. No row: the defaults of `policy.ts`. */
@Entity({ tableName: 'program_policy' })
export class ProgramPolicyRow {
  @PrimaryKey({ type: 'uuid' })
  programId!: string;
  @Property({ type: 'int' })
  version!: number;
  /** `PolicySettings`, nowhere looser than the defaults. */
  @Property({ type: 'jsonb' })
  settings!: object;
  /** What holds instead until `exceptionUntil`; may be looser. */
  @Property({ type: 'jsonb', nullable: true })
  exception!: object | null;
  @Property({ type: 'timestamptz', nullable: true })
  exceptionUntil!: Date | null;
}

/** Every policy that a program ever had, with who set it and why. Never changed. */
@Entity({ tableName: 'program_policy_change' })
@Index({
  name: 'program_policy_change_program',
  expression:
    'create unique index "program_policy_change_program" on "program_policy_change" ("program_id", "version")',
})
export class ProgramPolicyChangeRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'uuid' })
  programId!: string;
  @Property({ type: 'int' })
  version!: number;
  @Property({ type: 'jsonb' })
  settings!: object;
  @Property({ type: 'jsonb', nullable: true })
  exception!: object | null;
  @Property({ type: 'timestamptz', nullable: true })
  exceptionUntil!: Date | null;
  @Property({ type: 'text' })
  reason!: string;
  @Property({ type: 'uuid' })
  changedBy!: string;
  @Property({ type: 'timestamptz' })
  changedAt!: Date;
}
