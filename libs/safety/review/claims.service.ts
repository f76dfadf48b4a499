import { Injectable } from '@nestjs/common';
import { Clock, Database, Refusal, requireNote, requireUuid, sql, type Transaction, type Viewer } from '#platform';
import { alreadyDecided, claimedBy, ItemLock, type LockedItem } from './item-lock.js';
import { ReviewableState, ReviewEventKind } from './review.enums.js';
import { leads, mayJudge } from './review.policy.js';
import { ReviewRecord } from './review-record.js';

/** Domain 2.7: ten minutes, renewed by claiming again. */
export const leaseMs = 10 * 60_000;

/** Who works on what. A claim keeps others away for ten minutes; it lapses by itself and can then be taken over. */
@Injectable()
export class ClaimsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly items: ItemLock,
    private readonly record: ReviewRecord,
  ) {}

  /** @returns the item's row id */
  async claim(viewer: Viewer, id: string, takeOver: boolean): Promise<string> {
    const reviewableId = requireUuid('Reviewable', id);
    return this.database.transaction(async (tx) => {
      const item = await this.items.take(tx, viewer, reviewableId);
      mayJudge(viewer, item);
      if (item.state !== ReviewableState.PENDING) throw alreadyDecided(item);
      const another = this.items.claimedByAnother(item, viewer);
      // The lead answers for the queue: what somebody sits on can be taken from them, and the history shows it.
      if (another && !(takeOver && leads(viewer, item.programId))) throw claimedBy(item);
      await this.set(tx, item, viewer.accountId);
      const mine = item.claimedBy === viewer.accountId;
      if (!mine) await this.tell(tx, item, viewer, ReviewEventKind.CLAIMED, item.claimedBy ? 'taken over' : 'claimed');
      return item.id;
    });
  }

  /** Gives it back, with a word for whoever comes next. */
  async release(viewer: Viewer, id: string, note: string | null): Promise<string> {
    const reviewableId = requireUuid('Reviewable', id);
    const handOver = note === null ? null : requireNote('note', note, 1_000);
    return this.database.transaction(async (tx) => {
      const item = await this.items.take(tx, viewer, reviewableId);
      if (item.claimedBy !== viewer.accountId) throw new Refusal('CONFLICT', 'You have not claimed it.');
      await this.set(tx, item, null);
      await this.tell(tx, item, viewer, ReviewEventKind.RELEASED, 'released', handOver);
      return item.id;
    });
  }

  private async set(tx: Transaction, item: LockedItem, accountId: string | null): Promise<void> {
    const until = accountId === null ? null : new Date(this.clock.now().getTime() + leaseMs);
    await tx.run(sql`
      update reviewable set claimed_by = ${accountId}, claim_expires_at = ${until} where id = ${item.id}`);
  }

  private async tell(
    tx: Transaction,
    item: LockedItem,
    viewer: Viewer,
    kind: ReviewEventKind,
    action: string,
    note: string | null = null,
  ): Promise<void> {
    const { id, programId } = item;
    await this.record.write(tx, { reviewableId: id, programId, kind, action, actorId: viewer.accountId, note });
  }
}
