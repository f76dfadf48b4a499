import { Injectable } from '@nestjs/common';
import { parseCronItems, run, runMigrations, type Runner } from 'graphile-worker';
import { Database, sql } from '../database/database.js';
import { logger } from '../logging.js';
import { Jobs, type Recurring } from './jobs.js';
import { workerLog } from './worker-log.js';

/** How many jobs one process runs at a time: half of the smallest pool we recommend, so requests keep connections. */
const concurrency = 4;

/** Runs the jobs of all libraries in this process (graphile-worker: PostgreSQL only, LISTEN/NOTIFY, retries). */
@Injectable()
export class Worker {
  private runner: Runner | undefined;

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
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
    this.runner = await run({
      pgPool: this.database.pool,
      taskList,
      concurrency,
      noHandleSignals: true,
      pollInterval: 1_000,
      // Jobs that outlive the stop are handed back to the queue for another process.
      gracefulShutdownAbortTimeout: 5_000,
      parsedCronItems: parseCronItems(
        schedule.map(({ job, cron }) => ({ task: job.name, match: cron, options: { backfillPeriod: 0 } })),
      ),
      logger: workerLog,
    });
  }

  /** Finishes or hands back what runs; safe to call when it never started. */
  async stop(): Promise<void> {
    const runner = this.runner;
    this.runner = undefined;
    await runner?.stop();
  }

  /** Jobs that used up their attempts: each is an unfinished promise, shown in health until somebody acts. */
  async dead(): Promise<number> {
    const row = await this.database.first<{ dead: number }>(
      sql`select count(*) as dead from graphile_worker.jobs where attempts >= max_attempts`,
    );
    return row?.dead ?? 0;
  }
}

/** graphile-worker's own tables; part of every migration run. */
export async function migrateJobTables(connectionString: string): Promise<void> {
  await runMigrations({ connectionString, logger: workerLog });
}
