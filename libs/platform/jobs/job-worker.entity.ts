import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A process that runs jobs. Times are of the database's clock, which all processes share. */
@Entity({ tableName: 'job_worker' })
export class JobWorkerRow {
  /** As graphile-worker names it in `locked_by` of the jobs that it runs. */
  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'timestamptz' })
  startedAt!: Date;
  /** When it was last heard of; `-infinity` once it has ended. */
  @Property({ type: 'timestamptz' })
  beatAt!: Date;
}
