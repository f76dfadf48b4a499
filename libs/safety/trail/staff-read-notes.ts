import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import { StaffReads } from '#forum';
import { actingIn } from '#membership';
import { Audit, Clock, Database, Role, sql, type Sql, type Viewer } from '#platform';

/** Those whom a match board lists as readers besides the pair (`audience.ts`). */
const readers: readonly Role[] = [Role.COORDINATOR, Role.SAFEGUARDING_LEAD];
/** An administrator reads the board of a match only while the glass is broken. */
const behindGlass = (key: string): boolean => key.startsWith('glass:');
/** Of all these, who reads board b now. */
const readsAsStaff = (viewer: Viewer): Sql =>
  sql`(b.kind = 'MATCH' and (b.moderators && ${viewer.keys}::text[] or 'glass:' || b.match_id = any(${viewer.keys}::text[])))`;

/** Whoever reads on is noted this often, and told to the trail that often. */
const noteEveryMs = 60_000;
const lineEvery = sql`interval '1 hour'`;

/** A row of what was read: program, target, and the board that shows it. */
interface Noted {
  programId: string;
  targetId: string;
  /** The trail has to be told: nothing was, for an hour. */
  due: boolean;
}

const lastReads = Symbol('last reads by staff');

/**
 * Notes what staff read, at most once a minute for each person and thing, and tells the trail of it once an hour: enough
 * to know who looked at which conversation when, and bounded by what there is to look at.
 */
@Injectable()
export class StaffReadNotes extends StaffReads {
  /** When this process last noted a person and thing, so that reading on costs nothing. */
  private readonly noted = new LRUCache<string, number>({ max: 20_000 });

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {
    super();
  }

  async board(viewer: Viewer, boardId: string): Promise<void> {
    const fresh = this.fresh(viewer, [boardId]);
    if (fresh.length === 0) return;
    const matchBoards = sql`select b.id as target_id, b.id as board_id, b.program_id from board b
      where b.id = any(${fresh}::uuid[]) and ${readsAsStaff(viewer)}`;
    await this.note(viewer, fresh, matchBoards, { action: 'board.read', targetType: 'Board' });
  }

  async threads(viewer: Viewer, threadIds: readonly string[]): Promise<void> {
    const fresh = this.fresh(viewer, [...new Set(threadIds)]);
    if (fresh.length === 0) return;
    const threads = sql`select t.id as target_id, b.id as board_id, b.program_id
      from thread t join board b on b.id = t.board_id
      where t.id = any(${fresh}::uuid[]) and ${readsAsStaff(viewer)}`;
    await this.note(viewer, fresh, threads, { action: 'thread.read', targetType: 'Thread' });
  }

  /** Told before it is read: there is no reading of the trail without its line. */
  async trail(viewer: Viewer, programId: string, role: Role): Promise<void> {
    const program = sql`select ${programId}::uuid as target_id, null::uuid as board_id, ${programId}::uuid as program_id`;
    await this.note(viewer, [], program, { action: 'trail.read', targetType: 'Program', role });
  }

  /** When staff last read these boards; one statement for all boards of a request. */
  lastReadOf(memo: Map<unknown, unknown>): DataLoader<string, Date | null> {
    const known = memo.get(lastReads) as DataLoader<string, Date | null> | undefined;
    const loader = known ?? new DataLoader<string, Date | null>((boardIds) => this.lastReads(boardIds));
    memo.set(lastReads, loader);
    return loader;
  }

  private async lastReads(boardIds: readonly string[]): Promise<(Date | null)[]> {
    const rows = await this.database.rows<{ boardId: string; lastAt: Date }>(sql`
      select board_id as "boardId", max(last_at) as "lastAt" from staff_read
      where board_id = any(${boardIds}::uuid[]) group by board_id`);
    const byBoard = new Map(rows.map(({ boardId, lastAt }) => [boardId, lastAt]));
    return boardIds.map((id) => byBoard.get(id) ?? null);
  }

  /** What this process did not note within the minute; nothing at all for those who are not staff of any match. */
  private fresh(viewer: Viewer, targetIds: readonly string[]): string[] {
    if (!readers.some((role) => viewer.roles.has(role)) && !viewer.keys.some(behindGlass)) return [];
    const now = this.clock.now().getTime();
    return targetIds.filter((id) => {
      const last = this.noted.get(`${viewer.accountId}:${id}`);
      return last === undefined || Math.abs(now - last) >= noteEveryMs;
    });
  }

  private async note(
    viewer: Viewer,
    targetIds: readonly string[],
    what: Sql,
    { role, ...line }: { action: string; targetType: string; role?: Role },
  ): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const rows = await tx.rows<Noted>(noteReads(viewer.accountId, what, now));
      for (const { programId, targetId } of rows.filter(({ due }) => due)) {
        const actor = actingIn(viewer, programId);
        const who = { actorId: actor.accountId, actorRole: role ?? actor.role };
        await this.audit.write(tx, { ...line, ...who, programId, targetId });
      }
    });
    for (const id of targetIds) this.noted.set(`${viewer.accountId}:${id}`, now.getTime());
  }
}

/** In the order of their ids, so that two processes that note the same things never wait in a circle. */
const noteReads = (accountId: string, what: Sql, now: Date): Sql => sql`
  with seen as (${what}), noted as (
    insert into staff_read as r (target_id, account_id, board_id, last_at, line_at)
    select target_id, ${accountId}::uuid, board_id, ${now}::timestamptz, ${now}::timestamptz from seen order by target_id
    on conflict (target_id, account_id) do update set last_at = excluded.last_at,
      line_at = case when r.line_at <= excluded.line_at - ${lineEvery} then excluded.line_at else r.line_at end
    where r.last_at <= excluded.last_at - interval '1 minute'
    returning target_id, line_at = ${now}::timestamptz as due
  )
  select seen.program_id as "programId", seen.target_id as "targetId", noted.due
  from noted join seen using (target_id)`;
