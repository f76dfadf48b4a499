import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** That somebody does not want to read what another person writes. Known to the one who blocked, and to staff of the pair. */
@Entity({ tableName: 'account_block' })
export class AccountBlock {
  @PrimaryKey({ type: 'uuid' })
  accountId!: string;
  @PrimaryKey({ type: 'uuid' })
  @Index({ name: 'account_block_blocked' })
  blockedId!: string;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
