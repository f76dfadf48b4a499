import { Injectable } from '@nestjs/common';
import type { ConfigValues } from '../config.js';
import { sql, type Queryable } from '../database/database.js';

/** A kind of background work: its name and what it is told. Payloads are ids, never text, so erasure stays simple. */
export interface JobOf<Payload extends object> {
  readonly name: string;
  /** Attempts before it counts as dead and health shows it. */
  readonly attempts: number;
  /** Never present: carries the payload's type. */
  readonly payload?: Payload;
}

export const defineJob = <Payload extends object>(name: string, attempts = 25): JobOf<Payload> => ({ name, attempts });

export interface JobOptions {
  /** Not before this instant. */
  runAt?: Date;
  /** At most one waiting job has this key; a later one replaces it. */
  key?: string;
  /** With `key`: keep the waiting job's time instead of moving it (a debounce becomes a throttle). */
  keepTime?: boolean;
  /** Jobs of one queue run one after the other. */
  queue?: string;
  /** Smaller runs first; paging for danger uses -100. */
  priority?: number;
}

export type JobHandler<Payload extends object> = (payload: Payload, attempt: JobAttempt) => Promise<void>;

export interface JobAttempt {
  /** 1 for the first run. */
  number: number;
  /** Aborted at shutdown: stop at the next safe point, the job is handed back. */
  signal: AbortSignal;
}

/**
 * The outbox. A job is enqueued in the transaction of the change that needs it, so both exist or neither; a worker
 * (any process) runs it, again and again with growing pauses until it succeeds. A handler may run twice: its second run
 * must change nothing.
 */
@Injectable()
export class Jobs {
  private readonly handlers = new Map<string, JobHandler<never>>();

  /** Registers who does this work; called once at start-up (`onModuleInit`). */
  handle<Payload extends object>(job: JobOf<Payload>, handler: JobHandler<Payload>): void {
    if (this.handlers.has(job.name)) throw new Error(`two handlers for the job ${job.name}`);
    this.handlers.set(job.name, handler);
  }

  /** All handlers by job name, for the worker. */
  get all(): ReadonlyMap<string, JobHandler<never>> {
    return this.handlers;
  }

  async enqueue<Payload extends object>(
    tx: Queryable,
    job: JobOf<Payload>,
    payload: Payload,
    options: JobOptions = {},
  ): Promise<void> {
    await tx.send(sql`select graphile_worker.add_job(
      ${job.name}, payload => ${JSON.stringify(payload)}::json, queue_name => ${options.queue ?? null}::text,
      run_at => ${options.runAt ?? null}::timestamptz, max_attempts => ${job.attempts}::int,
      job_key => ${options.key ?? null}::text, priority => ${options.priority ?? 0}::int,
      job_key_mode => ${options.keepTime ? 'preserve_run_at' : 'replace'}::text)`);
  }
}

/** A recurring job; all of them stand in `apps/worker/schedule.ts`. */
export interface Recurring {
  job: JobOf<Record<string, never>>;
  /** Five fields, UTC (crontab(5)). */
  cron: string;
  why: string;
  /** Unset: always. A job without its configuration would fail each time, and its dead runs would hide others. */
  needs?: keyof ConfigValues;
}
