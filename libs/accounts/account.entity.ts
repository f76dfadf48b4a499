import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

export enum AccountStatus {
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
  CLOSED = 'CLOSED',
}

/** A human who can sign in. What they may do is in their enrolments (`membership`). */
@Entity({ tableName: 'account' })
export class Account {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  /** As written by the one who made it, NFC. */
  @Property({ type: 'text' })
  username!: string;
  /** Case-folded; the name to sign in with. */
  @Property({ type: 'text', unique: 'account_username_key_unique' })
  usernameKey!: string;
  /** UTS 39 skeleton: two names that look alike cannot both exist. */
  @Property({ type: 'text', unique: 'account_username_skeleton_unique' })
  usernameSkeleton!: string;
  /** Shown to peers; a pseudonym, never a surname. */
  @Property({ type: 'text' })
  displayName!: string;
  @Property({ type: 'text', nullable: true })
  email!: string | null;
  /** A day without a time; null where an agency attests the age band only. */
  @Property({ type: 'date', nullable: true })
  birthDate!: string | null;
  /** PHC string of argon2id; null while no password is set. */
  @Property({ type: 'text', nullable: true })
  passwordHash!: string | null;
  @Enum({ items: () => AccountStatus, columnType: 'text', default: AccountStatus.ACTIVE })
  status!: AccountStatus;
  /** May not sign in before this instant; checked by time, so nobody has to lift it. */
  @Property({ type: 'timestamptz', nullable: true })
  suspendedUntil!: Date | null;
  /** Who made it; null for the first account of an installation. */
  @Property({ type: 'uuid', nullable: true })
  createdBy!: string | null;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  passwordChangedAt!: Date | null;
  /** Of a demo or seed community: its password is public, so a production server never lets it in. */
  @Property({ type: 'boolean', default: false })
  sample!: boolean;
  /**
   * Set while the password is one that staff chose: its person must replace it before anything else, and it is refused
   * from this instant on. Null: the person chose it.
   */
  @Property({ type: 'timestamptz', nullable: true })
  temporaryPasswordUntil!: Date | null;
}
