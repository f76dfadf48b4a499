import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Announcements, Clock, sql, type Transaction } from '#platform';
import { decisionUndone, textDecided } from '../safety.events.js';
import { DecisionKind } from '../safety.types.js';

/** Outcomes are told twice a day, at midnight and noon UTC. */
const batchMs = 12 * 3_600_000;

/**
 * When the people who flagged may hear of a decision: all of a batch at once, so that neither the moment of a decision
 * nor the moment of an answer points at anybody.
 */
export const tellFrom = (decidedAt: Date): Date => new Date((Math.floor(decidedAt.getTime() / batchMs) + 1) * batchMs);

/** Decisions after which things are as if nobody had flagged. */
const leavesAlone: ReadonlySet<DecisionKind> = new Set([
  DecisionKind.NO_ACTION,
  DecisionKind.RESTORE,
  DecisionKind.APPROVE,
]);

/** What became of flags. Nothing that is found out here counts against those who flagged: there is no score of people. */
@Injectable()
export class FlagOutcomes implements OnModuleInit {
  constructor(
    private readonly clock: Clock,
    private readonly announcements: Announcements,
  ) {}

  onModuleInit(): void {
    this.announcements.listen(textDecided, async (tx, decision) => {
      // What a rule did by itself, before anybody looked, is no outcome.
      if (decision.actorId !== null) await this.decided(tx, decision.reviewableId, decision.kind);
    });
    this.announcements.listen(decisionUndone, (tx, { reviewableId }) => this.undone(tx, reviewableId));
  }

  private async decided(tx: Transaction, reviewableId: string, kind: DecisionKind): Promise<void> {
    if (kind === DecisionKind.ESCALATE) return;
    const now = this.clock.now();
    await tx.run(sql`
      update flag set decided_at = ${now}, acted = ${!leavesAlone.has(kind)}, tell_from = ${tellFrom(now)}
      where reviewable_id = ${reviewableId} and decided_at is null`);
  }

  /** The newest decision was taken back: its flags wait again. */
  private async undone(tx: Transaction, reviewableId: string): Promise<void> {
    await tx.run(sql`
      update flag set decided_at = null, acted = null, tell_from = null
      where reviewable_id = ${reviewableId}
        and decided_at = (select max(decided_at) from flag where reviewable_id = ${reviewableId})`);
  }
}
