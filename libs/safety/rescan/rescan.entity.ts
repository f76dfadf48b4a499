import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** One reading of everything that is published, with one version of the rules. */
@Entity({ tableName: 'rescan' })
export class RescanRow {
  @PrimaryKey({ type: 'text' })
  packVersion!: string;
  @Property({ type: 'timestamptz' })
  startedAt!: Date;
  /** Posts up to here (by id, that is by time) are done; null: none. */
  @Property({ type: 'uuid', nullable: true })
  afterPostId!: string | null;
  @Property({ type: 'int', default: 0 })
  postsRead!: number;
  @Property({ type: 'int', default: 0 })
  postsHidden!: number;
  @Property({ type: 'int', default: 0 })
  postsQueued!: number;
  /** Whose turn it is, until when: a worker that died gives it up by itself. */
  @Property({ type: 'uuid', nullable: true })
  leaseHolder!: string | null;
  @Property({ type: 'timestamptz', nullable: true })
  leasedUntil!: Date | null;
  @Property({ type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;
}
