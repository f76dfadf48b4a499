import { Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import {
  Clock,
  Database,
  encodeCursor,
  type ForwardArgs,
  globalId,
  isInstant,
  isUuid,
  pageOf,
  readPage,
  Refusal,
  requireUuid,
  sql,
  type Sql,
  type Viewer,
} from '#platform';
import { BoardHolds } from '../boards/board-holds.js';
import { moderates } from '../forum.policy.js';
import { listsOfMany, together } from '../lists.js';
import { ForumReader } from '../reader.js';
import type { Thread } from '../threads/thread.types.js';
import type { AcknowledgementConnection, FormerTitleConnection } from './care.types.js';

type Of<T extends abstract new (...args: never[]) => unknown> = InstanceType<T>;

interface PersonRow {
  id: string;
  accountId: string;
  displayName: string;
  at: Date;
}

const isKey = ([at, id]: readonly unknown[]): boolean => isInstant(at) && isUuid(id);
const personOf = ({ accountId, displayName }: PersonRow): { id: string; displayName: string; role: null } => ({
  id: globalId('Account', accountId),
  displayName,
  role: null,
});

/** Who has read an announcement that asked for it, and what else staff see of a thread. */
@Injectable()
export class Acknowledgements {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly holds: BoardHolds,
    private readonly reader: ForumReader,
  ) {}

  /** Acknowledging twice changes nothing. */
  async acknowledge(viewer: Viewer, threadId: string): Promise<Thread> {
    const [thread] = await this.reader.threads(viewer, [requireUuid('Thread', threadId)]);
    if (!thread) throw Refusal.notFound();
    if (!thread.requiresAcknowledgement) throw new Refusal('CONFLICT', 'This thread asks for no acknowledgement.');
    await this.database.transaction(async (tx) => {
      await this.holds.board(tx, viewer.accountId, thread.row.boardId, 'CARE');
      await tx.run(sql`
        insert into thread_acknowledgement (thread_id, account_id, acknowledged_at)
        values (${thread.row.id}, ${viewer.accountId}, ${this.clock.now()}) on conflict do nothing`);
    });
    return thread;
  }

  /** Whether the viewer acknowledged these threads, in one statement. */
  ofViewer(viewer: Viewer, memo: Map<unknown, unknown>): DataLoader<string, boolean> {
    return together(memo, 'acknowledged', async (ids) => {
      const rows = await this.database.rows<{ id: string }>(sql`
        select thread_id as id from thread_acknowledgement
        where account_id = ${viewer.accountId} and thread_id = any(${ids}::uuid[])`);
      const acknowledged = new Set(rows.map(({ id }) => id));
      return ids.map((id) => acknowledged.has(id));
    });
  }

  /** Who acknowledged, in the order in which they did; null for everybody but staff. */
  async of(
    viewer: Viewer,
    memo: Map<unknown, unknown>,
    thread: Thread,
    args: ForwardArgs,
  ): Promise<Of<typeof AcknowledgementConnection> | null> {
    const page = readPage<readonly [string, string]>('acknowledgements', args, isKey);
    const [at, id] = page.key ?? [null, null];
    const lists = together(memo, `acknowledgements:${JSON.stringify(args)}`, (ids) =>
      this.lists<PersonRow, Of<typeof AcknowledgementConnection>>(
        viewer,
        ids,
        (threadId) => sql`
          select k.account_id as id, k.account_id as "accountId", a.display_name as "displayName",
            k.acknowledged_at as at
          from thread_acknowledgement k join account a on a.id = k.account_id
          where k.thread_id = ${threadId}
            and (${at}::timestamptz is null or (k.acknowledged_at, k.account_id) > (${at}::timestamptz, ${id}::uuid))
          order by k.acknowledged_at, k.account_id limit ${page.limit + 1}`,
        (rows) =>
          pageOf(
            rows,
            page,
            (row) => encodeCursor('acknowledgements', [row.at.toISOString(), row.id]),
            (row) => ({ person: personOf(row), acknowledgedAt: row.at }),
          ),
      ),
    );
    return lists.load(thread.row.id);
  }

  /** Titles before renames, newest first; null for everybody but staff. */
  async titlesOf(
    viewer: Viewer,
    memo: Map<unknown, unknown>,
    thread: Thread,
    args: ForwardArgs,
  ): Promise<Of<typeof FormerTitleConnection> | null> {
    const page = readPage<readonly [string, string]>('titles', args, isKey);
    const [at, id] = page.key ?? [null, null];
    const lists = together(memo, `titles:${JSON.stringify(args)}`, (ids) =>
      this.lists<PersonRow & { title: string }, Of<typeof FormerTitleConnection>>(
        viewer,
        ids,
        (threadId) => sql`
          select h.id, h.title, h.changed_by as "accountId", a.display_name as "displayName", h.changed_at as at
          from thread_title h join account a on a.id = h.changed_by
          where h.thread_id = ${threadId}
            and (${at}::timestamptz is null or (h.changed_at, h.id) < (${at}::timestamptz, ${id}::uuid))
          order by h.changed_at desc, h.id desc limit ${page.limit + 1}`,
        (rows) =>
          pageOf(
            rows,
            page,
            (row) => encodeCursor('titles', [row.at.toISOString(), row.id]),
            (row) => ({ title: row.title, changedBy: personOf(row), changedAt: row.at }),
          ),
      ),
    );
    return lists.load(thread.row.id);
  }

  /** Lists of threads that are for those who moderate them; null for the others. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names what its statement returns
  private async lists<Row extends object, List>(
    viewer: Viewer,
    threadIds: readonly string[],
    list: (threadId: Sql) => Sql,
    cut: (rows: readonly Row[]) => List,
  ): Promise<(List | null)[]> {
    const moderated = await this.database.rows<{ id: string }>(sql`
      select t.id from thread t join board b on b.id = t.board_id
      where t.id = any(${threadIds}::uuid[]) and ${moderates(viewer)}`);
    const ids = moderated.map(({ id }) => id);
    const rows = await listsOfMany<Row>(this.database, ids, list);
    return threadIds.map((id) => (ids.includes(id) ? cut(rows.get(id) ?? []) : null));
  }
}
