import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Account } from './account.entity.js';

/** One sign-in on one device. Access tokens carry its id, refresh tokens are its family. */
@Entity({ tableName: 'session' })
@Index({ name: 'session_account', properties: ['account', 'endedAt'] })
export class Session {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => Account, { deleteRule: 'cascade' })
  account!: Account;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  @Property({ type: 'timestamptz' })
  lastUsedAt!: Date;
  /** Signed in anew after this at the latest, however often it was refreshed. */
  @Property({ type: 'timestamptz' })
  expiresAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
  /** A `SessionEnd` (`session-ends.ts`). */
  @Property({ type: 'text', nullable: true })
  endReason!: string | null;
  /** When the password was last given again in this session; null: only at the sign-in. */
  @Property({ type: 'timestamptz', nullable: true })
  passwordConfirmedAt!: Date | null;
  @Property({ type: 'text', nullable: true })
  userAgent!: string | null;
  /** Where it was signed in from; deleted with the row after 30 days (domain 2.9). */
  @Property({ type: 'text', nullable: true })
  address!: string | null;
}

/** One refresh token, as its SHA-256; used once. */
@Entity({ tableName: 'refresh_token' })
export class RefreshToken {
  @PrimaryKey({ type: 'bytea' })
  hash!: Buffer;
  @ManyToOne(() => Session, { deleteRule: 'cascade' })
  @Index({ name: 'refresh_token_session' })
  session!: Session;
  /** 1 for the sign-in, one more at each refresh; a token given again for a lost answer shares its successor's number. */
  @Property({ type: 'int' })
  generation!: number;
  @Property({ type: 'timestamptz' })
  issuedAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  usedAt!: Date | null;
}

/** Failed sign-ins of late, per account name (known or not) and per address: what slows guessing down. */
@Entity({ tableName: 'sign_in_throttle' })
export class SignInThrottle {
  /** What is guarded, hashed, so that the table holds no name and no address (`sign-in-throttle.ts`). */
  @PrimaryKey({ type: 'bytea' })
  key!: Buffer;
  @Property({ type: 'int' })
  failures!: number;
  @Property({ type: 'timestamptz' })
  @Index({ name: 'sign_in_throttle_age' })
  lastFailureAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  blockedUntil!: Date | null;
}
