import { Injectable } from '@nestjs/common';
import { BoardReaders, type KeyHolder, opens } from '#membership';
import { Database, globalId, sql, uuidOf, type Viewer } from '#platform';
import type { Post } from './post.types.js';
import { type QuotedPost, quotedPosts } from './posts.queries.js';
import { blankQuotes, markerNames, resolveMarkers } from '../rendering/index.js';

const marked = '<!--';
const htmlOf = ({ bodyHtml }: QuotedPost): string => bodyHtml;

/**
 * What a body says, for those who judge words: ids of quoted posts are letters that mean nothing and that no reader is shown,
 * but chance writes a word among them now and then. Places in the text stay what they are. A line that is shown as it stands
 * (in code) is in the visible text, with its id.
 */
export const withoutQuotedIds = (body: string): string => blankQuotes(body, (id) => uuidOf('Post', id) !== null);

/**
 * Mentions and quotes are stored as markers and filled in for each viewer at reading time: a mention becomes a name only
 * if that person reads this board, a quote shows what is published now. Costs nothing for posts without markers, and
 * three statements for a page with any.
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
    const shown = [...withMarkers.map(({ bodyHtml }) => bodyHtml ?? ''), ...[...quotes.values()].map(htmlOf)];
    const readers = await this.mentioned(shown);
    const audiences = readers.length > 0 ? await this.audiences(withMarkers) : new Map<string, readonly string[]>();
    for (const post of withMarkers) {
      const quotedBoards = new Set<string>();
      const audience = audiences.get(post.row.boardId) ?? [];
      const names = new Map(
        readers
          .filter((holder) => opens(holder, audience))
          .map(({ usernameKey, displayName }) => [usernameKey, displayName]),
      );
      post.bodyHtml = resolveMarkers(post.bodyHtml ?? '', {
        mention: (username) => {
          const displayName = names.get(username.toLowerCase());
          return displayName === undefined ? null : { displayName };
        },
        quote: (postId) => {
          const quoted = quotes.get(postId);
          if (quoted) quotedBoards.add(quoted.boardId);
          return quoted ? { html: quoted.bodyHtml, author: quoted.authorName } : null;
        },
      });
      if (quotedBoards.size > 0) post.row.quotedBoardIds = [...quotedBoards];
    }
  }

  /** Who is mentioned in these texts, with what they may read. */
  private async mentioned(htmls: readonly string[]): Promise<KeyHolder[]> {
    const usernames = new Set(htmls.flatMap((html) => markerNames(html).usernames.map((name) => name.toLowerCase())));
    return usernames.size === 0 ? [] : this.readers.holders([...usernames]);
  }

  private async audiences(posts: readonly Post[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const ids = [...new Set(posts.map(({ row }) => row.boardId))];
    const boards = await this.database.rows<{ id: string; audience: string[] }>(
      sql`select id, audience from board where id = any(${ids}::uuid[])`,
    );
    return new Map(boards.map(({ id, audience }) => [id, audience]));
  }

  private async quotes(viewer: Viewer, posts: readonly Post[]): Promise<ReadonlyMap<string, QuotedPost>> {
    const ids = new Set(posts.flatMap(({ bodyHtml }) => markerNames(bodyHtml ?? '').postIds));
    const uuids = [...ids].map((id) => uuidOf('Post', id)).filter((uuid) => uuid !== null);
    if (uuids.length === 0) return new Map();
    const rows = await this.database.rows<QuotedPost>(quotedPosts(viewer, uuids));
    return new Map(rows.map((row) => [globalId('Post', row.id), row]));
  }
}
