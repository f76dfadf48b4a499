import { type Database, sql, type Sql, type Transaction } from '../database/database.js';
import { logger } from '../logging.js';

const beatEveryMs = 5_000;
/** Six beats in a row that did not come. */
export const silentAfterSeconds = 30;
/** So long the jobs of a worker that is gone are looked for: an answer that took a frozen database long can lock one late. */
const forgottenAfterHours = 24;

/** Whether worker `w` has been heard of lately. */
export const isHeard: Sql = sql`w.beat_at > clock_timestamp() - make_interval(secs => ${silentAfterSeconds})`;

/**
 * Tells the other processes that this one runs jobs, and frees the jobs of workers that are not heard of any more.
 * graphile-worker itself leaves these locked for four hours.
 */
export class WorkerBeats {
  readonly #pools = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> | undefined;

  constructor(private readonly database: Database) {}

  start(): void {
    this.#timer ??= setInterval(() => void this.#tick(), beatEveryMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#beating;
  }

  async join(pool: string): Promise<void> {
    this.#pools.add(pool);
    await this.beat();
  }

  /** From now on it counts as gone, and others may take its jobs. */
  async leave(pool: string): Promise<void> {
    this.#pools.delete(pool);
    await this.database.run(sql`
      insert into job_worker (id, started_at, beat_at) values (${pool}, clock_timestamp(), '-infinity')
      on conflict (id) do update set beat_at = excluded.beat_at`);
    await this.#freeJobs();
  }

  async beat(): Promise<void> {
    await this.database.run(sql`
      insert into job_worker (id, started_at, beat_at)
      select id, clock_timestamp(), clock_timestamp() from unnest(${[...this.#pools]}::text[]) as pool (id)
      on conflict (id) do update set beat_at = excluded.beat_at`);
    await this.#freeJobs();
  }

  async #tick(): Promise<void> {
    this.#beating ??= this.beat()
      // The database is away, and says so elsewhere: there is a next beat.
      .catch((error: unknown) => logger.debug({ part: 'jobs', err: error }, 'a worker could not say that it lives'))
      .finally(() => (this.#beating = undefined));
    await this.#beating;
  }

  async #freeJobs(): Promise<void> {
    await this.database.run(sql`
      delete from job_worker w
      where greatest(w.beat_at, w.started_at) < clock_timestamp() - make_interval(hours => ${forgottenAfterHours})`);
    const gone = await this.database.rows<{ id: string }>(sql`select w.id from job_worker w where not ${isHeard}`);
    if (gone.length > 0) await this.database.transaction((tx) => freeJobsOf(tx, gone));
  }
}

interface SpentJob {
  id: number;
  /** Another job took its place while it ran. */
  replaced: boolean;
}

/**
 * A job without another attempt is not simply freed: nobody would take it, and nobody would hear of it. graphile-worker
 * marks a running job that was replaced in the same way (and touches it then): that one is done.
 */
async function freeJobsOf(tx: Transaction, gone: readonly { id: string }[]): Promise<void> {
  const ids = gone.map(({ id }) => id);
  const spent = await tx.rows<SpentJob>(sql`
    select id, updated_at > locked_at as replaced from graphile_worker.jobs
    where locked_by = any(${ids}::text[]) and attempts >= max_attempts`);
  const idsOf = (replaced: boolean): number[] => spent.filter((job) => job.replaced === replaced).map(({ id }) => id);
  await tx.run(sql`select graphile_worker.force_unlock_workers(${ids}::text[])`);
  await tx.run(sql`select graphile_worker.complete_jobs(${idsOf(true)}::bigint[])`);
  await tx.run(sql`
    select graphile_worker.permanently_fail_jobs(${idsOf(false)}::bigint[], 'Its worker was gone at the last attempt')`);
}
