import { Injectable } from '@nestjs/common';
import { Clock, Database, Refusal, requireNote, requireUuid, sql, type Transaction, type Viewer } from '#platform';
import { Priority } from '../safety.types.js';
import { alreadyDecided, claimedBy, ItemLock, type LockedItem } from './item-lock.js';
import { ReviewableState, ReviewEventKind } from './review.enums.js';
import { leads, mayJudge } from './review.policy.js';
import { ReviewRecord } from './review-record.js';

/** Domain 2.7: ten minutes, renewed by claiming again. */
export const leaseMs = 10 * 60_000;

const shiftMs = 8 * 3_600_000;
const graveShare = 10;
const isGrave = ({ priority }: LockedItem): boolean => priority === Priority.P0 || priority === Priority.P1;

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
  async claim(
    viewer: Viewer,
    id: string,
    { takeOver, beyondShare }: { takeOver: boolean; beyondShare: boolean },
  ): Promise<string> {
    const reviewableId = requireUuid('Reviewable', id);
    return this.database.transaction(async (tx) => {
      const item = await this.items.take(tx, viewer, reviewableId);
      mayJudge(viewer, item);
      if (item.state !== ReviewableState.PENDING) throw alreadyDecided(item);
      const another = this.items.claimedByAnother(item, viewer);
      // The lead answers for the queue: what somebody sits on can be taken from them, and the history shows it.
      if (another && !(takeOver && leads(viewer, item.programId))) throw claimedBy(item);
      const mine = item.claimedBy === viewer.accountId;
      const beyond = !mine && isGrave(item) && (await this.hadShare(tx, viewer, item));
      if (beyond && !beyondShare) {
        throw new Refusal('CONFLICT', `You have had ${graveShare} grave matters in this shift: let somebody else.`);
      }
      await this.set(tx, item, viewer.accountId);
      const action = `${item.claimedBy ? 'taken over' : 'claimed'}${beyond ? ' beyond the share' : ''}`;
      if (!mine) await this.tell(tx, item, viewer, ReviewEventKind.CLAIMED, action);
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

  /**
   * Grave matters weigh on people (domain 2.7). After so many in a shift the next one is taken knowingly; nothing that has
   * to be decided is ever kept from somebody who is there, and deciding needs no claim.
   */
  private async hadShare(tx: Transaction, viewer: Viewer, item: LockedItem): Promise<boolean> {
    const since = new Date(this.clock.now().getTime() - shiftMs);
    const row = await tx.first<{ count: number }>(sql`
      select count(*)::int as count from grave_claim
      where account_id = ${viewer.accountId} and reviewable_id <> ${item.id} and at > ${since}`);
    return (row?.count ?? 0) >= graveShare;
  }

  private async set(tx: Transaction, item: LockedItem, accountId: string | null): Promise<void> {
    const until = accountId === null ? null : new Date(this.clock.now().getTime() + leaseMs);
    await tx.run(sql`
      update reviewable set claimed_by = ${accountId}, claim_expires_at = ${until} where id = ${item.id}`);
    if (accountId === null || !isGrave(item)) return;
    await tx.run(sql`
      insert into grave_claim (account_id, reviewable_id, at) values (${accountId}, ${item.id}, ${this.clock.now()})
      on conflict (account_id, reviewable_id) do update set at = excluded.at`);
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
