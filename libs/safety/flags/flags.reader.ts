import { Injectable } from '@nestjs/common';
import {
  Clock,
  type Connection,
  Database,
  encodeCursor,
  type ForwardArgs,
  globalId,
  isUuid,
  pageOf,
  readPage,
  Refusal,
  sql,
  type Sql,
  type Viewer,
} from '#platform';
import type { FlagCategory } from '../safety.types.js';
import { type Flag, type FlagNote, FlagOutcome } from './flags.types.js';
import { receiptOf } from './receipts.js';

interface FlagRecord {
  id: string;
  category: FlagCategory;
  createdAt: Date;
  acted: boolean | null;
}

type FlagKey = readonly [id: string];
const isFlagKey = (key: readonly unknown[]): boolean => key.length === 1 && isUuid(key[0]);

/** One's own flags. There is no way to see anybody else's. */
@Injectable()
export class FlagsReader {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async of(viewer: Viewer, args: ForwardArgs): Promise<Connection<Flag>> {
    const page = readPage<FlagKey>('flags', args, isFlagKey);
    const beyond = page.key ? sql`id < ${page.key[0]}::uuid` : sql`true`;
    const rows = await this.rows(viewer, sql`${beyond} order by id desc limit ${page.limit + 1}`);
    return pageOf(rows, page, (row) => encodeCursor('flags', [row.id]), flagFrom);
  }

  async byIds(viewer: Viewer, ids: readonly string[]): Promise<(Flag | null)[]> {
    const rows = await this.rows(viewer, sql`id = any(${ids}::uuid[])`);
    return ids.map((id) => rows.filter((row) => row.id === id).map(flagFrom)[0] ?? null);
  }

  async required(viewer: Viewer, id: string): Promise<Flag> {
    const [flag] = await this.byIds(viewer, [id]);
    if (!flag) throw Refusal.notFound();
    return flag;
  }

  /** Words beside flags of an item of the queue, in an order that tells nothing of when they came. */
  notesOf(reviewableId: string): Promise<FlagNote[]> {
    return this.database.rows<FlagNote>(sql`
      select category, note as text from flag where reviewable_id = ${reviewableId} and note is not null
      order by category, md5(id::text) limit 100`);
  }

  private rows(viewer: Viewer, condition: Sql): Promise<FlagRecord[]> {
    return this.database.rows<FlagRecord>(sql`
      select id, category, created_at as "createdAt",
        case when tell_from <= ${this.clock.now()}::timestamptz then acted end as acted
      from flag where reporter_id = ${viewer.accountId} and ${condition}`);
  }
}

const flagFrom = ({ id, category, createdAt, acted }: FlagRecord): Flag => ({
  __typename: 'Flag',
  id: globalId('Flag', id),
  receipt: receiptOf(id),
  category,
  createdAt,
  outcome: acted === null ? FlagOutcome.RECEIVED : acted ? FlagOutcome.ACTION_TAKEN : FlagOutcome.NO_ACTION,
});
