import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { actingIn } from '#membership';
import { Clock, Database, Ids, type Read, ReadRecorder, sql, type Viewer } from '#platform';
import { mostLines, staffRolesOf, writeReads } from './staff-reads.queries.js';

const lastReads = Symbol('last reads by staff');

/**
 * Writes what staff read (fields marked with `@Reads`) to the trail, and when a board was last read by them. Once an hour
 * for each person, thing and access: enough to know who looked at which conversation when, and bounded by what there is to
 * look at. Nothing is remembered in the process: what was told a minute ago under another access tells nothing of now.
 */
@Injectable()
export class StaffReadNotes extends ReadRecorder {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    super();
  }

  async record(viewer: Viewer, reads: readonly Read[], requestId: string): Promise<void> {
    const programs = staffRolesOf(viewer);
    const lineIds = Array.from({ length: mostLines(reads, programs.length) }, () => this.ids.next());
    const actorRoles = programs.map(({ programId }) => actingIn(viewer, programId).role);
    await this.database.run(writeReads({ viewer, now: this.clock.now() }, reads, { lineIds, requestId, actorRoles }));
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
}
