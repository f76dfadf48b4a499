import { Injectable } from '@nestjs/common';
import { actingIn } from '#membership';
import { Audit, Database, type Viewer } from '#platform';
import { hiddenPosts } from './hidden-posts.queries.js';
import { PostgresEngine } from './postgres/postgres-engine.js';
import type { SearchRequest } from './search-engine.port.js';
import { maySearchHidden, programsReviewed, traceOf } from './search.policy.js';
import type { Answer } from './search.types.js';

/** Searches of staff that also look at what is held and removed. Each leaves a line in the trail of their programs. */
@Injectable()
export class HiddenSearch {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly postgres: PostgresEngine,
  ) {}

  /** May they, and if so it is written down, before anything is looked for. */
  async refuseOrTrace(viewer: Viewer, query: string, requestId: string): Promise<void> {
    maySearchHidden(viewer);
    await this.database.transaction(async (tx) => {
      for (const programId of programsReviewed(viewer)) {
        const { accountId, role } = actingIn(viewer, programId);
        await this.audit.write(tx, {
          action: 'search.hidden',
          actorId: accountId,
          actorRole: role,
          programId,
          targetType: 'Program',
          targetId: programId,
          requestId,
          // Not the words: they may be a name, or a quotation of what was removed.
          facts: { length: query.length, query: traceOf(query) },
        });
      }
    });
  }

  /** Published and hidden matches in one list, newest first. */
  async finder(viewer: Viewer, query: string, requestId: string): Promise<(request: SearchRequest) => Promise<Answer>> {
    await this.refuseOrTrace(viewer, query, requestId);
    return async (request) => {
      const published = await this.postgres.find({ ...request, order: 'NEWEST' });
      const rows = await this.database.rows<{ id: string; at: number }>(
        hiddenPosts(viewer, request, request.limit + 1),
      );
      const hidden = rows.map(({ id, at }) => ({ postId: id, key: { at, id } }));
      const all = [...published.hits, ...hidden].sort(
        (one, other) => other.key.at - one.key.at || (one.postId < other.postId ? 1 : -1),
      );
      return {
        hits: all.slice(0, request.limit),
        more: published.more || all.length > request.limit,
        terms: published.terms,
        degraded: false,
      };
    };
  }
}
