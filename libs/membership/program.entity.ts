import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Legal operator of programs; the tenant boundary. */
@Entity({ tableName: 'organisation' })
export class Organisation {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'text' })
  name!: string;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}

/** A mentoring scheme with its own policy, staff and time zone. */
@Entity({ tableName: 'program' })
export class Program {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => Organisation)
  @Index({ name: 'program_organisation' })
  organisation!: Organisation;
  @Property({ type: 'text' })
  name!: string;
  /** IANA time zone of its days and staffed hours. */
  @Property({ type: 'text' })
  timeZone!: string;
  /** ISO 3166-1 country, with a subdivision where the law differs: `GB`, `US-CA`. */
  @Property({ type: 'text' })
  jurisdiction!: string;
  /** Youngest and oldest age of a mentee, in years; outside of it a mentee does not take part. */
  @Property({ type: 'smallint', default: 11 })
  minAge!: number;
  @Property({ type: 'smallint', default: 18 })
  maxAge!: number;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}

/** A group that runs the same dates and curriculum. */
@Entity({ tableName: 'cohort' })
export class Cohort {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => Program)
  @Index({ name: 'cohort_program' })
  program!: Program;
  @Property({ type: 'text' })
  name!: string;
  @Property({ type: 'date', nullable: true })
  startsOn!: string | null;
  @Property({ type: 'date', nullable: true })
  endsOn!: string | null;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
