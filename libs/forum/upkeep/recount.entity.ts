import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What the last nightly recount found; one row, so every process can tell it in its health. */
@Entity({ tableName: 'forum_recount' })
export class ForumRecount {
  /** Always 1. */
  @PrimaryKey({ type: 'int', autoincrement: false })
  id!: number;
  @Property({ type: 'timestamptz' })
  countedAt!: Date;
  @Property({ type: 'int' })
  drifts!: number;
  /** Names of the recounts that found a difference. */
  @Property({ columnType: 'text[]', type: 'unknown' })
  checks!: string[];
}
