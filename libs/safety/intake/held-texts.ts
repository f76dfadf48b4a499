import { Injectable } from '@nestjs/common';
import type { StoredRevision, Verdict } from '#forum';
import { Audit, Clock, Ids, sql, type Transaction } from '#platform';
import { Cases } from '../cases/cases.js';
import type { Finding } from '../screening/index.js';
import { Priority } from '../safety.types.js';
import { ReviewableKind } from '../review/review.enums.js';
import { ReviewQueue } from '../review/review-queue.js';

export interface FoundInText extends Omit<Finding, 'family'> {
  family: string;
}

/** A verdict with what led to it. */
export interface ExplainedVerdict extends Verdict {
  /** How soon a human must look, also where the text is visible meanwhile; null if nothing was found. */
  priority: Priority | null;
  findings: readonly FoundInText[];
  opensCase: boolean;
}

const bySeverity = (one: FoundInText, other: FoundInText): number => (one.priority < other.priority ? -1 : 1);

/** Stores what screening found, and puts what waits into the queue: part of the transaction that stored the text. */
@Injectable()
export class HeldTexts {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: Audit,
    private readonly queue: ReviewQueue,
    private readonly cases: Cases,
  ) {}

  async record(tx: Transaction, stored: StoredRevision, verdict: ExplainedVerdict): Promise<void> {
    if (verdict.findings.length > 0) {
      await this.store(tx, verdict.findings, {
        postId: stored.postId,
        revisionId: stored.revisionId,
        authorId: stored.authorId,
        boardId: stored.boardId,
        reviewableId: null,
      });
    }
    // The author has sent the text again: the draft that it came back as has done its work.
    if (stored.isEdit) await tx.send(sql`delete from draft where post_id = ${stored.postId}`);
    if (verdict.outcome === 'HOLD') await this.hold(tx, stored, verdict);
    else if (verdict.priority !== null) await this.putBeforeHuman(tx, stored, verdict.priority);
  }

  /** Findings in rows: rule, version, place. The words themselves stay where they are. */
  async store(
    tx: Transaction,
    findings: readonly FoundInText[],
    where: {
      postId: string | null;
      revisionId: string | null;
      authorId: string;
      boardId: string | null;
      reviewableId: string | null;
    },
  ): Promise<void> {
    const rows = findings.map((finding) => ({
      id: this.ids.next(),
      rule_id: finding.ruleId,
      rule_version: finding.version,
      category: finding.category,
      topic: finding.topic ?? null,
      priority: finding.priority,
      weak: finding.weak === true,
      spans: finding.spans.flatMap(({ start, end }) => [start, end]),
    }));
    await tx.send(sql`
      insert into finding (id, reviewable_id, post_id, revision_id, author_id, board_id, rule_id, rule_version, category,
        topic, priority, weak, spans, found_at)
      select f.id, ${where.reviewableId}::uuid, ${where.postId}::uuid, ${where.revisionId}::uuid,
        ${where.authorId}::uuid, ${where.boardId}::uuid, f.rule_id, f.rule_version, f.category, f.topic, f.priority,
        f.weak, f.spans, ${this.clock.now()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f (id uuid, rule_id text, rule_version int,
        category text, topic text, priority text, weak boolean, spans int[])`);
  }

  private async hold(tx: Transaction, stored: StoredRevision, verdict: ExplainedVerdict): Promise<void> {
    const { postId, revisionId, programId, authorId } = stored;
    const priority = verdict.priority ?? Priority.P3;
    const shown = stored.isEdit && (await this.isShown(tx, postId));
    await this.trace(tx, stored, verdict);
    const item = await this.queue.open(tx, {
      kind: shown ? ReviewableKind.HELD_EDIT : ReviewableKind.HELD_POST,
      targetId: postId,
      programId,
      postId,
      revisionId,
      subjectAccountId: authorId,
      priority,
      actorId: authorId,
    });
    const worst = verdict.findings
      .filter(({ weak, visible }) => weak !== true && visible !== true)
      .toSorted(bySeverity)[0];
    if (!verdict.opensCase || !worst || (priority !== Priority.P0 && priority !== Priority.P1)) return;
    const matchId = await this.matchOf(tx, stored.boardId);
    await this.cases.open(tx, {
      programId,
      subjectAccountId: authorId,
      matchId,
      postId,
      revisionId,
      reviewableId: item.id,
      priority,
      category: worst.family,
      openedBy: null,
    });
  }

  /** Uncertain: visible, and read soon. An item that waits about the post already takes the new text and the new priority. */
  private async putBeforeHuman(tx: Transaction, stored: StoredRevision, priority: Priority): Promise<void> {
    await this.queue.open(tx, {
      kind: ReviewableKind.COVERAGE,
      targetId: stored.postId,
      programId: stored.programId,
      postId: stored.postId,
      revisionId: stored.revisionId,
      subjectAccountId: stored.authorId,
      priority,
    });
  }

  private async isShown(tx: Transaction, postId: string): Promise<boolean> {
    const row = await tx.first<{ shown: boolean }>(
      sql`select shown_revision_id is not null as shown from post where id = ${postId}`,
    );
    return row?.shown ?? false;
  }

  private async matchOf(tx: Transaction, boardId: string): Promise<string | null> {
    const row = await tx.first<{ matchId: string | null }>(
      sql`select match_id as "matchId" from board where id = ${boardId}`,
    );
    return row?.matchId ?? null;
  }

  private async trace(
    tx: Transaction,
    { postId, revisionId, programId, authorId, isEdit }: StoredRevision,
    { ruleIds, findings }: ExplainedVerdict,
  ): Promise<void> {
    // Of a new post this is the first line; of an edit, the post's own line tells that, and this one why its text waits.
    await this.audit.write(tx, {
      action: isEdit ? 'revision.held' : 'post.held',
      actorId: authorId,
      programId,
      targetType: isEdit ? 'Revision' : 'Post',
      targetId: isEdit ? revisionId : postId,
      revisionId,
      toState: 'HELD',
      ruleIds,
      facts: {
        by: 'screened',
        spans: findings.flatMap(({ spans }) => spans.map(({ start, end }) => `${start}-${end}`)),
      },
    });
  }
}
