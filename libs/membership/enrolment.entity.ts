import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Account } from '#accounts';
import { Role } from '#platform';
import { ConsentKind, EnrolmentStatus, PauseReason, ScreeningStatus } from './membership.types.js';
import { Cohort, Program } from './program.entity.js';

/** One person in one role in one program (and cohort): where every permission comes from. */
@Entity({ tableName: 'enrolment' })
@Index({ name: 'enrolment_account', properties: ['account'] })
@Index({ name: 'enrolment_program', properties: ['program', 'role', 'status'] })
@Index({
  name: 'enrolment_once',
  expression:
    'create unique index "enrolment_once" on "enrolment" ("account_id", "program_id", "role", coalesce("cohort_id", \'00000000-0000-0000-0000-000000000000\'::uuid)) where "status" not in (\'CLOSED\', \'ERASED\')',
})
export class Enrolment {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => Account)
  account!: Account;
  @ManyToOne(() => Program)
  program!: Program;
  @ManyToOne(() => Cohort, { nullable: true })
  @Index({ name: 'enrolment_cohort' })
  cohort!: Cohort | null;
  @Enum({ items: () => Role, columnType: 'text' })
  role!: Role;
  @Enum({ items: () => EnrolmentStatus, columnType: 'text' })
  status!: EnrolmentStatus;
  /** Why it does not count now; SAFETY stays with a closed one, so the person is not simply enrolled anew. */
  @Enum({ items: () => PauseReason, columnType: 'text', nullable: true })
  pauseReason!: PauseReason | null;
  /**
   * In force until this instant: the earliest end of what the role needs (consent, screening). Null: no end known.
   * Checked on every request, so an expiry is felt before any job has run.
   */
  @Property({ type: 'timestamptz', nullable: true })
  inForceUntil!: Date | null;
  /** Takes part again from this instant; until then the enrolment counts for nothing. */
  @Property({ type: 'timestamptz', nullable: true })
  suspendedUntil!: Date | null;
  /** Reads, and writes nothing before this instant. */
  @Property({ type: 'timestamptz', nullable: true })
  silencedUntil!: Date | null;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  /** When the person agreed to take part. Until then it gives nothing, neither to the person nor to staff over the person. */
  @Property({ type: 'timestamptz', nullable: true })
  acceptedAt!: Date | null;
  /** Of a safeguarding lead: when another lead confirmed the appointment. Until then it gives nothing. */
  @Property({ type: 'timestamptz', nullable: true })
  confirmedAt!: Date | null;
  /** Null for the first lead of an organisation, and for whoever was made with it. */
  @Property({ type: 'uuid', nullable: true })
  confirmedBy!: string | null;
  /** Null for whoever was made with the program. */
  @Property({ type: 'uuid', nullable: true })
  invitedBy!: string | null;
  @Property({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
  @Property({ type: 'text', nullable: true })
  endReason!: string | null;
}

/** Evidence of one consent. Never edited: revoked or superseded. */
@Entity({ tableName: 'consent' })
@Index({ name: 'consent_enrolment', properties: ['enrolment', 'kind'] })
export class Consent {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => Enrolment)
  enrolment!: Enrolment;
  @Enum({ items: () => ConsentKind, columnType: 'text' })
  kind!: ConsentKind;
  /** How it was obtained and verified: `paper`, `video-call`, `text-plus` … */
  @Property({ type: 'text' })
  method!: string;
  /** Where the proof is kept, not the proof itself. */
  @Property({ type: 'text', nullable: true })
  evidence!: string | null;
  @Property({ type: 'text', nullable: true })
  guardianName!: string | null;
  @Property({ type: 'timestamptz' })
  grantedAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;
  @Property({ type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;
  @Property({ type: 'text', nullable: true })
  revokeReason!: string | null;
  @Property({ type: 'uuid' })
  recordedBy!: string;
}

/** One check of an adult's suitability. The latest counts. */
@Entity({ tableName: 'screening' })
@Index({ name: 'screening_enrolment', properties: ['enrolment', 'recordedAt'] })
export class Screening {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => Enrolment)
  enrolment!: Enrolment;
  @Enum({ items: () => ScreeningStatus, columnType: 'text' })
  status!: ScreeningStatus;
  @Property({ type: 'date' })
  checkedOn!: string;
  @Property({ type: 'date', nullable: true })
  expiresOn!: string | null;
  @Property({ type: 'text', nullable: true })
  reference!: string | null;
  @Property({ type: 'timestamptz' })
  recordedAt!: Date;
  @Property({ type: 'uuid' })
  recordedBy!: string;
}
