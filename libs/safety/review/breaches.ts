import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  Announcements,
  Audit,
  Clock,
  Database,
  defineJob,
  Jobs,
  type Recurring,
  sql,
  type Transaction,
} from '#platform';
import { LeadNotices } from '../on-call/lead-notices.js';
import { defaultPolicy } from '../policy/policy.js';
import { PolicyReader } from '../policy/policy-reader.js';
import { reviewOverdue } from '../safety.events.js';
import type { Priority } from '../safety.types.js';
import { dueAt, raised } from './due-times.js';
import { ReviewEventKind } from './review.enums.js';
import { ReviewRecord } from './review-record.js';

export const raiseOverdue = defineJob<Record<string, never>>('review.overdue', 3);

export const breachesSchedule: readonly Recurring[] = [
  {
    job: raiseOverdue,
    cron: '*/5 * * * *',
    why: 'what waits longer than it may goes up the queue, and the lead hears of it',
  },
];

/** So many at a time; each in a transaction of its own. */
const batch = 200;

interface Late {
  id: string;
  programId: string;
  priority: Priority;
}

/** One item, once: a second run finds it raised. */
@Injectable()
export class BreachStep {
  constructor(
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly announcements: Announcements,
    private readonly record: ReviewRecord,
  ) {}

  async take(tx: Transaction, { id, programId, priority: from }: Late, to: Priority, due: Date): Promise<void> {
    const now = this.clock.now();
    const moved = await tx.run(sql`
      update reviewable set priority = ${to}, version = version + 1, breached_at = ${now},
        due_at = case when priority = ${to} then due_at else ${due}::timestamptz end
      where id = ${id} and state = 'PENDING' and priority = ${from} and due_at <= ${now}
        and (breached_at is null or breached_at < due_at)`);
    if (moved === 0) return;
    await this.audit.write(tx, {
      action: 'review.overdue',
      programId,
      targetType: 'Reviewable',
      targetId: id,
      fromState: from,
      toState: to,
    });
    await this.announcements.announce(tx, reviewOverdue, { reviewableId: id, programId, from, to });
    await this.record.write(tx, {
      reviewableId: id,
      programId,
      kind: ReviewEventKind.CHANGED,
      action: 'overdue',
      facts: { from, to },
    });
  }
}

/** Late items go up, never out: no clock publishes anything (domain 2.5). */
@Injectable()
export class Breaches implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly policies: PolicyReader,
    private readonly step: BreachStep,
    private readonly notices: LeadNotices,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(raiseOverdue, (_payload, { signal }) => this.run(signal));
  }

  async run(signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted) {
      const late = await this.database.rows<Late>(sql`
        select id, program_id as "programId", priority from reviewable
        where state = 'PENDING' and due_at <= ${this.clock.now()} and (breached_at is null or breached_at < due_at)
        order by due_at, id limit ${batch}`);
      for (const item of late) await this.raise(item);
      if (late.length < batch) break;
    }
    await this.notices.sendLost();
  }

  private async raise(item: Late): Promise<void> {
    const now = this.clock.now();
    const rules = await this.policies.of(this.database, item.programId);
    const to = raised(item.priority);
    const { staffedHours } = rules?.settings ?? defaultPolicy;
    const due = dueAt(to, now, staffedHours, rules?.timeZone ?? 'UTC');
    await this.database.transaction((tx) => this.step.take(tx, item, to, due));
  }
}
