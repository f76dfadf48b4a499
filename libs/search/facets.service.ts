import { Injectable } from '@nestjs/common';
import { ForumReader } from '#forum';
import { Database, globalId, type Role, type Viewer } from '#platform';
import { facetsOf } from './places.queries.js';
import { SearchEngines } from './search-engines.js';
import type { HitKey, SearchRequest } from './search-engine.port.js';
import type { SearchConnection, SearchFacets } from './search.types.js';

/** Hits that are counted: as many as Meilisearch lists, so that both engines count alike. */
const mostCounted = 1_000;
/** Lists of so many that are looked through for them. Only an index that lags far behind its posts needs a second one. */
const mostLists = 10;
const mostFacets = 20;

interface Counted {
  boardId: string;
  authorId: string;
  authorRole: Role;
  authorName: string;
  count: number;
}

/** Counts hits by board and author, in statements that look at the posts themselves. */
@Injectable()
export class FacetsService {
  constructor(
    private readonly engines: SearchEngines,
    private readonly database: Database,
    private readonly reader: ForumReader,
  ) {}

  async of(viewer: Viewer, { request }: SearchConnection): Promise<SearchFacets> {
    if (!request) return { boards: [], authors: [] };
    const counted = await this.counted(viewer, request);
    const byBoard = mostFirst(counted, ({ boardId }) => boardId);
    const boards = await this.reader.boards(
      viewer,
      byBoard.map(({ id }) => id),
    );
    return {
      boards: boards.flatMap((board, place) => (board ? [{ board, count: byBoard[place]?.count ?? 0 }] : [])),
      authors: mostFirst(counted, ({ authorId }) => authorId).map(({ first, count }) => ({
        author: {
          id: globalId('Account', first.authorId),
          displayName: first.authorName,
          role: first.authorRole,
        },
        count,
      })),
    };
  }

  /** What an index still holds and the viewer may not see any more is passed over, as in the list of hits. */
  private async counted(viewer: Viewer, request: SearchRequest): Promise<Counted[]> {
    const all: Counted[] = [];
    let after: HitKey | null = null;
    for (let [list, left] = [0, mostCounted]; list < mostLists && left > 0; list += 1) {
      const { hits, more } = await this.engines.find({ ...request, order: 'NEWEST', after, limit: mostCounted });
      const ids = hits.map(({ postId }) => postId);
      const rows = await this.database.rows<Counted>(facetsOf(viewer, ids, left));
      all.push(...rows);
      left -= rows.reduce((sum, { count }) => sum + count, 0);
      if (!more) break;
      after = hits.at(-1)?.key ?? null;
    }
    return all;
  }
}

function mostFirst(
  rows: readonly Counted[],
  by: (row: Counted) => string,
): { id: string; first: Counted; count: number }[] {
  return [...Map.groupBy(rows, by)]
    .flatMap(([id, group]) => {
      const count = group.reduce((sum, row) => sum + row.count, 0);
      return group[0] ? [{ id, first: group[0], count }] : [];
    })
    .sort((one, other) => other.count - one.count || (one.id < other.id ? -1 : 1))
    .slice(0, mostFacets);
}
