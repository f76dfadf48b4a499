import { globalId, sql, type Sql, type Viewer } from '#platform';
import type { NotificationKind } from './notification.enums.js';
import { isSeen, notificationJoins, visibleNotifications } from './notifications.policy.js';
import type { Notification } from './notifications.types.js';

export interface NotificationRecord {
  id: string;
  kind: NotificationKind;
  postId: string;
  decisionId: string | null;
  createdAt: Date;
  seen: boolean;
}

const columns = sql`n.id, n.kind, n.post_id as "postId", n.decision_id as "decisionId", n.created_at as "createdAt",
  ${isSeen} as seen`;

/** What is marked needs no look at its post: the smaller index serves. */
const unseen = sql`(n.seen_at is null and not ${isSeen})`;

/** A page, newest first; full whenever more exists, since what is not there for the viewer is left out by the `where`. */
export const pageOfNotifications = (
  viewer: Viewer,
  page: { unseenOnly: boolean; key: string | null; limit: number },
): Sql => sql`
  select ${columns} from notification n ${notificationJoins}
  where n.account_id = ${viewer.accountId} and ${visibleNotifications(viewer)}
    ${page.unseenOnly ? sql`and ${unseen}` : sql``}
    and n.id < ${page.key ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid
  order by n.id desc limit ${page.limit}`;

export const notificationsById = (viewer: Viewer, ids: readonly string[]): Sql => sql`
  select ${columns} from notification n ${notificationJoins}
  where n.id = any(${ids}::uuid[]) and ${visibleNotifications(viewer)}`;

/** Exactly those that a client can page through with `unseenOnly`. */
export const countOfUnseen = (viewer: Viewer): Sql => sql`
  select count(*)::int as count from notification n ${notificationJoins}
  where n.account_id = ${viewer.accountId} and ${visibleNotifications(viewer)} and ${unseen}`;

/** What is not there for the viewer now stays unseen: it may come back. */
export const markSeen = (
  viewer: Viewer,
  { ids, through }: { ids: readonly string[]; through: string | null },
  now: Date,
): Sql => sql`
  update notification set seen_at = ${now} where seen_at is null and id in (
    select n.id from notification n ${notificationJoins}
    where n.account_id = ${viewer.accountId} and n.seen_at is null and ${visibleNotifications(viewer)}
      and (n.id = any(${ids}::uuid[]) or n.id <= ${through}::uuid))`;

export const notificationFrom = (record: NotificationRecord, viewer: Viewer): Notification => ({
  __typename: 'Notification',
  id: globalId('Notification', record.id),
  kind: record.kind,
  seen: record.seen,
  createdAt: record.createdAt,
  decisionId: record.decisionId && globalId('Decision', record.decisionId),
  row: { id: record.id, postId: record.postId, viewer },
});
