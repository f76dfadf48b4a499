import { Injectable } from '@nestjs/common';
import { Clock, Ids, LiveBus, liveTopics, sql, type Transaction } from '#platform';
import type { ReviewEventKind } from './review.enums.js';

export interface ReviewStep {
  reviewableId: string;
  programId: string;
  /** What staff who look at the queue are told. */
  kind: ReviewEventKind;
  /** Past tense, for the item's history. */
  action: string;
  actorId?: string | null;
  note?: string | null;
  facts?: Record<string, string | number | boolean | null>;
}

/**
 * Writes what happened to an item: a line of its history, and an event of the program's queue log, numbered without gaps
 * under the lock of the program's counter. Call it last in a transaction: from here to the commit the queue's other
 * writers wait.
 */
@Injectable()
export class ReviewRecord {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly liveBus: LiveBus,
  ) {}

  async write(tx: Transaction, step: ReviewStep): Promise<void> {
    const now = this.clock.now();
    await tx.run(sql`
      with counted as (
        insert into review_log as l (program_id, last_seq) values (${step.programId}, 1)
        on conflict (program_id) do update set last_seq = l.last_seq + 1 returning last_seq
      ), told as (
        insert into review_event (program_id, seq, kind, reviewable_id, occurred_at)
        select ${step.programId}::uuid, last_seq, ${step.kind}, ${step.reviewableId}::uuid, ${now}::timestamptz from counted
      )
      insert into reviewable_history (id, reviewable_id, at, actor_id, action, note, facts)
      values (${this.ids.next()}, ${step.reviewableId}, ${now}, ${step.actorId ?? null}, ${step.action},
        ${step.note ?? null}, ${JSON.stringify(step.facts ?? {})})`);
    tx.afterCommit.push(() => this.liveBus.wake(liveTopics.reviewQueue(step.programId)));
  }
}
