import { Injectable, type OnModuleInit } from '@nestjs/common';
import type DataLoader from 'dataloader';
import {
  BoardReaders,
  enrolmentChanged,
  EnrolmentStatus,
  listsOf,
  matchReassigned,
  matchStateChanged,
  openedBy,
} from '#membership';
import {
  Announcements,
  Clock,
  Database,
  Ids,
  Refusal,
  requireUuid,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { postPublished, type PostChange } from '../forum.events.js';
import { WatchLevel, WatchReason } from '../forum.types.js';
import { together } from '../lists.js';
import { ForumReader } from '../reader.js';
import type { SetWatchInput, Watch } from './watches.types.js';

interface WatchRecord extends Watch {
  targetId: string;
}

/** Who wants to hear what. A watch is a wish, never a permission: whoever sends asks again who may read. */
@Injectable()
export class WatchesService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly announcements: Announcements,
    private readonly reader: ForumReader,
    private readonly boardReaders: BoardReaders,
  ) {}

  onModuleInit(): void {
    this.announcements.listen(postPublished, (tx, post) => (post.again ? Promise.resolve() : this.watchOwn(tx, post)));
    // Who is new, or comes (back), loses nothing by it.
    this.announcements.listen(enrolmentChanged, (tx, { accountId, from, to }) =>
      from === null || to === EnrolmentStatus.ACTIVE ? Promise.resolve() : this.putToSleep(tx, [accountId]),
    );
    this.announcements.listen(matchStateChanged, (tx, { accountIds }) => this.putToSleep(tx, accountIds));
    this.announcements.listen(matchReassigned, (tx, { from }) => this.putToSleep(tx, [from]));
  }

  async set(viewer: Viewer, input: SetWatchInput): Promise<Watch> {
    const { threadId, boardId, level } = input;
    if ((threadId == null) === (boardId == null)) throw Refusal.invalid('threadId', 'give either threadId or boardId');
    const [target] =
      threadId != null
        ? await this.reader.threads(viewer, [requireUuid('Thread', threadId)])
        : await this.reader.boards(viewer, [requireUuid('Board', boardId ?? '')]);
    if (!target) throw Refusal.notFound();
    const column = threadId != null ? sql`thread_id` : sql`board_id`;
    await this.database.run(sql`
      insert into watch (id, account_id, ${column}, level, reason, updated_at)
      values (${this.ids.next()}, ${viewer.accountId}, ${target.row.id}, ${level}, 'CHOSE', ${this.clock.now()})
      on conflict (${column}, account_id) where ${column} is not null do update set
        level = excluded.level, reason = excluded.reason, asleep_since = null, updated_at = excluded.updated_at`);
    return { level, reason: WatchReason.CHOSE, asleep: false };
  }

  /** The viewer's watches on threads or boards, in one statement. */
  loader(viewer: Viewer, memo: Map<unknown, unknown>): DataLoader<string, Watch | null> {
    return together(memo, 'watch', async (ids) => {
      const rows = await this.database.rows<WatchRecord>(sql`
        select coalesce(thread_id, board_id) as "targetId", level, reason, asleep_since is not null as asleep
        from watch where account_id = ${viewer.accountId}
          and (thread_id = any(${ids}::uuid[]) or board_id = any(${ids}::uuid[]))`);
      const byTarget = new Map(rows.map((row) => [row.targetId, row]));
      return ids.map((id) => byTarget.get(id) ?? null);
    });
  }

  /** Who writes wants to hear of answers: all of them in a thread of one's own. What was chosen stays as it is. */
  private async watchOwn(tx: Transaction, post: PostChange): Promise<void> {
    await tx.send(sql`
      insert into watch (id, account_id, thread_id, level, reason, updated_at)
      select ${this.ids.next()}, ${post.authorId}, t.id,
        case when t.opening_post_id = ${post.postId} then ${WatchLevel.ALL} else ${WatchLevel.REPLIES_AND_MENTIONS} end,
        case when t.opening_post_id = ${post.postId} then ${WatchReason.WROTE} else ${WatchReason.REPLIED} end,
        ${this.clock.now()}::timestamptz
      from thread t where t.id = ${post.threadId}
      on conflict (thread_id, account_id) where thread_id is not null do nothing`);
  }

  /**
   * Watches of what these people do not read any more fall asleep: they are offered again on return, not silently active
   * (S9). What they still read they go on watching.
   */
  private async putToSleep(tx: Transaction, accountIds: readonly string[]): Promise<void> {
    const holders = await this.boardReaders.holdersAmong(tx, accountIds);
    const held = [...holders].map(([id, holder]) => ({ id, ...listsOf(holder) }));
    const reads = openedBy(sql`b.audience`, { keys: sql`x.keys`, own: sql`x.own`, mine: sql`x.mine` });
    await tx.run(sql`
      update watch w set asleep_since = ${this.clock.now()}
      from board b, jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as x(id uuid, keys text[], own text[], mine text[])
      where w.account_id = x.id and w.asleep_since is null and not ${reads}
        and b.id = coalesce(w.board_id, (select t.board_id from thread t where t.id = w.thread_id))`);
  }
}
