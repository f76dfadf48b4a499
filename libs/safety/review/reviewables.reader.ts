import { Injectable } from '@nestjs/common';
import { BoardKind } from '#forum';
import { actingIn } from '#membership';
import {
  Audit,
  Clock,
  type Connection,
  Database,
  encodeCursor,
  type ForwardArgs,
  isInstant,
  isStorableText,
  isUuid,
  pageOf,
  readPage,
  requireUuid,
  uuidOf,
  type Viewer,
} from '#platform';
import type { Priority } from '../safety.types.js';
import type { ReviewableKind } from './review.enums.js';
import { mayReview } from './review.policy.js';
import { type QueueKey, queuePage, reviewableFrom, type ReviewableRecord, reviewablesById } from './review.queries.js';
import type { Reviewable } from './review.types.js';

const isQueueKey = ([priority, due, id]: readonly unknown[]): boolean =>
  isStorableText(priority) && isInstant(due) && isUuid(id);

/** What waits for a human, as a viewer sees it. What of a pair is read here is written down, every time. */
@Injectable()
export class ReviewablesReader {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  async queue(
    viewer: Viewer,
    program: string,
    args: ForwardArgs & { priority?: Priority | null; kind?: ReviewableKind | null },
  ): Promise<Connection<Reviewable>> {
    const programId = requireUuid('Program', program);
    mayReview(viewer, programId);
    const page = readPage<QueueKey>('reviewQueue', args, isQueueKey);
    const { priority = null, kind = null } = args;
    const rows = await this.database.rows<ReviewableRecord & { dueKey: string }>(
      queuePage(viewer, programId, { key: page.key, priority, kind, limit: page.limit + 1 }),
    );
    await this.trace(viewer, programId, 'review.listed', rows.slice(0, page.limit));
    const now = this.clock.now();
    return pageOf(
      rows,
      page,
      (row) => encodeCursor('reviewQueue', [row.priority, row.dueKey, row.id]),
      (row) => reviewableFrom(row, now),
    );
  }

  /** Opens an item to be read; null if it is not there for the viewer. */
  async open(viewer: Viewer, id: string): Promise<Reviewable | null> {
    const uuid = uuidOf('Reviewable', id);
    return uuid ? ((await this.openMany(viewer, [uuid]))[0] ?? null) : null;
  }

  async openMany(viewer: Viewer, ids: readonly string[]): Promise<(Reviewable | null)[]> {
    const rows = await this.rows(viewer, ids);
    for (const row of rows) await this.trace(viewer, row.programId, 'review.opened', [row]);
    return this.inOrder(ids, rows);
  }

  /** What a mutation or an event tells of items that the viewer has before them; no reading of its own. */
  async shown(viewer: Viewer, ids: readonly string[]): Promise<(Reviewable | null)[]> {
    return this.inOrder(ids, await this.rows(viewer, ids));
  }

  private rows(viewer: Viewer, ids: readonly string[]): Promise<ReviewableRecord[]> {
    return this.database.rows<ReviewableRecord>(reviewablesById(viewer, ids));
  }

  private inOrder(ids: readonly string[], rows: readonly ReviewableRecord[]): (Reviewable | null)[] {
    const now = this.clock.now();
    const byId = new Map(rows.map((row) => [row.id, reviewableFrom(row, now)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Reads of what belongs to a pair, or is restricted, go to the trail (domain 2.10). */
  private async trace(
    viewer: Viewer,
    programId: string,
    action: 'review.opened' | 'review.listed',
    rows: readonly ReviewableRecord[],
  ): Promise<void> {
    const sensitive = rows.filter(({ boardKind, restricted }) => boardKind === BoardKind.MATCH || restricted);
    const [first] = sensitive;
    if (!first) return;
    const { accountId, role } = actingIn(viewer, programId);
    const one = action === 'review.opened';
    await this.database.transaction((tx) =>
      this.audit.write(tx, {
        action,
        actorId: accountId,
        actorRole: role,
        programId,
        targetType: one ? 'Reviewable' : 'Program',
        targetId: one ? first.id : programId,
        revisionId: one ? first.revisionId : null,
        facts: one ? {} : { items: sensitive.map(({ id }) => id) },
      }),
    );
  }
}
