import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { ForumReader, type Post } from '#forum';
import {
  Clock,
  type Connection,
  Database,
  decodeCursor,
  encodeCursor,
  type ForwardArgs,
  isUuid,
  LiveBus,
  liveTopics,
  mostPerPage,
  pageOf,
  readPage,
  Refusal,
  uuidOf,
  type Viewer,
} from '#platform';
import {
  countOfUnseen,
  markSeen,
  notificationFrom,
  type NotificationRecord,
  notificationsById,
  pageOfNotifications,
} from './notifications.queries.js';
import type { MarkNotificationsSeenInput, MarkNotificationsSeenPayload, Notification } from './notifications.types.js';

const list = 'notifications';
const isKey = ([id]: readonly unknown[]): boolean => isUuid(id);

/** Notifications as their owner sees them. One statement for each page, count or change. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly forum: ForumReader,
    private readonly liveBus: LiveBus,
  ) {}

  async of(viewer: Viewer, args: ForwardArgs, unseenOnly: boolean): Promise<Connection<Notification>> {
    const page = readPage<readonly [string]>(list, args, isKey);
    const rows = await this.database.rows<NotificationRecord>(
      pageOfNotifications(viewer, { unseenOnly, key: page.key?.[0] ?? null, limit: page.limit + 1 }),
    );
    const cursorOf = ({ id }: NotificationRecord): string => encodeCursor(list, [id]);
    return pageOf(rows, page, cursorOf, (row) => notificationFrom(row, viewer));
  }

  async byIds(viewer: Viewer, ids: readonly string[]): Promise<(Notification | null)[]> {
    const rows = await this.database.rows<NotificationRecord>(notificationsById(viewer, ids));
    const byId = new Map(rows.map((row) => [row.id, notificationFrom(row, viewer)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  async unseenCount(viewer: Viewer): Promise<number> {
    const row = await this.database.first<{ count: number }>(countOfUnseen(viewer));
    return row?.count ?? 0;
  }

  /** Ids of nothing, of others and of what has gone are passed over alike. */
  async markSeen(viewer: Viewer, input: MarkNotificationsSeenInput): Promise<MarkNotificationsSeenPayload> {
    const named = input.ids ?? [];
    if (named.length > mostPerPage) throw Refusal.invalid('ids', `must be at most ${mostPerPage}`);
    const [through] = input.through == null ? [null] : decodeCursor<[string]>(list, input.through, isKey, 'through');
    const ids = named.map((id) => uuidOf('Notification', id)).filter((id) => id !== null);
    const marked = await this.database.run(markSeen(viewer, { ids, through }, this.clock.now()));
    if (marked > 0) this.liveBus.wake(liveTopics.notifications(viewer.accountId));
    const notifications = (await this.byIds(viewer, ids)).filter((found) => found !== null);
    return { notifications, unseenNotificationCount: await this.unseenCount(viewer) };
  }

  /** The posts of a page, in the statements of one. */
  posts(viewer: Viewer, memo: Map<unknown, unknown>): DataLoader<string, Post | null> {
    const key = `posts of notifications: ${viewer.accountId}`;
    const known = memo.get(key) as DataLoader<string, Post | null> | undefined;
    const loader = known ?? new DataLoader<string, Post | null>((ids) => this.forum.posts(viewer, ids));
    memo.set(key, loader);
    return loader;
  }
}
