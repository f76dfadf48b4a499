import { Injectable } from '@nestjs/common';
import {
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
import { administersAlone, mayReview } from './review.policy.js';
import { type QueueKey, queuePage, reviewableFrom, type ReviewableRecord, reviewablesById } from './review.queries.js';
import type { Reviewable } from './review.types.js';

const isQueueKey = ([priority, due, id]: readonly unknown[]): boolean =>
  isStorableText(priority) && isInstant(due) && isUuid(id);

/** What waits for a human, as a viewer sees it. Every reading is written down (`@Reads` on the type). */
@Injectable()
export class ReviewablesReader {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async queue(
    viewer: Viewer,
    program: string,
    args: ForwardArgs & { priority?: Priority | null; kind?: ReviewableKind | null },
  ): Promise<Connection<Reviewable>> {
    const programId = requireUuid('Program', program);
    const alone = administersAlone(viewer, programId);
    if (!alone) mayReview(viewer, programId);
    const page = readPage<QueueKey>('reviewQueue', args, isQueueKey);
    const { priority = null, kind = null } = args;
    const rows = await this.database.rows<ReviewableRecord & { dueKey: string }>(
      queuePage(viewer, programId, { key: page.key, priority, kind, limit: page.limit + 1 }),
    );
    if (alone && rows.length === 0) mayReview(viewer, programId);
    const now = this.clock.now();
    return pageOf(
      rows,
      page,
      (row) => encodeCursor('reviewQueue', [row.priority, row.dueKey, row.id]),
      (row) => reviewableFrom(row, now),
    );
  }

  /** An item by its global id; null if it is not there for the viewer. */
  async open(viewer: Viewer, id: string): Promise<Reviewable | null> {
    const uuid = uuidOf('Reviewable', id);
    return uuid ? ((await this.shown(viewer, [uuid]))[0] ?? null) : null;
  }

  async shown(viewer: Viewer, ids: readonly string[]): Promise<(Reviewable | null)[]> {
    const rows = await this.database.rows<ReviewableRecord>(reviewablesById(viewer, ids));
    const now = this.clock.now();
    const byId = new Map(rows.map((row) => [row.id, reviewableFrom(row, now)]));
    return ids.map((id) => byId.get(id) ?? null);
  }
}
