import { Injectable } from '@nestjs/common';
import { BoardReaders, type KeyHolder, opens } from '#membership';
import { Database, globalId, sql, uuidOf, type Viewer } from '#platform';
import type { Post } from './post.types.js';
import { type QuotedPost, quotedPosts } from './posts.queries.js';
import { besideEach, perReceiver } from '../receivers.js';
import { blankQuotes, markerNames, resolveMarkers } from '../rendering/index.js';

/** Whose posts they are to be read by. */
export interface Receiver {
  viewer: Viewer;
  posts: readonly Post[];
}

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
    await this.resolveFor([{ viewer, posts }]);
  }

  /** The same for many viewers, each with posts of their own, and as many statements. */
  async resolveFor(receivers: readonly Receiver[]): Promise<void> {
    const marking = receivers.flatMap(({ viewer, posts }) => {
      const withMarkers = posts.filter(({ bodyHtml }) => bodyHtml?.includes(marked));
      return withMarkers.length > 0 ? [{ viewer, posts: withMarkers }] : [];
    });
    if (marking.length === 0) return;
    const quotes = await this.quotes(marking);
    const all = marking.flatMap(({ posts }) => posts);
    const quoted = quotes.flatMap((each) => [...each.values()].map(htmlOf));
    const shown = new Set([...all.map(({ bodyHtml }) => bodyHtml ?? ''), ...quoted]);
    const readers = await this.mentioned([...shown]);
    const audiences = readers.length > 0 ? await this.audiences(all) : new Map<string, readonly string[]>();
    for (const [place, { posts }] of marking.entries())
      this.fill(posts, quotes[place] ?? new Map(), readers, audiences);
  }

  private fill(
    posts: readonly Post[],
    quotes: ReadonlyMap<string, QuotedPost>,
    readers: readonly KeyHolder[],
    audiences: ReadonlyMap<string, readonly string[]>,
  ): void {
    for (const post of posts) {
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

  /** The posts that each may read of those that their posts quote, in the order of the receivers. */
  private async quotes(receivers: readonly Receiver[]): Promise<ReadonlyMap<string, QuotedPost>[]> {
    const asks = receivers.map(({ viewer, posts }) => {
      const ids = new Set(posts.flatMap(({ bodyHtml }) => markerNames(bodyHtml ?? '').postIds));
      return { viewer, ids: [...ids].map((id) => uuidOf('Post', id)).filter((uuid) => uuid !== null) };
    });
    const asking = asks.filter(({ ids }) => ids.length > 0);
    const [only] = asking;
    if (!only) return asks.map(() => new Map());
    const rows =
      asking.length === 1
        ? [await this.database.rows<QuotedPost>(quotedPosts(only.viewer, only.ids))]
        : perReceiver(
            asking,
            await this.database.rows<QuotedPost & { forReceiver: number }>(besideEach(asking, quotedPosts)),
          );
    return asks.map((ask) => {
      const read = rows[asking.indexOf(ask)] ?? [];
      return new Map(read.map((row) => [globalId('Post', row.id), row]));
    });
  }
}
