import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { type PostState, resolveMarkers } from '#forum';
import { Database, globalId, type Role, type Sql, type Viewer } from '#platform';
import type { DecisionKind, ReasonCode } from '../safety.types.js';
import { contextsOf, decisionsAbout, decisionsOf, findingsOf, historiesOf, postsOfAuthor } from './details.queries.js';
import type {
  AuthorRecord,
  ContextPost,
  Decision,
  Reviewable,
  ReviewContext,
  ReviewFinding,
  ReviewHistoryEntry,
} from './review.types.js';

type Memo = Map<unknown, unknown>;
type Item = Reviewable['row'];

interface ContextRow {
  forPost: string;
  side: 'before' | 'after';
  id: string;
  number: number;
  state: PostState;
  createdAt: Date;
  bodyHtml: string | null;
  authorId: string;
  authorRole: Role;
  authorName: string;
}

interface FindingRow extends Omit<ReviewFinding, 'spans'> {
  forItem: string;
  spans: number[];
}

interface HistoryRow {
  forItem: string;
  at: Date;
  action: string;
  note: string | null;
  facts: Record<string, string | number | boolean | null>;
  actorId: string | null;
  actorName: string | null;
}

export interface DecisionRecord {
  id: string;
  kind: DecisionKind;
  reasonCode: ReasonCode;
  note: string | null;
  statement: string | null;
  automated: boolean;
  decidedAt: Date;
  appealableUntil: Date | null;
  undoneAt: Date | null;
  overturned: boolean;
  postId: string | null;
  postNumber: number | null;
  actorId: string | null;
  actorName: string | null;
}

/** Mentions and quotes stay plain in what is read for a decision: who reads the board now says nothing about then. */
const plain = { mention: () => null, quote: () => null };

/** What a reviewer asks for about an item: read on demand, for a whole page of items in one statement each. */
@Injectable()
export class ReviewDetails {
  constructor(private readonly database: Database) {}

  async context(memo: Memo, { row }: Reviewable): Promise<ReviewContext> {
    const load = this.loader<Item, ContextRow>(memo, 'context', (items) => {
      const posts = items.flatMap(({ threadId, postId, number }) =>
        threadId && postId ? [{ threadId, postId, number }] : [],
      );
      return posts.length === 0 ? null : contextsOf(posts);
    });
    const rows = await load(row, ({ forPost }) => forPost === row.postId);
    const of = (wanted: ContextRow['side']): ContextPost[] =>
      rows.filter(({ side }) => side === wanted).map(contextPost);
    return { before: of('before'), after: of('after') };
  }

  async findings(memo: Memo, { row }: Reviewable): Promise<ReviewFinding[]> {
    const load = this.loader<Item, FindingRow>(memo, 'findings', (items) => findingsOf(items));
    const rows = await load(row, ({ forItem }) => forItem === row.id);
    return rows.map(({ spans, ...finding }) => ({
      ...finding,
      spans: spans.flatMap((start, index) => (index % 2 === 0 ? [{ start, end: spans[index + 1] ?? start }] : [])),
    }));
  }

  async history(memo: Memo, { row }: Reviewable): Promise<ReviewHistoryEntry[]> {
    const load = this.loader<Item, HistoryRow>(memo, 'history', (items) => historiesOf(items.map(({ id }) => id)));
    const rows = await load(row, ({ forItem }) => forItem === row.id);
    return rows.map(({ at, action, note, facts, actorId, actorName }) => ({
      at,
      action: typeof facts['decision'] === 'string' ? `${action}: ${facts['decision']}` : action,
      note,
      actor: actorId === null ? null : { id: globalId('Account', actorId), displayName: actorName ?? '' },
    }));
  }

  async decisions(memo: Memo, { row }: Reviewable): Promise<Decision[]> {
    const load = this.loader<Item, DecisionRecord & { forItem: string }>(memo, 'decisions', (items) =>
      decisionsOf(items.map(({ id }) => id)),
    );
    return (await load(row, ({ forItem }) => forItem === row.id)).map(decisionForStaff);
  }

  async author(viewer: Viewer, { row }: Reviewable): Promise<AuthorRecord | null> {
    const { programId, subjectAccountId } = row;
    if (subjectAccountId === null) return null;
    const [posts, decisions] = await Promise.all([
      this.database.rows<Omit<AuthorRecord['posts'][number], 'row'> & { boardId: string }>(
        postsOfAuthor(viewer, programId, subjectAccountId),
      ),
      this.database.rows<DecisionRecord>(decisionsAbout(viewer, programId, subjectAccountId)),
    ]);
    return {
      posts: posts.map(({ boardId, ...post }) => ({ ...post, id: globalId('Post', post.id), row: { boardId } })),
      decisions: decisions.map(decisionForStaff),
    };
  }

  /** One statement for all items of a request that ask for the same. */
  private loader<Key, Row extends object>(
    memo: Memo,
    name: string,
    statement: (keys: readonly Key[]) => Sql | null,
  ): (key: Key, mine: (row: Row) => boolean) => Promise<Row[]> {
    const memoKey = `review.${name}`;
    const known = memo.get(memoKey) as DataLoader<Key, Row[]> | undefined;
    const loader =
      known ??
      new DataLoader<Key, Row[]>(async (keys) => {
        const sql = statement(keys);
        const rows = sql ? await this.database.rows<Row>(sql) : [];
        return keys.map(() => rows);
      });
    memo.set(memoKey, loader);
    return async (key, mine) => (await loader.load(key)).filter(mine);
  }
}

const contextPost = (row: ContextRow): ContextPost => ({
  id: globalId('Post', row.id),
  number: row.number,
  state: row.state,
  author: { id: globalId('Account', row.authorId), displayName: row.authorName, role: row.authorRole },
  createdAt: row.createdAt,
  bodyHtml: row.bodyHtml === null ? null : resolveMarkers(row.bodyHtml, plain),
});

export const decisionForStaff = (row: DecisionRecord): Decision => ({
  ...decisionForAuthor(row),
  by: row.actorId === null ? null : { id: globalId('Account', row.actorId), displayName: row.actorName ?? '' },
  undoneAt: row.undoneAt,
});

/** Who of the staff decided is not told to the author: it was the program. */
export const decisionForAuthor = (row: DecisionRecord): Decision => ({
  __typename: 'Decision',
  id: globalId('Decision', row.id),
  kind: row.kind,
  reasonCode: row.reasonCode,
  note: row.note,
  statement: row.statement,
  automated: row.automated,
  by: null,
  decidedAt: row.decidedAt,
  appealableUntil: row.appealableUntil,
  undoneAt: null,
  overturned: row.overturned,
  post: row.postId === null ? null : { id: globalId('Post', row.postId), number: row.postNumber },
});
