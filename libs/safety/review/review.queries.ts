import type { BoardKind, PostState } from '#forum';
import { globalId, type Role, sql, type Sql, type Viewer } from '#platform';
import { FlagCategory, Priority } from '../safety.types.js';
import { type ReviewableKind, ReviewableState } from './review.enums.js';
import { readsText, visibleReviewables } from './review.policy.js';
import type { Reviewable } from './review.types.js';

/** An item as the statements return it, with everything that a page shows. */
export interface ReviewableRecord {
  id: string;
  kind: ReviewableKind;
  state: ReviewableState;
  priority: Priority;
  programId: string;
  dueAt: Date;
  openedAt: Date;
  version: number;
  restricted: boolean;
  flagCounts: Partial<Record<FlagCategory, number>>;
  evidence: { title?: string | null; body?: string | null } | null;
  claimedBy: string | null;
  claimedByName: string | null;
  claimExpiresAt: Date | null;
  revisionId: string | null;
  revisionNumber: number | null;
  revisionTitle: string | null;
  revisionBody: string | null;
  postId: string | null;
  postNumber: number | null;
  postState: PostState | null;
  postCreatedAt: Date | null;
  authorId: string | null;
  authorName: string | null;
  authorRole: Role | null;
  threadId: string | null;
  threadTitle: string | null;
  boardId: string | null;
  boardTitle: string | null;
  boardKind: BoardKind | null;
  subjectAccountId: string | null;
  subjectName: string | null;
}

const columns = sql`
  r.id, r.kind, r.state, r.priority, r.program_id as "programId", r.due_at as "dueAt", r.opened_at as "openedAt",
  r.version, r.restricted, r.flag_counts as "flagCounts", q.evidence, r.claimed_by as "claimedBy",
  c.display_name as "claimedByName", r.claim_expires_at as "claimExpiresAt", q.revision_id as "revisionId",
  v.number as "revisionNumber", v.title as "revisionTitle", v.body as "revisionBody", p.id as "postId",
  p.number as "postNumber", p.state as "postState", p.created_at as "postCreatedAt", p.author_id as "authorId",
  a.display_name as "authorName", p.author_role as "authorRole", t.id as "threadId",
  case when q.shown or p.id is distinct from t.opening_post_id then t.title end as "threadTitle",
  b.id as "boardId", b.title as "boardTitle", b.kind as "boardKind", r.subject_account_id as "subjectAccountId",
  s.display_name as "subjectName"`;

const joins = (viewer: Viewer): Sql => sql`
  left join post p on p.id = r.post_id left join thread t on t.id = p.thread_id left join board b on b.id = p.board_id
  left join account a on a.id = p.author_id
  left join lateral (select true as shown, r.evidence, r.revision_id where ${readsText(viewer)}) q on true
  left join revision v on v.id = q.revision_id
  left join account c on c.id = r.claimed_by left join account s on s.id = r.subject_account_id`;

export type QueueKey = readonly [priority: string, dueAt: string, id: string];

const nil = '00000000-0000-0000-0000-000000000000';

/** A page of what waits in a program: most urgent first, then what is due first. One index range, cut before it is joined. */
export function queuePage(
  viewer: Viewer,
  programId: string,
  page: { key: QueueKey | null; priority: Priority | null; kind: ReviewableKind | null; limit: number },
): Sql {
  const lowest: QueueKey = [page.priority ?? '', '-infinity', nil];
  const [priority, due, id] = page.key && page.key[0] >= lowest[0] ? page.key : lowest;
  return sql`
    with waiting as materialized (
      select r.id, r.priority, r.due_at from reviewable r
      where r.program_id = ${programId} and r.state = 'PENDING'
        and (r.priority, r.due_at, r.id) > (${priority}::text, ${due}::timestamptz, ${id}::uuid)
        and r.priority <= ${page.priority ?? 'P9'}::text
        and (${page.kind}::text is null or r.kind = ${page.kind}::text) and ${visibleReviewables(viewer)}
      order by r.priority, r.due_at, r.id limit ${page.limit}
    )
    select ${columns}, to_char(r.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "dueKey"
    from waiting w join reviewable r on r.id = w.id ${joins(viewer)}
    order by w.priority, w.due_at, w.id`;
}

export const reviewablesById = (viewer: Viewer, ids: readonly string[]): Sql => sql`
  select ${columns} from reviewable r ${joins(viewer)} where r.id = any(${ids}::uuid[]) and ${visibleReviewables(viewer)}`;

const categories = Object.values(FlagCategory);

/** @param now a claim that has lapsed by then is none */
export function reviewableFrom(record: ReviewableRecord, now: Date): Reviewable {
  const { claimedBy, claimExpiresAt } = record;
  return {
    __typename: 'Reviewable',
    id: globalId('Reviewable', record.id),
    kind: record.kind,
    state: record.state,
    priority: record.priority,
    dueAt: record.dueAt,
    overdue: record.state === ReviewableState.PENDING && record.dueAt < now,
    restricted: record.restricted,
    blurred: record.priority === Priority.P0 || record.priority === Priority.P1,
    createdAt: record.openedAt,
    version: record.version,
    claim:
      claimedBy && claimExpiresAt && claimExpiresAt > now
        ? {
            by: { id: globalId('Account', claimedBy), displayName: record.claimedByName ?? '' },
            expiresAt: claimExpiresAt,
          }
        : null,
    revision:
      record.revisionId === null
        ? null
        : {
            id: globalId('Revision', record.revisionId),
            number: record.revisionNumber ?? 0,
            title: record.revisionTitle,
            body: record.revisionBody ?? '',
          },
    post: postOf(record),
    subject:
      record.subjectAccountId === null
        ? null
        : {
            id: globalId('Account', record.subjectAccountId),
            displayName: record.subjectName ?? '',
            role: record.subjectAccountId === record.authorId ? record.authorRole : null,
          },
    flags: categories.flatMap((category) => {
      const count = record.flagCounts[category] ?? 0;
      return count > 0 ? [{ category, count }] : [];
    }),
    row: {
      id: record.id,
      programId: record.programId,
      threadId: record.threadId,
      postId: record.postId,
      revisionId: record.revisionId,
      number: record.postNumber,
      subjectAccountId: record.subjectAccountId,
      evidence: record.evidence,
    },
  };
}

function postOf(record: ReviewableRecord): Reviewable['post'] {
  const { postId, postState, threadId, boardId, boardKind, authorId, postCreatedAt } = record;
  if (!postId || !postState || !threadId || !boardId || !boardKind || !authorId || !postCreatedAt) return null;
  return {
    id: globalId('Post', postId),
    number: record.postNumber,
    state: postState,
    createdAt: postCreatedAt,
    thread: {
      id: globalId('Thread', threadId),
      title: record.threadTitle ?? '',
      board: { id: globalId('Board', boardId), title: record.boardTitle ?? '', kind: boardKind },
    },
    author: { id: globalId('Account', authorId), displayName: record.authorName ?? '', role: record.authorRole },
  };
}
