import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** How far one person has read a thread. Never seen by another. */
@Entity({ tableName: 'read_mark' })
export class ReadMark {
  @PrimaryKey({ type: 'uuid' })
  accountId!: string;
  @PrimaryKey({ type: 'uuid' })
  @Index({ name: 'read_mark_thread' })
  threadId!: string;
  /** Every post up to this number is read. It only grows. */
  @Property({ type: 'int', default: 0 })
  lastReadNumber!: number;
  /** Numbers above it that are read too (own posts, a jump), sorted. */
  @Property({ type: 'unknown', columnType: 'int[]', default: '{}' })
  readAbove!: number[];
  @Property({ type: 'timestamptz' })
  updatedAt!: Date;
}
