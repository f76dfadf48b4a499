import { Inject, Injectable } from '@nestjs/common';
import { parseCronItems, runMigrations } from 'graphile-worker';
import { Config } from '../config.js';
import { Database, sql } from '../database/database.js';
import { logger } from '../logging.js';
import { Jobs, type Recurring } from './jobs.js';
import { LastingRunner } from './lasting-runner.js';
import { isHeard, WorkerBeats } from './worker-beats.js';
import { workerLog } from './worker-log.js';

/** How many jobs one process runs at a time: half of the smallest pool we recommend, so requests keep connections. */
const concurrency = 4;

/** Runs the jobs of all libraries in this process (graphile-worker: PostgreSQL only, LISTEN/NOTIFY, retries). */
@Injectable()
export class Worker {
  private runner: LastingRunner | undefined;

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    @Inject(Config) private readonly config: Config,
  ) {}

  async start(schedule: readonly Recurring[]): Promise<void> {
    const taskList = Object.fromEntries(
      [...this.jobs.all].map(([name, handler]) => [
        name,
        async (payload: unknown, helpers: { job: { attempts: number }; abortSignal: AbortSignal }): Promise<void> => {
          try {
            await handler(payload as never, { number: helpers.job.attempts, signal: helpers.abortSignal });
          } catch (error) {
            logger.error(
              { job: name, attempt: helpers.job.attempts, err: error },
              'a job failed and will be tried again',
            );
            throw error;
          }
        },
      ]),
    );
    const { values } = this.config;
    const configured = schedule.filter(({ needs }) => needs === undefined || values[needs] !== undefined);
    const runner = new LastingRunner(
      {
        pgPool: this.database.pool,
        taskList,
        concurrency,
        noHandleSignals: true,
        pollInterval: 1_000,
        // Jobs that outlive the stop are handed back to the queue for another process.
        gracefulShutdownAbortTimeout: 5_000,
        parsedCronItems: parseCronItems(
          configured.map(({ job, cron }) => ({ task: job.name, match: cron, options: { backfillPeriod: 0 } })),
        ),
        logger: workerLog,
      },
      new WorkerBeats(this.database),
    );
    await runner.start();
    this.runner = runner;
  }

  /** Finishes or hands back what runs; safe to call when it never started. */
  async stop(): Promise<void> {
    const runner = this.runner;
    this.runner = undefined;
    await runner?.stop();
  }

  /** Whether any process runs jobs now. */
  async alive(): Promise<boolean> {
    return (await this.database.first(sql`select from job_worker w where ${isHeard} limit 1`)) !== null;
  }

  /** How long the job that has been due longest has been waiting for somebody to take it; 0 if none waits. */
  async oldestDueSeconds(): Promise<number> {
    const row = await this.database.first<{ seconds: number | null }>(sql`
      select extract(epoch from clock_timestamp() - min(run_at))::int as seconds from graphile_worker.jobs
      where locked_at is null and attempts < max_attempts and run_at <= clock_timestamp()`);
    return row?.seconds ?? 0;
  }

  /**
   * Jobs that used up their attempts, by name: each is an unfinished promise, shown in health until somebody acts. One
   * that is held is running for the last time, or was replaced while it ran.
   */
  async dead(): Promise<Record<string, number>> {
    const rows = await this.database.rows<{ name: string; jobs: number }>(sql`
      select task_identifier as name, count(*) as jobs from graphile_worker.jobs
      where attempts >= max_attempts and last_error is not null and locked_at is null
      group by task_identifier order by task_identifier limit 100`);
    return Object.fromEntries(rows.map(({ name, jobs }) => [name, jobs]));
  }
}

/** graphile-worker's own tables; part of every migration run. */
export async function migrateJobTables(connectionString: string): Promise<void> {
  await runMigrations({ connectionString, logger: workerLog });
}
