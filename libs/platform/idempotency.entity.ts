import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** One used idempotency key; deleted after 48 hours. */
@Entity({ tableName: 'idempotency' })
export class IdempotencyRow {
  @PrimaryKey({ type: 'uuid' })
  accountId!: string;
  @PrimaryKey({ type: 'text' })
  operation!: string;
  @PrimaryKey({ type: 'text' })
  key!: string;
  @Property({ type: 'bytea' })
  inputHash!: Buffer;
  @Property({ type: 'uuid', nullable: true })
  resultId!: string | null;
  @Property({ type: 'timestamptz' })
  @Index({ name: 'idempotency_age' })
  createdAt!: Date;
}
