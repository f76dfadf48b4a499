import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, Health, Ids, insertInto, Jobs, logger, sql, type Transaction } from '#platform';
import { TaskKind } from '../notification.enums.js';
import { tellPeople } from './tell.jobs.js';

/** Wake-ups gather so long: one job tells of all that was written meanwhile. */
const gatherMs = 250;
/** Whoever works on a task has so long for one batch; then it is up again. */
const leaseMs = 120_000;
/** A task that failed so often waits for somebody to look (health tells). */
export const mostAttempts = 8;

export interface Task {
  id: string;
  kind: TaskKind;
  targetId: string;
  toldTo: string | null;
  attempts: number;
}

/** What people are still to be told, from the transaction of the change to the last batch. */
@Injectable()
export class Tasks implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  /** What runs later belongs to no request: neither its deadline nor its count of statements. */
  private readonly outside = AsyncLocalStorage.snapshot();

  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly health: Health,
    private readonly ids: Ids,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.health.watch('notifications', async () => {
      const stuck = await this.stuck();
      return stuck === 0 ? null : `${stuck} stuck`;
    });
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  /** The next task that is due, for one batch. Nobody else gets it meanwhile; if this process dies, it is up again. */
  async claim(): Promise<Task | null> {
    const now = this.clock.now();
    return this.database.first<Task>(sql`
      update notification_task set attempts = attempts + 1, due_at = ${new Date(now.getTime() + leaseMs)}
      where id = (
        select id from notification_task where due_at <= ${now}::timestamptz and attempts < ${mostAttempts}
        order by due_at, id limit 1 for update skip locked)
      returning id, kind, target_id as "targetId", told_to as "toldTo", attempts`);
  }

  /** More people are to be told: the others first, then on from here. */
  async goOn(tx: Transaction, task: Task, toldTo: string): Promise<void> {
    await tx.run(sql`
      update notification_task set told_to = ${toldTo}, attempts = 0, due_at = ${this.clock.now()}
      where id = ${task.id}`);
  }

  async done(tx: Transaction, task: Task): Promise<void> {
    await tx.run(sql`delete from notification_task where id = ${task.id}`);
  }

  /** Comes up again after one minute, two, four … */
  async postpone(task: Task): Promise<void> {
    const pauseMs = 60_000 * 2 ** (task.attempts - 1);
    await this.database.run(sql`
      update notification_task set due_at = ${new Date(this.clock.now().getTime() + pauseMs)} where id = ${task.id}`);
  }

  /** Tasks that nobody tries any more. */
  private async stuck(): Promise<number> {
    const row = await this.database.first<{ count: number }>(
      sql`select count(*)::int as count from notification_task where attempts >= ${mostAttempts}`,
    );
    return row?.count ?? 0;
  }

  /** In the transaction of what happened. */
  async add(tx: Transaction, kind: TaskKind, targetId: string, delayMs = 0): Promise<void> {
    const dueAt = new Date(this.clock.now().getTime() + delayMs);
    await tx.send(insertInto('notification_task', { id: this.ids.next(), kind, targetId, dueAt }));
    tx.afterCommit.push(() => this.wake());
  }

  /** After the commit and outside it. A wake-up that is lost costs a minute: the job also runs by the clock. */
  private wake(): void {
    this.timer ??= this.outside(() => setTimeout(() => this.enqueue(), gatherMs).unref());
  }

  private enqueue(): void {
    this.timer = undefined;
    this.jobs
      .enqueue(this.database, tellPeople, {}, { key: tellPeople.name })
      .catch((error: unknown) => logger.warn({ err: error }, 'nobody could be woken to tell people'));
  }
}
