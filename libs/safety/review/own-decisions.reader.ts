import { Injectable } from '@nestjs/common';
import {
  type Connection,
  Database,
  encodeCursor,
  type ForwardArgs,
  globalId,
  isInstant,
  isUuid,
  pageOf,
  readPage,
  Refusal,
  sql,
  type Viewer,
} from '#platform';
import type { AppealDetail, AppealReceipt } from './appeals.types.js';
import { decisionColumns } from './details.queries.js';
import { visibleReviewables } from './review.policy.js';
import { decisionForAuthor, decisionForStaff, type DecisionRecord } from './review-details.js';
import type { ReviewableKind, ReviewableState } from './review.enums.js';
import type { Decision } from './review.types.js';

const isKey = ([at, id]: readonly unknown[]): boolean => isInstant(at) && isUuid(id);

/** Decisions as those see them whom they are about, and by id as each viewer may. */
@Injectable()
export class OwnDecisionsReader {
  constructor(private readonly database: Database) {}

  /** About the viewer's own posts, newest first. Escalations are not told, nor that somebody looked and found nothing. */
  async of(viewer: Viewer, args: ForwardArgs): Promise<Connection<Decision>> {
    const page = readPage<readonly [string, string]>('decisions', args, isKey);
    const [at, id] = page.key ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    const rows = await this.database.rows<DecisionRecord & { key: string }>(sql`
      select ${decisionColumns}, null as "actorName", p.number as "postNumber",
        to_char(d.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key
      from decision d left join post p on p.id = d.post_id
      where d.subject_account_id = ${viewer.accountId} and ${toldToAuthors}
        and (d.decided_at, d.id) < (${at}::timestamptz, ${id}::uuid)
      order by d.decided_at desc, d.id desc limit ${page.limit + 1}`);
    return pageOf(rows, page, (row) => encodeCursor('decisions', [row.key, row.id]), decisionForAuthor);
  }

  /** For `node(id)`: staff who see the item see the decision with its maker, its author sees what was told. */
  async byIds(viewer: Viewer, ids: readonly string[]): Promise<(Decision | null)[]> {
    const rows = await this.database.rows<DecisionRecord & { staff: boolean }>(sql`
      select ${decisionColumns}, a.display_name as "actorName", p.number as "postNumber",
        (${visibleReviewables(viewer)}) as staff
      from decision d join reviewable r on r.id = d.reviewable_id left join account a on a.id = d.actor_id
        left join post p on p.id = d.post_id
      where d.id = any(${ids}::uuid[]) and (${visibleReviewables(viewer)}
        or (d.subject_account_id = ${viewer.accountId}::uuid and ${toldToAuthors}))`);
    const byId = new Map(rows.map((row) => [row.id, row.staff ? decisionForStaff(row) : decisionForAuthor(row)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  async taken(viewer: Viewer, decisionId: string): Promise<Decision> {
    const row = await this.database.first<DecisionRecord>(sql`
      select ${decisionColumns}, a.display_name as "actorName", p.number as "postNumber"
      from decision d left join account a on a.id = d.actor_id left join post p on p.id = d.post_id
      where d.id = ${decisionId} and d.actor_id = ${viewer.accountId}`);
    if (!row) throw Refusal.notFound();
    return decisionForStaff(row);
  }

  async receipt(viewer: Viewer, reviewableId: string): Promise<AppealReceipt> {
    const row = await this.database.first<{ kind: ReviewableKind; state: ReviewableState; dueAt: Date }>(sql`
      select r.kind, r.state, r.due_at as "dueAt" from reviewable r join appeal a on a.reviewable_id = r.id
      where r.id = ${reviewableId} and a.appellant_id = ${viewer.accountId}`);
    if (!row) throw Refusal.notFound();
    return { ...row, id: globalId('Reviewable', reviewableId) };
  }

  /** What the appeal behind an item says; the item itself was found to be the viewer's to see. */
  async appealOf(reviewableId: string): Promise<AppealDetail | null> {
    const row = await this.database.first<DecisionRecord & { text: string; madeAt: Date }>(sql`
      select ${decisionColumns}, a.display_name as "actorName", p.number as "postNumber", ap.text,
        ap.made_at as "madeAt"
      from appeal ap join decision d on d.id = ap.decision_id left join account a on a.id = d.actor_id
        left join post p on p.id = d.post_id
      where ap.reviewable_id = ${reviewableId}`);
    return row && { text: row.text, madeAt: row.madeAt, decision: decisionForStaff(row) };
  }
}

/** What the author of a text is told of, by list, id or notice; alias d. */
export const toldToAuthors = sql`d.undone_at is null and d.kind not in ('ESCALATE', 'NO_ACTION')
  and d.effect <> 'KEEP'`;
