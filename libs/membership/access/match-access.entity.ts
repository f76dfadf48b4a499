import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Account } from '#accounts';
import { Match } from '../match.entity.js';

/** Why somebody who is not the coordinator of a match reads its board for a time (domain 2.2). */
export enum MatchAccessKind {
  COVER = 'COVER',
  BREAK_GLASS = 'BREAK_GLASS',
}

/** Access to one match that ends by the clock. Rows stay: they are the record of who could read. */
@Entity({ tableName: 'match_access' })
@Index({ name: 'match_access_holder', properties: ['account', 'untilAt'] })
@Index({ name: 'match_access_match', properties: ['match', 'untilAt'] })
export class MatchAccess {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => Match)
  match!: Match;
  @ManyToOne(() => Account)
  account!: Account;
  @Enum({ items: () => MatchAccessKind, columnType: 'text' })
  kind!: MatchAccessKind;
  /** By staff, for staff. */
  @Property({ type: 'text' })
  reason!: string;
  @Property({ type: 'timestamptz' })
  fromAt!: Date;
  /** Not after it; earlier once somebody ended it. */
  @Property({ type: 'timestamptz' })
  untilAt!: Date;
  @ManyToOne(() => Account)
  givenBy!: Account;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
