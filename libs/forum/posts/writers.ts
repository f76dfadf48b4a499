import { Injectable } from '@nestjs/common';
import { Writers } from '#membership';
import { Database, sql, type Viewer } from '#platform';
import { reviews, visibleBoards } from '../forum.policy.js';

/** Whose name the viewer meets above a post. */
@Injectable()
export class ForumWriters extends Writers {
  constructor(private readonly database: Database) {
    super();
  }

  async inSight(viewer: Viewer, accountIds: readonly string[]): Promise<string[]> {
    if (viewer.keys.length === 0) return [];
    const rows = await this.database.rows<{ accountId: string }>(sql`
      select x.id as "accountId" from unnest(${accountIds}::uuid[]) x(id) where exists (
        select from post p join board b on b.id = p.board_id
        where p.author_id = x.id and ${visibleBoards(viewer)} and (p.state = 'PUBLISHED' or ${reviews(viewer)}))`);
    return rows.map(({ accountId }) => accountId);
  }
}
