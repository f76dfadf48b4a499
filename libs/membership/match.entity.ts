import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Account } from '#accounts';
import { Role } from '#platform';
import { MatchState } from './membership.types.js';
import { Cohort, Program } from './program.entity.js';

/** One or two mentors with one to six mentees, and always a coordinator. */
@Entity({ tableName: 'match' })
export class Match {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => Program)
  @Index({ name: 'match_program' })
  program!: Program;
  @ManyToOne(() => Cohort)
  @Index({ name: 'match_cohort' })
  cohort!: Cohort;
  @ManyToOne(() => Account)
  @Index({ name: 'match_coordinator' })
  coordinator!: Account;
  @Enum({ items: () => MatchState, columnType: 'text' })
  state!: MatchState;
  @Property({ type: 'timestamptz' })
  stateChangedAt!: Date;
  @Property({ type: 'text', nullable: true })
  stateReason!: string | null;
  /** Since when its people are kept apart for safety (`match-stops.service.ts`); null: they are not. */
  @Property({ type: 'timestamptz', nullable: true })
  stoppedAt!: Date | null;
  /** The words of who stopped it, or the code SAFETY where a flag did. */
  @Property({ type: 'text', nullable: true })
  stopReason!: string | null;
  /** The safety case that the stop came with. */
  @Property({ type: 'uuid', nullable: true })
  stopCaseId!: string | null;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}

/** Who is matched. */
@Entity({ tableName: 'match_participant' })
export class MatchParticipant {
  @ManyToOne(() => Match, { primary: true })
  match!: Match;
  @ManyToOne(() => Account, { primary: true })
  @Index({ name: 'match_participant_account' })
  account!: Account;
  @Enum({ items: () => Role, columnType: 'text' })
  role!: Role;
}
