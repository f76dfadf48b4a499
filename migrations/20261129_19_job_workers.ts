import { Migration } from '@mikro-orm/migrations';

/** Who runs jobs, and since when each was last heard of. */
export class JobWorkers extends Migration {
  override up(): void {
    this.addSql(`
      create table "job_worker" (
        "id" text not null,
        "started_at" timestamptz not null,
        "beat_at" timestamptz not null,
        primary key ("id")
      )`);
  }

  override down(): void {
    this.addSql(`drop table "job_worker"`);
  }
}
