import { rolesIn } from '#membership';
import { audienceKeys } from '#membership';
import { Role, sql, type Sql, type Viewer } from '#platform';
import { hasInterestInItem, self } from '../conflicts.js';
import { leftToLead } from './review.policy.js';

/** Domain 2.7: five posts either side, the author's last twenty. */
const beside = 5;
const remembered = 20;

/** Around each post: what was published before and behind it; a post that waits stands behind all that is published. */
export const contextsOf = (items: readonly { threadId: string; postId: string; number: number | null }[]): Sql => sql`
  select i.post_id as "forPost", n.side, p.id, p.number, p.state, p.created_at as "createdAt",
    case when not (${leftToLead}) then p.body_html end as "bodyHtml", p.author_id as "authorId", p.author_role as "authorRole", a.display_name as "authorName"
  from unnest(${items.map(({ threadId }) => threadId)}::uuid[], ${items.map(({ postId }) => postId)}::uuid[],
    ${items.map(({ number }) => number ?? 2_147_483_647)}::int[]) as i (thread_id, post_id, number)
  cross join lateral (
    (select 'before' as side, q.id from post q where q.thread_id = i.thread_id and q.number < i.number
     order by q.number desc limit ${beside}::int)
    union all
    (select 'after', q.id from post q where q.thread_id = i.thread_id and q.number > i.number
     order by q.number limit ${beside}::int)) n
  join post p on p.id = n.id join account a on a.id = p.author_id
  order by p.number`;

/** Newest revision of an item first, so the findings of the text to decide about are those that count. */
export const findingsOf = (items: readonly { id: string; revisionId: string | null }[]): Sql => sql`
  select i.id as "forItem", f.rule_id as "ruleId", f.rule_version as version, f.category, f.priority, f.weak, f.spans
  from unnest(${items.map(({ id }) => id)}::uuid[], ${items.map(({ revisionId }) => revisionId)}::uuid[])
    as i (id, revision_id)
  join reviewable r on r.id = i.id
  join finding f on (f.post_id = r.post_id and f.revision_id = i.revision_id) or f.reviewable_id = i.id
  order by f.priority, f.rule_id`;

export const historiesOf = (ids: readonly string[]): Sql => sql`
  select h.reviewable_id as "forItem", h.at, h.action, h.note, h.facts, h.actor_id as "actorId",
    a.display_name as "actorName"
  from reviewable_history h left join account a on a.id = h.actor_id
  where h.reviewable_id = any(${ids}::uuid[]) order by h.at, h.id`;

export const decisionColumns = sql`
  d.id, d.kind, d.reason_code as "reasonCode", d.note, d.statement, d.automated, d.decided_at as "decidedAt",
  d.appealable_until as "appealableUntil", d.undone_at as "undoneAt", d.overturned_at is not null as overturned,
  d.post_id as "postId", d.actor_id as "actorId"`;

export const decisionsOf = (ids: readonly string[]): Sql => sql`
  select d.reviewable_id as "forItem", ${decisionColumns}, a.display_name as "actorName", p.number as "postNumber"
  from decision d left join account a on a.id = d.actor_id left join post p on p.id = d.post_id
  where d.reviewable_id = any(${ids}::uuid[]) order by d.decided_at, d.id`;

/** Boards whose posts the viewer may see in somebody's record: those of pairs that they do not look after are left out. */
const reviewedBoards = (viewer: Viewer, programId: string): Sql => {
  const roles = rolesIn(viewer, programId);
  const ofAllPairs = roles.has(Role.SAFEGUARDING_LEAD) || roles.has(Role.MODERATOR);
  return sql`(b.program_id = ${programId}
    and coalesce(b.match_id <> all(${viewer.ownMatches.map(({ id }) => id)}::uuid[]), true)
    and (${ofAllPairs}::boolean or b.match_id is null or 'caseload:' || b.match_id = any(${viewer.keys}::text[])))`;
};

const restrictedToo = (viewer: Viewer, programId: string): boolean =>
  viewer.keys.includes(audienceKeys.lead(programId));

export const postsOfAuthor = (viewer: Viewer, programId: string, accountId: string): Sql => sql`
  select p.id, p.state, p.created_at as "createdAt", p.body_text as "bodyText", b.kind as "boardKind",
    b.id as "boardId"
  from post p join board b on b.id = p.board_id
  where p.author_id = ${accountId} and ${reviewedBoards(viewer, programId)}
    and (not p.restricted or ${restrictedToo(viewer, programId)}::boolean)
  order by p.created_at desc limit ${remembered}`;

export const decisionsAbout = (viewer: Viewer, programId: string, accountId: string): Sql => sql`
  select ${decisionColumns}, a.display_name as "actorName", p.number as "postNumber"
  from decision d join reviewable r on r.id = d.reviewable_id left join account a on a.id = d.actor_id
    left join post p on p.id = d.post_id left join board b on b.id = p.board_id
  where d.subject_account_id = ${accountId} and d.program_id = ${programId}
    and (b.id is null or ${reviewedBoards(viewer, programId)})
    and (not r.restricted or ${restrictedToo(viewer, programId)}::boolean)
    and not ${hasInterestInItem(self(viewer))}
  order by d.decided_at desc, d.id desc limit ${remembered}`;
