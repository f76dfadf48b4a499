import { notBlocked, visiblePosts } from '#forum';
import { sql, type Sql, type Viewer } from '#platform';
import { toldToAuthors } from '#safety';

/*
 * What of the notifications there is for somebody at this moment. Aliases are fixed: n notification, p its post, b its
 * board, d its decision, m the reading mark of its account on the thread.
 */

/** Everything that the rules below ask about. */
export const notificationJoins = sql`
  join post p on p.id = n.post_id join board b on b.id = p.board_id
  left join decision d on d.id = n.decision_id
  left join read_mark m on m.account_id = n.account_id and m.thread_id = p.thread_id`;

/**
 * One's own, about a post that one may see and that stands; or about a decision that its author is told of. A row is
 * never a permission: who lost the board, the thread that moved, or the post that was taken down, has no notification of
 * it from that moment on, neither in a list nor in a count nor by mail.
 */
export const visibleNotifications = (viewer: Viewer): Sql => sql`(
  n.account_id = ${viewer.accountId}::uuid and ${visiblePosts(viewer)}
  and case when n.decision_id is null then p.state = 'PUBLISHED' and ${notBlocked(viewer)}
    else d.id is not null and d.subject_account_id = n.account_id and ${toldToAuthors} end)`;

/**
 * Marked as seen, or its post was read: reading marks only grow, so this needs no second writer. The author of a post has
 * read it, which says nothing about a decision.
 */
export const isSeen = sql`(n.seen_at is not null or (n.decision_id is null
  and (p.number <= coalesce(m.last_read_number, 0) or p.number = any(coalesce(m.read_above, '{}')))))`;

/**
 * What an account wants to hear of a thread: its own level there, else the one of the board, else replies and mentions. A
 * watch that fell asleep counts for nothing until it is chosen again, but what was muted stays muted.
 */
export const levelOf = (account: Sql, thread: Sql, board: Sql): Sql => sql`coalesce(
  (select w.level from watch w where w.thread_id = ${thread} and w.account_id = ${account}
    and (w.asleep_since is null or w.level = 'MUTED')),
  (select w.level from watch w where w.board_id = ${board} and w.account_id = ${account}
    and (w.asleep_since is null or w.level = 'MUTED')),
  'REPLIES_AND_MENTIONS')`;
