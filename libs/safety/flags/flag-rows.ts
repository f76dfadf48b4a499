import { Injectable } from '@nestjs/common';
import { Clock, Ids, insertInto, sql, type Transaction, type Viewer } from '#platform';
import type { FlagCategory } from '../safety.types.js';
import type { FlagTarget } from './flag-targets.js';
import type { ReadNote } from './notes.js';

export interface NewFlag {
  viewer: Viewer;
  target: FlagTarget;
  category: FlagCategory;
  note: string | null;
  read: ReadNote;
  requestId: string;
}

/** Different people who flagged one thing since it was last decided, and the staff among them. */
export interface FlagCounts {
  reporters: number;
  staff: number;
}

/** Longest that the words of one person about one thing grow. */
const longestNotes = 8_000;

/** The table of flags: the only place that knows who gave one. */
@Injectable()
export class FlagRows {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Flags about one thing take turns, so that each counts the ones before it. */
  async takeTurn(tx: Transaction, targetId: string): Promise<void> {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`flag:${targetId}`}, 0))`);
  }

  /** The flag that this person gave about the same thing for the same reason. */
  async earlier(tx: Transaction, { viewer, target, category }: NewFlag): Promise<string | null> {
    const row = await tx.first<{ id: string }>(sql`
      select id from flag where target_id = ${target.targetId} and reporter_id = ${viewer.accountId}
        and category = ${category} and (revision_id is not null or decided_at is null)`);
    return row?.id ?? null;
  }

  async addWords(tx: Transaction, id: string, note: string): Promise<void> {
    await tx.run(sql`
      update flag set note = left(coalesce(note || E'\n\n', '') || ${note}, ${longestNotes}::int)
      where id = ${id} and position(${note} in coalesce(note, '')) = 0`);
  }

  async insert(tx: Transaction, { viewer, target, category, note }: NewFlag): Promise<string> {
    const id = this.ids.next();
    const { programId, targetId, postId, revisionId, subjectAccountId, byStaff } = target;
    const what = { programId, targetId, postId, revisionId, subjectAccountId, category, note };
    const who = { reporterId: viewer.accountId, byStaff };
    await tx.run(insertInto('flag', { id, ...what, ...who, createdAt: this.clock.now() }));
    return id;
  }

  async count(tx: Transaction, targetId: string): Promise<FlagCounts> {
    const row = await tx.first<FlagCounts>(sql`
      select count(distinct reporter_id)::int as reporters,
        (count(distinct reporter_id) filter (where by_staff))::int as staff
      from flag where target_id = ${targetId} and decided_at is null`);
    return row ?? { reporters: 1, staff: 0 };
  }

  async link(
    tx: Transaction,
    id: string,
    { reviewableId, caseId, attached }: { reviewableId?: string; caseId: string | null; attached?: boolean },
  ): Promise<void> {
    await tx.run(sql`
      update flag set reviewable_id = coalesce(${reviewableId ?? null}::uuid, reviewable_id),
        case_id = coalesce(case_id, ${caseId}::uuid), attached = coalesce(${attached ?? null}::boolean, attached)
      where id = ${id}`);
  }
}
