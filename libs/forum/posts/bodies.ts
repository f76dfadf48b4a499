import { Injectable } from '@nestjs/common';
import { BoardReaders } from '#membership';
import { Database, globalId, sql, uuidOf, type Viewer } from '#platform';
import type { Post } from './post.types.js';
import { type QuotedPost, quotedPosts } from './posts.queries.js';
import { markerNames, resolveMarkers } from '../rendering/index.js';

const marked = '<!--';

/**
 * Mentions and quotes are stored as markers and filled in for each viewer at reading time: a mention becomes a name only
 * if that person reads this board, a quote shows what is published now. Costs nothing for posts without markers, and
 * two statements for a page with any.
 */
@Injectable()
export class PostBodies {
  constructor(
    private readonly database: Database,
    private readonly readers: BoardReaders,
  ) {}

  async resolve(viewer: Viewer, posts: readonly Post[]): Promise<void> {
    const withMarkers = posts.filter(({ bodyHtml }) => bodyHtml?.includes(marked));
    if (withMarkers.length === 0) return;
    const quotes = await this.quotes(viewer, withMarkers);
    for (const [boardId, ofBoard] of Map.groupBy(withMarkers, ({ row }) => row.boardId)) {
      const htmls = [
        ...ofBoard.map(({ bodyHtml }) => bodyHtml ?? ''),
        ...[...quotes.values()].map(({ bodyHtml }) => bodyHtml),
      ];
      const names = await this.names(boardId, htmls);
      for (const post of ofBoard) {
        post.bodyHtml = resolveMarkers(post.bodyHtml ?? '', {
          mention: (username) => {
            const displayName = names.get(username.toLowerCase());
            return displayName === undefined ? null : { displayName };
          },
          quote: (postId) => {
            const quoted = quotes.get(postId);
            return quoted ? { html: quoted.bodyHtml, author: quoted.authorName } : null;
          },
        });
      }
    }
  }

  /** Display names of the mentioned who read this board, by username. */
  private async names(boardId: string, htmls: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const usernames = new Set(htmls.flatMap((html) => markerNames(html).usernames.map((name) => name.toLowerCase())));
    if (usernames.size === 0) return new Map();
    const board = await this.database.first<{ audience: string[] }>(
      sql`select audience from board where id = ${boardId}`,
    );
    const readers = await this.readers.named(board?.audience ?? [], [...usernames]);
    return new Map(readers.map(({ usernameKey, displayName }) => [usernameKey, displayName]));
  }

  private async quotes(viewer: Viewer, posts: readonly Post[]): Promise<ReadonlyMap<string, QuotedPost>> {
    const ids = new Set(posts.flatMap(({ bodyHtml }) => markerNames(bodyHtml ?? '').postIds));
    const uuids = [...ids].map((id) => uuidOf('Post', id)).filter((uuid) => uuid !== null);
    if (uuids.length === 0) return new Map();
    const rows = await this.database.rows<QuotedPost>(quotedPosts(viewer, uuids));
    return new Map(rows.map((row) => [globalId('Post', row.id), row]));
  }
}
