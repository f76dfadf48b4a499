import { ofOnePair, possibleReaders } from '#membership';
import { type Role, sql, type Sql, staffRoles } from '#platform';
import { toldToAuthors } from '#safety';
import { NotificationKind } from '../notification.enums.js';
import { levelOf } from '../notifications.policy.js';

/** A post of which people are to be told, as it stands now. */
export interface ToldPost {
  postId: string;
  threadId: string;
  boardId: string;
  programId: string;
  timeZone: string;
  audience: string[];
  authorId: string;
  authorRole: Role;
  /** Whom it answers: the author of the post above it, or of the thread. */
  answeredId: string | null;
  isOpening: boolean;
  asksToAcknowledge: boolean;
  bodyHtml: string;
}

/** Nothing if it is not published (any more). */
export const toldPost = (postId: string): Sql => sql`
  select p.id as "postId", p.thread_id as "threadId", p.board_id as "boardId", b.program_id as "programId",
    g.time_zone as "timeZone", b.audience, p.author_id as "authorId", p.author_role as "authorRole",
    coalesce(parent.author_id, t.author_id) as "answeredId", t.opening_post_id = p.id as "isOpening",
    t.opening_post_id = p.id and t.kind = 'ANNOUNCEMENT' and t.requires_acknowledgement as "asksToAcknowledge",
    p.body_html as "bodyHtml"
  from post p join thread t on t.id = p.thread_id join board b on b.id = p.board_id join program g on g.id = b.program_id
    left join post parent on parent.id = p.parent_id
  where p.id = ${postId} and p.state = 'PUBLISHED'`;

export interface Hearer {
  accountId: string;
  kind: NotificationKind;
}

/** In the order of their strength. */
const kinds = Object.values(NotificationKind);
const rankOf = (kind: NotificationKind): Sql => sql`${kinds.indexOf(kind)}::int`;

/**
 * Who wants to hear of a post, each once, with the strongest reason, in the order of accounts. It says nothing of access:
 * a name may be a stranger's, a watch may outlive it. Never its author, never who muted the place,
 * never who blocked its author; what is said as staff always arrives, but not with who is of a pair with its author.
 * @param only mentions of it, for a post that others have heard of already
 */
export function hearersOf(
  post: ToldPost,
  mentioned: readonly string[],
  page: { after: string | null; limit: number; only?: 'mentions' },
): Sql {
  const { ANNOUNCEMENT, MENTION, REPLY, THREAD, POST } = NotificationKind;
  const watched = post.isOpening ? THREAD : POST;
  const isStaff = (staffRoles as readonly Role[]).includes(post.authorRole);
  // Who watches a thread already has met its opening.
  const where = post.isOpening
    ? sql`w.board_id = ${post.boardId}`
    : sql`(w.thread_id = ${post.threadId} or w.board_id = ${post.boardId})`;
  const level = levelOf(sql`c.account_id`, sql`${post.threadId}::uuid`, sql`${post.boardId}::uuid`);
  const alsoOthers = sql`
    union all select ${post.answeredId}::uuid, ${rankOf(REPLY)} where not ${post.isOpening}::boolean
    union all select w.account_id, ${rankOf(watched)} from watch w
      where ${where} and w.level = 'ALL' and w.asleep_since is null
    ${post.asksToAcknowledge ? sql`union all select r.account_id, ${rankOf(ANNOUNCEMENT)} from (${possibleReaders(post.audience)}) r` : sql``}`;
  return sql`
    select q.account_id as "accountId", (${kinds}::text[])[q.rank + 1] as kind from (
      select c.account_id, min(c.rank) as rank from (
        select a.id as account_id, ${rankOf(MENTION)} as rank from account a
          where a.username_key = any(${mentioned}::text[])
        ${page.only === 'mentions' ? sql`` : alsoOthers}
      ) c
      where c.account_id > ${page.after ?? '00000000-0000-0000-0000-000000000000'}::uuid
        and c.account_id <> ${post.authorId}::uuid
        and (not exists (
          select from account_block k where k.account_id = c.account_id and k.blocked_id = ${post.authorId}::uuid
            and (not ${isStaff}::boolean or ${ofOnePair(sql`k.account_id`, sql`k.blocked_id`)})))
        and ${level} <> 'MUTED' and (c.rank < ${rankOf(THREAD)} or ${level} = 'ALL')
      group by c.account_id
    ) q order by q.account_id limit ${page.limit}`;
}

/** Watches of people who read the board no more fall asleep, however their access ended (S9). */
export const putToSleep = (post: ToldPost, accountIds: readonly string[], now: Date): Sql => sql`
  update watch set asleep_since = ${now}
  where asleep_since is null and account_id = any(${accountIds}::uuid[])
    and (thread_id = ${post.threadId} or board_id = ${post.boardId})`;

/** Writes down whom is told. Whoever has heard of the post is passed over, so running it twice changes nothing. */
export const tell = (
  post: Pick<ToldPost, 'postId' | 'boardId'>,
  told: { ids: readonly string[]; accountIds: readonly string[]; kinds: readonly NotificationKind[] },
  now: Date,
): Sql => sql`
  insert into notification (id, account_id, kind, post_id, created_at)
  select x.id, x.account_id, x.kind, p.id, ${now}::timestamptz
  from unnest(${told.ids}::uuid[], ${told.accountIds}::uuid[], ${told.kinds}::text[]) x(id, account_id, kind)
    join post p on p.id = ${post.postId} and p.board_id = ${post.boardId} and p.state = 'PUBLISHED'
  on conflict (post_id, account_id) where decision_id is null do nothing
  returning id, account_id as "accountId"`;

export interface ToldDecision {
  decisionId: string;
  postId: string;
  threadId: string;
  boardId: string;
  programId: string;
  timeZone: string;
  audience: string[];
  accountId: string;
}

/** Nothing if its author is not told of it (any more). */
export const toldDecision = (decisionId: string): Sql => sql`
  select d.id as "decisionId", p.id as "postId", p.thread_id as "threadId", p.board_id as "boardId",
    b.program_id as "programId", g.time_zone as "timeZone", b.audience, d.subject_account_id as "accountId"
  from decision d join post p on p.id = d.post_id join board b on b.id = p.board_id
    join program g on g.id = b.program_id
  where d.id = ${decisionId} and d.subject_account_id = p.author_id and ${toldToAuthors}`;

export const tellDecision = (id: string, { accountId, postId, decisionId }: ToldDecision, now: Date): Sql => sql`
  insert into notification (id, account_id, kind, post_id, decision_id, created_at)
  values (${id}, ${accountId}, 'DECISION', ${postId}, ${decisionId}, ${now})
  on conflict (decision_id, account_id) where decision_id is not null do nothing
  returning id, account_id as "accountId"`;
