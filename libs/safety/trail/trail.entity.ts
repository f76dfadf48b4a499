import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** The place of one line of the trail in its chain. Never changed: triggers refuse update, delete and truncate. */
@Entity({ tableName: 'audit_seal' })
export class AuditSealRow {
  /** The program; the nil UUID for lines that belong to none. */
  @PrimaryKey({ type: 'uuid' })
  chain!: string;
  /** From 1, without gaps. */
  @PrimaryKey({ type: 'bigint' })
  seq!: number;
  @Property({ type: 'uuid', unique: 'audit_seal_audit_id_unique' })
  auditId!: string;
  @Property({ columnType: 'bytea', type: 'unknown' })
  previousHash!: Buffer;
  /** What it is made of: `trail-line.ts`. */
  @Property({ columnType: 'bytea', type: 'unknown' })
  hash!: Buffer;
}

/** A line that waits for its seal: put here by a trigger with the line itself, taken away with the seal. */
@Entity({ tableName: 'audit_unsealed' })
export class AuditUnsealedRow {
  @PrimaryKey({ type: 'uuid' })
  chain!: string;
  @PrimaryKey({ type: 'timestamptz' })
  at!: Date;
  @PrimaryKey({ type: 'uuid' })
  auditId!: string;
}

/** What the last verification of a whole chain found. */
@Entity({ tableName: 'audit_verification' })
export class AuditVerificationRow {
  @PrimaryKey({ type: 'uuid' })
  chain!: string;
  /** Found whole up to here, with this hash. */
  @Property({ type: 'bigint' })
  checkedSeq!: number;
  @Property({ columnType: 'bytea', type: 'unknown' })
  checkedHash!: Buffer;
  @Property({ type: 'timestamptz' })
  checkedAt!: Date;
  /** First place that does not fit; null while the chain is whole. */
  @Property({ type: 'bigint', nullable: true })
  brokenSeq!: number | null;
}

/** When somebody of the staff last read a match board or one of its threads: for its readers, and for coverage. */
@Entity({ tableName: 'staff_read' })
@Index({
  name: 'staff_read_board',
  expression: 'create index "staff_read_board" on "staff_read" ("board_id", "last_at") where "board_id" is not null',
})
export class StaffReadRow {
  @PrimaryKey({ type: 'uuid' })
  targetId!: string;
  @PrimaryKey({ type: 'uuid' })
  accountId!: string;
  @Property({ type: 'uuid', nullable: true })
  boardId!: string | null;
  /** To the minute. */
  @Property({ type: 'timestamptz' })
  lastAt!: Date;
  /** Not read any more: `staff_read_line` knows when the trail was told. */
  @Property({ type: 'timestamptz' })
  lineAt!: Date;
}

/** When the trail was last told of what somebody of the staff read: by the access under which they read it. */
@Entity({ tableName: 'staff_read_line' })
@Index({ name: 'staff_read_line_age', properties: ['lineAt'] })
export class StaffReadLineRow {
  @PrimaryKey({ type: 'uuid' })
  accountId!: string;
  @PrimaryKey({ type: 'uuid' })
  targetId!: string;
  /** Action of the audit line. */
  @PrimaryKey({ type: 'text' })
  action!: string;
  /** The chain in which the line stands; the nil UUID for what belongs to no program. */
  @PrimaryKey({ type: 'uuid' })
  programId!: string;
  /** What gave access: roles, and grants for a time with their ids; comma between several. */
  @PrimaryKey({ type: 'text' })
  access!: string;
  @Property({ type: 'timestamptz' })
  lineAt!: Date;
}

export const trailEntities = [AuditSealRow, AuditUnsealedRow, AuditVerificationRow, StaffReadRow, StaffReadLineRow];
