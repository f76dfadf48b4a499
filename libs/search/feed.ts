import { Injectable } from '@nestjs/common';
import { Database, type Queryable, sql, type Transaction } from '#platform';
import {
  addMarks,
  beginAtNow,
  beginLoading,
  changedPosts,
  loadingOf,
  type Mark,
  marksBehind,
  moveLoading,
  moveMarks,
  nextPosts,
  type Span,
} from './marks.queries.js';

/** Boards that are looked at in one go. */
const boardsAtATime = 50;
/** Events of one board, or posts of a load, in one go: some hundred milliseconds of work for either engine. */
export const postsAtATime = 500;

export interface Batch {
  /** Posts to bring up to date. Some may be gone, or in no index at all: both are fine. */
  postIds: string[];
  /** Events that this follows. */
  spans: readonly Span[];
  /** Set for a part of a load: behind which post it began, and with which it ends; null at the very end. */
  load: { from: string; to: string | null } | null;
}

export interface Wish {
  /** Only these boards, and no loading. */
  boardIds?: readonly string[];
  /** Under the locks of what is going to be moved, for a transaction that writes the documents as well. */
  lock?: boolean;
}

/**
 * Tells an index what to do next, from the boards' event logs: they are written in the transaction of every change, in
 * order and without gaps, so they are the outbox of search. An index that is new, or was away for longer than the logs
 * reach back, goes through all posts once and follows meanwhile.
 */
@Injectable()
export class SearchFeed {
  constructor(private readonly database: Database) {}

  /** Learns of new boards, and begins a load where one is due. */
  async prepare(engine: string): Promise<void> {
    const known = await this.database.first(loadingOf(engine, false));
    if (!known) await this.begin(engine);
    await this.database.run(addMarks(engine));
  }

  /** Has the index filled anew from the first post on. */
  async begin(engine: string): Promise<void> {
    await this.database.transaction((tx) => this.restart(tx, engine));
  }

  /** @returns null when the index is up to date */
  async next(from: Queryable, engine: string, { boardIds, lock = false }: Wish = {}): Promise<Batch | null> {
    const marks = await from.rows<Mark>(marksBehind(engine, boardIds ?? null, boardsAtATime, lock));
    // A log that was trimmed behind its mark: what happened in between is not known.
    if (marks.some(({ seq, trimmedTo }) => seq < trimmedTo)) {
      await this.restart(from, engine);
      return { postIds: [], spans: [], load: null };
    }
    if (marks.length > 0) return this.follow(from, marks);
    return boardIds ? null : this.load(from, engine, lock);
  }

  /** To be called once the posts of a batch are in the index. */
  async done(queryable: Queryable, engine: string, { spans, load, postIds }: Batch): Promise<void> {
    if (spans.length > 0) await queryable.run(moveMarks(engine, spans));
    if (load) await queryable.run(moveLoading(engine, load.from, load.to, postIds.length));
  }

  /** Forgets an index that is not there any more. */
  async forget(engine: string): Promise<void> {
    await this.database.transaction((tx: Transaction) => this.forgetIn(tx, engine));
  }

  async forgetIn(tx: Transaction, engine: string): Promise<void> {
    await tx.run(sql`delete from search_mark where engine = ${engine}`);
    await tx.run(sql`delete from search_index where engine = ${engine}`);
  }

  private async restart(from: Queryable, engine: string): Promise<void> {
    await from.run(beginLoading(engine));
    await from.run(beginAtNow(engine));
  }

  private async follow(from: Queryable, marks: readonly Mark[]): Promise<Batch> {
    const spans = marks.map(({ boardId, seq, lastSeq }) => ({
      boardId,
      from: seq,
      to: Math.min(lastSeq, seq + postsAtATime),
    }));
    const rows = await from.rows<{ id: string }>(changedPosts(spans));
    return { postIds: rows.map(({ id }) => id), spans, load: null };
  }

  private async load(from: Queryable, engine: string, lock: boolean): Promise<Batch | null> {
    const state = await from.first<{ loadedTo: string | null }>(loadingOf(engine, lock));
    if (!state?.loadedTo) return null;
    const rows = await from.rows<{ id: string }>(nextPosts(state.loadedTo, postsAtATime));
    const to = rows.length < postsAtATime ? null : (rows.at(-1)?.id ?? null);
    return { postIds: rows.map(({ id }) => id), spans: [], load: { from: state.loadedTo, to } };
  }
}
