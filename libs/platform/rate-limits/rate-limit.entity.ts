import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What one key has used up in its window; the columns are those that rate-limiter-flexible reads and writes. */
@Entity({ tableName: 'rate_limit' })
export class RateLimitRow {
  @PrimaryKey({ type: 'text' })
  key!: string;
  @Property({ type: 'int', default: 0 })
  points!: number;
  /** End of the window, milliseconds since 1970. */
  @Property({ type: 'bigint', nullable: true })
  @Index({ name: 'rate_limit_expire' })
  expire!: number | null;
}
