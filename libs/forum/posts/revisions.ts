import { Injectable } from '@nestjs/common';
import {
  Database,
  encodeCursor,
  type ForwardArgs,
  globalId,
  isCount,
  pageOf,
  readPage,
  sql,
  type Sql,
  type Viewer,
} from '#platform';
import { notBlocked, reviews, visiblePosts } from '../forum.policy.js';
import type { PostState } from '../forum.types.js';
import { listsOfMany, together } from '../lists.js';
import type { Post, Revision, RevisionConnection } from './post.types.js';
import { resolveMarkers } from '../rendering/index.js';

interface RevisionRecord {
  id: string;
  boardId: string;
  number: number;
  state: PostState;
  body: string | null;
  bodyHtml: string | null;
  createdAt: Date;
}

const isKey = ([number]: readonly unknown[]): boolean => isCount(number);
/** Markers stay plain text in history: who reads this board now says nothing about then. */
const plain = { mention: () => null, quote: () => null };

/** Versions of a text: the whole history for its author and reviewers, what is shown for everybody else. */
@Injectable()
export class RevisionsReader {
  constructor(private readonly database: Database) {}

  async of(
    viewer: Viewer,
    memo: Map<unknown, unknown>,
    post: Post,
    args: ForwardArgs,
  ): Promise<InstanceType<typeof RevisionConnection>> {
    const page = readPage<readonly [number]>('revisions', args, isKey);
    const cursor = (row: RevisionRecord): string => encodeCursor('revisions', [row.number]);
    return together(memo, `revisions:${JSON.stringify(args)}`, async (ids) => {
      const rows = await listsOfMany<RevisionRecord>(this.database, ids, (id) =>
        revisionsOf(viewer, id, { behind: page.key?.[0] ?? null, limit: page.limit + 1 }),
      );
      return ids.map((id) => pageOf(rows.get(id) ?? [], page, cursor, revisionFrom));
    }).load(post.row.id);
  }
}

function revisionsOf(viewer: Viewer, postId: Sql, { behind, limit }: { behind: number | null; limit: number }): Sql {
  const reviewsIt = sql`(${reviews(viewer)} and ${reviews(viewer, sql`r.restricted`)})`;
  return sql`
    select r.id, p.board_id as "boardId", r.number, r.state, r.created_at as "createdAt",
      case when p.author_id = ${viewer.accountId}::uuid or ${reviewsIt} then r.body end as body,
      r.body_html as "bodyHtml"
    from revision r join post p on p.id = r.post_id join board b on b.id = p.board_id
    where r.post_id = ${postId} and ${visiblePosts(viewer)}
      and (${behind}::int is null or r.number < ${behind}::int)
      and (${reviewsIt}
        or (p.author_id = ${viewer.accountId}::uuid and p.state in ('HELD', 'PUBLISHED', 'REJECTED', 'HIDDEN'))
        or (p.state = 'PUBLISHED' and r.id = p.shown_revision_id and ${notBlocked(viewer)}))
    order by r.number desc limit ${limit}`;
}

const revisionFrom = (row: RevisionRecord): Revision => ({
  __typename: 'Revision' as const,
  id: globalId('Revision', row.id),
  number: row.number,
  state: row.state,
  body: row.body,
  bodyHtml: row.bodyHtml === null ? null : resolveMarkers(row.bodyHtml, plain),
  createdAt: row.createdAt,
  row: { boardId: row.boardId },
});
