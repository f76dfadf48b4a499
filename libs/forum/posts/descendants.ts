import { Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import { Database, sql, type Sql, type Viewer } from '#platform';
import { notBlocked, reviews, visiblePosts } from '../forum.policy.js';
import { together } from '../lists.js';
import { deepestLevel } from './tree.js';

/**
 * Whole subtrees counted, for those who ask for it: counted anew in one index range each, since a kept counter of every
 * ancestor would be one more thing that drifts, and would not be the same for every viewer. One statement for a page.
 */
@Injectable()
export class Descendants {
  constructor(private readonly database: Database) {}

  ofMany(viewer: Viewer, memo: Map<unknown, unknown>): DataLoader<string, number> {
    return together(memo, 'descendants', async (ids) => {
      const rows = await this.database.rows<{ id: string; count: number }>(descendantCounts(viewer, ids));
      const counts = new Map(rows.map(({ id, count }) => [id, count]));
      return ids.map((id) => counts.get(id) ?? 0);
    });
  }
}

/** Paths are four bytes for each level and begin below 0x80, so everything below a path lies before the path and 0xff. */
const isBelow = (path: Sql): Sql => sql`${path} > p.path and ${path} < p.path || '\\xff'::bytea`;

/**
 * Replies at the deepest level have their place beside what they answer, not below it: there the parents are followed.
 * Elsewhere the path is a range. What waits has no path yet; its parent's tells where it belongs.
 */
const descendantCounts = (viewer: Viewer, ids: readonly string[]): Sql => sql`
  select p.id, case when p.depth < ${deepestLevel}::int then (
      select count(*) from post d
      where d.thread_id = p.thread_id and d.number is not null and ${isBelow(sql`d.path`)} and ${counted(viewer)}
    ) + (
      select count(*) from post d join post q on q.id = d.parent_id
      where d.thread_id = p.thread_id and d.number is null and ${waits(viewer)}
        and (q.id = p.id or ${isBelow(sql`q.path`)})
    ) else (
      with recursive below as (
        select r.id from post r where r.parent_id = p.id
        union all select r.id from below join post r on r.parent_id = below.id
      )
      select count(*) from below join post d on d.id = below.id
      where (d.number is not null and ${counted(viewer)}) or (d.number is null and ${waits(viewer)})
    ) end::int as count
  from post p join board b on b.id = p.board_id
  where p.id = any(${ids}::uuid[]) and ${visiblePosts(viewer)}`;

const counted = (viewer: Viewer): Sql => sql`d.state = 'PUBLISHED' and ${notBlocked(viewer, 'd')}`;

const waits = (
  viewer: Viewer,
): Sql => sql`((d.author_id = ${viewer.accountId}::uuid and d.state in ('HELD', 'REJECTED'))
  or ${reviews(viewer, sql`d.restricted`)})`;
