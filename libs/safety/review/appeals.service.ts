import { Injectable } from '@nestjs/common';
import type { SupportResource } from '#forum';
import { actingIn } from '#membership';
import {
  Audit,
  Clock,
  Database,
  Idempotency,
  insertInto,
  Refusal,
  requireNote,
  requireUuid,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { Priority } from '../safety.types.js';
import { AppealReading } from '../sanctions/appeal-reading.js';
import type { AppealInput } from './appeals.types.js';
import { appealDueAt } from './due-times.js';
import { ReviewableKind } from './review.enums.js';
import { ReviewQueue } from './review-queue.js';

interface Appealed {
  id: string;
  reviewableId: string;
  programId: string;
  postId: string | null;
  revisionId: string | null;
  actorId: string | null;
  appealableUntil: Date | null;
  restricted: boolean;
}

/** An author says that a decision was wrong: once for each, within six months, and somebody else answers. */
@Injectable()
export class AppealsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly queue: ReviewQueue,
    private readonly audit: Audit,
    private readonly reading: AppealReading,
  ) {}

  /** @returns the row id of the item that waits for somebody else, and help if the words are a call for it */
  async appeal(
    viewer: Viewer,
    input: AppealInput,
    requestId: string,
  ): Promise<{ reviewableId: string; supportResources: SupportResource[] }> {
    const text = requireNote('text', input.text);
    const call = { accountId: viewer.accountId, operation: 'appeal', key: input.idempotencyKey, input };
    const earlier = await this.idempotency.find(call);
    if (earlier) return this.again(viewer, earlier, text);
    const decisionId = requireUuid('Decision', input.decisionId);
    const offered: SupportResource[][] = [];
    const reviewableId = await this.database.transaction((tx) =>
      this.idempotency.once(tx, call, async () => {
        const decision = await this.mine(tx, viewer, decisionId);
        await this.requireAppealable(tx, decision);
        const id = await this.open(tx, viewer, decision, text, requestId);
        offered[0] = await this.reading.read(tx, viewer, decision.programId, text);
        return id;
      }),
    );
    const [supportResources] = offered;
    return supportResources ? { reviewableId, supportResources } : this.again(viewer, reviewableId, text);
  }

  /** A repeated call gets the help as well. */
  private async again(
    viewer: Viewer,
    reviewableId: string,
    text: string,
  ): Promise<{ reviewableId: string; supportResources: SupportResource[] }> {
    const row = await this.database.first<{ programId: string }>(
      sql`select program_id as "programId" from reviewable where id = ${reviewableId}`,
    );
    return { reviewableId, supportResources: row ? await this.reading.help(viewer, row.programId, text) : [] };
  }

  private async mine(tx: Transaction, { accountId }: Viewer, decisionId: string): Promise<Appealed> {
    const decision = await tx.first<Appealed>(sql`
      select d.id, d.reviewable_id as "reviewableId", d.program_id as "programId", d.post_id as "postId",
        d.revision_id as "revisionId", d.actor_id as "actorId", d.appealable_until as "appealableUntil", r.restricted
      from decision d join reviewable r on r.id = d.reviewable_id
      where d.id = ${decisionId} and d.subject_account_id = ${accountId} and d.undone_at is null
        and d.kind not in ('ESCALATE', 'NO_ACTION') for update of d`);
    if (!decision) throw Refusal.notFound();
    return decision;
  }

  private async requireAppealable(tx: Transaction, { id, appealableUntil }: Appealed): Promise<void> {
    if (appealableUntil === null) throw new Refusal('CONFLICT', 'There is nothing to appeal in this decision.');
    if (appealableUntil <= this.clock.now()) throw new Refusal('CONFLICT', 'The time to appeal has passed.');
    const made = await tx.run(sql`select from appeal where decision_id = ${id}`);
    if (made > 0) throw new Refusal('CONFLICT', 'You have appealed this decision already.');
  }

  private async open(
    tx: Transaction,
    viewer: Viewer,
    decision: Appealed,
    text: string,
    requestId: string,
  ): Promise<string> {
    const { id: decisionId, programId, postId, revisionId, actorId, restricted } = decision;
    const now = this.clock.now();
    const item = await this.queue.open(tx, {
      kind: ReviewableKind.APPEAL,
      targetId: decisionId,
      programId,
      postId,
      revisionId,
      subjectAccountId: viewer.accountId,
      priority: Priority.P2,
      dueAt: appealDueAt(now),
      restricted,
      conflicts: actorId === null ? [] : [actorId],
      actorId: viewer.accountId,
    });
    await tx.run(
      insertInto('appeal', { reviewableId: item.id, decisionId, appellantId: viewer.accountId, text, madeAt: now }),
    );
    await this.audit.write(tx, {
      action: 'decision.appealed',
      actorId: viewer.accountId,
      actorRole: actingIn(viewer, programId).role,
      programId,
      targetType: 'Decision',
      targetId: decisionId,
      revisionId,
      requestId,
      facts: { reviewableId: item.id },
    });
    return item.id;
  }
}
