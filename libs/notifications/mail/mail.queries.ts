import { sql, type Sql, type Viewer } from '#platform';
import type { EmailFrequency, NotificationKind } from '../notification.enums.js';
import { isSeen, levelOf, notificationJoins, visibleNotifications } from '../notifications.policy.js';

const nil = sql`'00000000-0000-0000-0000-000000000000'::uuid`;

/** Where something happened that mail is to tell of. */
export interface MailPlace {
  programId: string;
  threadId: string;
  timeZone: string;
}

/**
 * A mail for each of these people who has an address and wishes for mail, unless one about the thread (or the day) waits
 * already: then that one tells of this as well. Whether it may be sent is asked when it is sent.
 */
export const queueMails = (
  place: MailPlace,
  accounts: readonly { id: string; accountId: string }[],
  when: { now: Date; instantAt: Date; dailyAt: Date },
): Sql => sql`
  insert into notification_mail (id, account_id, program_id, thread_id, created_at, due_at)
  select x.id, x.account_id, ${place.programId}::uuid,
    case when f.email = 'DAILY' then null else ${place.threadId}::uuid end, ${when.now}::timestamptz,
    case when f.email = 'DAILY' then ${when.dailyAt}::timestamptz else ${when.instantAt}::timestamptz end
  from unnest(${accounts.map(({ id }) => id)}::uuid[], ${accounts.map(({ accountId }) => accountId)}::uuid[])
      x(id, account_id)
    join account a on a.id = x.account_id and a.email is not null and a.status = 'ACTIVE'
    left join notification_preference f on f.account_id = a.id
  where coalesce(f.email, 'INSTANT') <> 'OFF'
  order by x.account_id
  on conflict (account_id, program_id, coalesce(thread_id, ${nil})) where claimed_at is null
    -- Takes the row's lock, so that nobody begins to send it before this is added to it.
    do update set due_at = notification_mail.due_at`;

/** Ties notifications to the mail that waits for their person. */
export const attachToMails = (place: MailPlace, notificationIds: readonly string[]): Sql => sql`
  update notification n set mail_id = m.id from notification_mail m
  where n.id = any(${notificationIds}::uuid[]) and m.account_id = n.account_id and m.program_id = ${place.programId}
    and m.claimed_at is null and (m.thread_id is null or m.thread_id = ${place.threadId})`;

export interface WaitingMail {
  id: string;
  accountId: string;
  programId: string;
  threadId: string | null;
  attempts: number;
  createdAt: Date;
  claimed: boolean;
  /** What the person wishes now. */
  wish: EmailFrequency;
  /** When the last mail about this thread was sent, if that is less than so long ago. */
  lastAt: Date | null;
}

export const nextMail = (now: Date, since: Date): Sql => sql`
  select m.id, m.account_id as "accountId", m.program_id as "programId", m.thread_id as "threadId", m.attempts,
    m.created_at as "createdAt", m.claimed_at is not null as claimed, coalesce(f.email, 'INSTANT') as wish,
    (select max(o.claimed_at) from notification_mail o where o.account_id = m.account_id and o.thread_id = m.thread_id
      and o.id <> m.id and o.claimed_at > ${since}::timestamptz) as "lastAt"
  from notification_mail m left join notification_preference f on f.account_id = m.account_id
  where m.sent_at is null and m.due_at <= ${now}::timestamptz order by m.due_at, m.id limit 1`;

/** Mail that was not taken at a first try, or that nobody tried to send. */
export const overdueMails = (since: Date): Sql => sql`
  select count(*)::int as count from notification_mail
  where sent_at is null and (due_at <= ${since}::timestamptz or claimed_at <= ${since}::timestamptz)`;

/** From now on nothing is added to it. @returns 1 row for the one who was first */
export const claimMail = (mail: WaitingMail, now: Date, nextTryAt: Date): Sql => sql`
  update notification_mail set claimed_at = coalesce(claimed_at, ${now}::timestamptz), attempts = attempts + 1,
    due_at = ${nextTryAt}
  where id = ${mail.id} and attempts = ${mail.attempts} and sent_at is null and due_at <= ${now}::timestamptz`;

export const postponeMail = (mail: WaitingMail, until: Date): Sql => sql`
  update notification_mail set due_at = ${until} where id = ${mail.id} and attempts = ${mail.attempts}`;

export const dropMail = (id: string): Sql =>
  sql`delete from notification_mail where id = ${id} and claimed_at is not null and sent_at is null`;

/** A thing that a mail tells of. */
export interface MailPart {
  kind: NotificationKind;
  postId: string;
  threadId: string;
  /** Of a mention only: the text that is shown now. */
  bodyHtml: string | null;
  username: string;
  hearsAll: boolean;
}

/** More than this is a number in a mail. */
export const mostParts = 100;

/**
 * What a mail has to tell at this moment: what its receiver may see, has not seen, and still wants to hear. All of it is
 * asked anew, since minutes or a night lie between.
 */
export function partsOfMail(viewer: Viewer, mailId: string): Sql {
  const level = levelOf(sql`n.account_id`, sql`p.thread_id`, sql`p.board_id`);
  return sql`
    select n.kind, n.post_id as "postId", p.thread_id as "threadId", a.username_key as username,
      case when n.kind = 'MENTION' then p.body_html end as "bodyHtml", l.level = 'ALL' as "hearsAll"
    from notification n ${notificationJoins} join account a on a.id = n.account_id
      cross join lateral (select ${level} as level) l
    where n.mail_id = ${mailId} and ${visibleNotifications(viewer)} and not ${isSeen}
      and (n.decision_id is not null or l.level <> 'MUTED') and (n.kind not in ('POST', 'THREAD') or l.level = 'ALL')
    order by n.id limit ${mostParts}`;
}
