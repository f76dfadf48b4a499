import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
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
  type Viewer,
} from '#platform';
import { moderates } from '../forum.policy.js';
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

const loaders = Symbol('acknowledgements');
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
    private readonly reader: ForumReader,
  ) {}

  /** Acknowledging twice changes nothing. */
  async acknowledge(viewer: Viewer, threadId: string): Promise<Thread> {
    const [thread] = await this.reader.threads(viewer, [requireUuid('Thread', threadId)]);
    if (!thread) throw Refusal.notFound();
    if (!thread.requiresAcknowledgement) throw new Refusal('CONFLICT', 'This thread asks for no acknowledgement.');
    await this.database.run(sql`
      insert into thread_acknowledgement (thread_id, account_id, acknowledged_at)
      values (${thread.row.id}, ${viewer.accountId}, ${this.clock.now()}) on conflict do nothing`);
    return thread;
  }

  /** Whether the viewer acknowledged these threads, in one statement per request. */
  ofViewer(viewer: Viewer, memo: Map<unknown, unknown>): DataLoader<string, boolean> {
    const known = memo.get(loaders) as DataLoader<string, boolean> | undefined;
    const loader =
      known ??
      new DataLoader<string, boolean>(async (ids) => {
        const rows = await this.database.rows<{ id: string }>(sql`
          select thread_id as id from thread_acknowledgement
          where account_id = ${viewer.accountId} and thread_id = any(${ids}::uuid[])`);
        const acknowledged = new Set(rows.map(({ id }) => id));
        return ids.map((id) => acknowledged.has(id));
      });
    memo.set(loaders, loader);
    return loader;
  }

  /** Who acknowledged, in the order in which they did; null for everybody but staff. */
  async of(viewer: Viewer, thread: Thread, args: ForwardArgs): Promise<Of<typeof AcknowledgementConnection> | null> {
    if (!(await this.moderated(viewer, thread))) return null;
    const page = readPage<readonly [string, string]>('acknowledgements', args, isKey);
    const [at, id] = page.key ?? [null, null];
    const rows = await this.database.rows<PersonRow>(sql`
      select k.account_id as id, k.account_id as "accountId", a.display_name as "displayName", k.acknowledged_at as at
      from thread_acknowledgement k join account a on a.id = k.account_id
      where k.thread_id = ${thread.row.id}
        and (${at}::timestamptz is null or (k.acknowledged_at, k.account_id) > (${at}::timestamptz, ${id}::uuid))
      order by k.acknowledged_at, k.account_id limit ${page.limit + 1}`);
    return pageOf(
      rows,
      page,
      (row) => encodeCursor('acknowledgements', [row.at.toISOString(), row.id]),
      (row) => ({ person: personOf(row), acknowledgedAt: row.at }),
    );
  }

  /** Titles before renames, newest first; null for everybody but staff. */
  async titlesOf(viewer: Viewer, thread: Thread, args: ForwardArgs): Promise<Of<typeof FormerTitleConnection> | null> {
    if (!(await this.moderated(viewer, thread))) return null;
    const page = readPage<readonly [string, string]>('titles', args, isKey);
    const [at, id] = page.key ?? [null, null];
    const rows = await this.database.rows<PersonRow & { title: string }>(sql`
      select h.id, h.title, h.changed_by as "accountId", a.display_name as "displayName", h.changed_at as at
      from thread_title h join account a on a.id = h.changed_by
      where h.thread_id = ${thread.row.id}
        and (${at}::timestamptz is null or (h.changed_at, h.id) < (${at}::timestamptz, ${id}::uuid))
      order by h.changed_at desc, h.id desc limit ${page.limit + 1}`);
    return pageOf(
      rows,
      page,
      (row) => encodeCursor('titles', [row.at.toISOString(), row.id]),
      (row) => ({ title: row.title, changedBy: personOf(row), changedAt: row.at }),
    );
  }

  private async moderated(viewer: Viewer, thread: Thread): Promise<boolean> {
    const row = await this.database.first<{ moderates: boolean }>(
      sql`select ${moderates(viewer)} as moderates from board b where b.id = ${thread.row.boardId}`,
    );
    return row?.moderates ?? false;
  }
}
