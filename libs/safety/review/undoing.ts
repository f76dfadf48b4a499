import { Injectable } from '@nestjs/common';
import { actingIn } from '#membership';
import { Clock, Refusal, sql, type Transaction, type Viewer } from '#platform';
import { AppealOutcomes } from './appeal-outcomes.js';
import { leaseMs } from './claims.service.js';
import { ItemLock } from './item-lock.js';
import { NameOutcomes } from './name-outcomes.js';
import { ReviewEventKind } from './review.enums.js';
import { ReviewRecord } from './review-record.js';
import { UndoSteps } from './undo-steps.js';

/** Twelve seconds in which a decision can be taken back; the item then waits again, claimed by who took it. */
@Injectable()
export class Undoing {
  constructor(
    private readonly clock: Clock,
    private readonly items: ItemLock,
    private readonly steps: UndoSteps,
    private readonly appeals: AppealOutcomes,
    private readonly names: NameOutcomes,
    private readonly record: ReviewRecord,
  ) {}

  /** @returns the item's row id */
  async undo(tx: Transaction, viewer: Viewer, decisionId: string, requestId: string): Promise<string> {
    const known = await this.steps.find(tx, decisionId);
    if (!known) throw Refusal.notFound();
    const item = await this.items.take(tx, viewer, known.reviewableId);
    // Read again under the lock: two clicks on "undo" are one.
    const decision = (await this.steps.find(tx, decisionId)) ?? known;
    this.steps.requireFresh(viewer, decision, item);
    await this.steps.reverse(tx, viewer, decision, item, requestId);
    if (item.appealedId !== null) await this.appeals.unsettle(tx, item.id, item.appealedId);
    const { accountId: actorId, role: actorRole } = actingIn(viewer, item.programId);
    await this.names.unsettle(tx, item, decision.kind, { actorId, actorRole });
    await tx.run(sql`
      update reviewable set state = 'PENDING', version = version + 1, decided_at = null,
        claimed_by = ${viewer.accountId}, claim_expires_at = ${new Date(this.clock.now().getTime() + leaseMs)}
      where id = ${item.id}`);
    await this.record.write(tx, {
      reviewableId: item.id,
      programId: item.programId,
      kind: ReviewEventKind.REOPENED,
      action: 'undone',
      actorId: viewer.accountId,
      facts: { decision: decision.kind },
    });
    return item.id;
  }
}
