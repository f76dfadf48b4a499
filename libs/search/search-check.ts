import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, Jobs, logger, sql } from '#platform';
import { postgresIndex } from './follower.js';
import { beforeAll } from './marks.queries.js';
import { MeilisearchEngine, meilisearchIndex } from './meilisearch/meilisearch-engine.js';
import { MeilisearchIndex } from './meilisearch/meilisearch-index.js';
import { liveIndex } from './meilisearch/settings.js';
import { PostgresEngine } from './postgres/postgres-engine.js';
import {
  expected,
  forgetWords,
  nextWords,
  postsOfBoard,
  publishedOn,
  stored,
  storedOnBoard,
} from './search-check.queries.js';
import { checkSearch } from './search.jobs.js';

const slice = 1_000;

/** What was found on one board: how many documents there should be and are, and the sums of their hashes. */
export interface BoardReport {
  boardId: string;
  posts: number;
  documents: number;
  sameChecksum: boolean;
  /** Posts whose document was missing, old, or should not be there. */
  wrong: string[];
}

export interface IndexReport {
  engine: string;
  boards: number;
  posts: number;
  documents: number;
  wrong: number;
}

/** Meilisearch for reading and writing; one thing, so that the check asks for five. */
@Injectable()
export class MeilisearchParts {
  constructor(
    readonly engine: MeilisearchEngine,
    readonly index: MeilisearchIndex,
  ) {}
}

/** Compares an index with the posts, board by board, and puts right what differs. It only reads while all is well. */
@Injectable()
export class SearchCheck implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly postgres: PostgresEngine,
    private readonly parts: MeilisearchParts,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(checkSearch, async () => {
      const reports = await this.all({ repair: true });
      const wrong = reports.filter((report) => report.wrong > 0);
      for (const report of wrong) logger.warn(report, 'search documents differed from their posts and were repaired');
      await this.forgetUnusedWords();
    });
  }

  /** A word in the health report until a check finds nothing to repair. */
  async health(): Promise<string | null> {
    const rows = await this.database.rows<{ engine: string; repaired: number }>(
      sql`select engine, repaired from search_index where repaired > 0 order by engine`,
    );
    return rows.length === 0 ? null : rows.map(({ engine, repaired }) => `${engine} drifted (${repaired})`).join(', ');
  }

  /** @param boardDone is told how many boards of how many are through */
  async all(options: {
    repair: boolean;
    boardDone?: (engine: string, done: number, of: number) => void;
  }): Promise<IndexReport[]> {
    const engines = [postgresIndex, ...(this.parts.engine.configured ? [meilisearchIndex] : [])];
    const reports: IndexReport[] = [];
    for (const engine of engines) {
      const boards = await this.database.rows<{ id: string }>(sql`select id from board order by id`);
      const report: IndexReport = { engine, boards: boards.length, posts: 0, documents: 0, wrong: 0 };
      for (const [place, { id }] of boards.entries()) {
        const found = await this.board(engine, id);
        report.posts += found.posts;
        report.documents += found.documents;
        report.wrong += found.wrong.length;
        if (options.repair && found.wrong.length > 0) await this.repair(engine, found.wrong);
        options.boardDone?.(engine, place + 1, boards.length);
      }
      await this.remember(report, options.repair);
      reports.push(report);
    }
    return reports;
  }

  /** Looks twice at what differs: an index may be a moment behind the post that was written just now. */
  async board(engine: string, boardId: string): Promise<BoardReport> {
    const report: BoardReport = { boardId, posts: 0, documents: 0, sameChecksum: true, wrong: [] };
    const [sums, suspects] = [{ posts: 0n, documents: 0n }, new Set<string>()];
    const known = engine === postgresIndex ? null : await this.listed(boardId);
    for await (const postIds of this.postsOf(boardId)) {
      const wanted = await this.database.rows<Document>(expected(postIds));
      const there = known
        ? wanted.flatMap(({ id }) => known.take(id))
        : await this.database.rows<Document>(stored(postIds));
      const hashes = new Map(there.map(({ id, fingerprint }) => [id, fingerprint]));
      for (const { id, fingerprint } of wanted) {
        report.posts += 1;
        sums.posts += BigInt(fingerprint);
        if (hashes.get(id) !== fingerprint) suspects.add(id);
      }
      for (const { fingerprint } of there) sums.documents += BigInt(fingerprint);
      report.documents += there.length;
    }
    const surplus = known ? known.rest() : await this.surplusOf(boardId);
    report.documents += known ? surplus.length : 0;
    for (const id of surplus) suspects.add(id);
    report.sameChecksum = sums.posts === sums.documents && surplus.length === 0;
    report.wrong = suspects.size === 0 ? [] : await this.stillWrong(engine, [...suspects]);
    return report;
  }

  private async *postsOf(boardId: string): AsyncGenerator<string[]> {
    for (let [threadId, number] = [beforeAll, 0]; ;) {
      const rows = await this.database.rows<{ threadId: string; number: number; id: string }>(
        postsOfBoard(boardId, threadId, number, slice),
      );
      const last = rows.at(-1);
      if (!last) return;
      yield rows.map(({ id }) => id);
      [threadId, number] = [last.threadId, last.number];
    }
  }

  /** Documents of a board without a post that is published there. */
  private async surplusOf(boardId: string): Promise<string[]> {
    const surplus: string[] = [];
    for (let after = beforeAll; ;) {
      const rows = await this.database.rows<{ id: string }>(storedOnBoard(boardId, after, slice));
      const ids = rows.map(({ id }) => id);
      const published = await this.database.rows<{ id: string }>(publishedOn(boardId, ids));
      const there = new Set(published.map(({ id }) => id));
      surplus.push(...ids.filter((id) => !there.has(id)));
      const last = ids.at(-1);
      if (last === undefined || ids.length < slice) return surplus;
      after = last;
    }
  }

  private async listed(boardId: string): Promise<Listed> {
    const listed = new Listed();
    for await (const documents of this.parts.index.documentsOf(liveIndex, boardId)) listed.add(documents);
    return listed;
  }

  private async stillWrong(engine: string, suspects: readonly string[]): Promise<string[]> {
    if (engine !== postgresIndex) return [...suspects];
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const wrong: string[] = [];
    for (let at = 0; at < suspects.length; at += slice) {
      const ids = suspects.slice(at, at + slice);
      const wanted = new Map(
        (await this.database.rows<Document>(expected(ids))).map((one) => [one.id, one.fingerprint]),
      );
      const there = new Map((await this.database.rows<Document>(stored(ids))).map((one) => [one.id, one.fingerprint]));
      wrong.push(...ids.filter((id) => wanted.get(id) !== there.get(id)));
    }
    return wrong;
  }

  private async repair(engine: string, postIds: readonly string[]): Promise<void> {
    const target = engine === postgresIndex ? this.postgres : this.parts.engine;
    for (let at = 0; at < postIds.length; at += slice / 2) await target.index(postIds.slice(at, at + slice / 2));
  }

  private async remember({ engine, wrong }: IndexReport, repaired: boolean): Promise<void> {
    if (!repaired) return;
    await this.database.run(sql`
      insert into search_index (engine, complete, checked_at, repaired)
      values (${engine}, ${engine === postgresIndex}, ${this.clock.now()}, ${wrong})
      on conflict (engine) do update set checked_at = excluded.checked_at, repaired = excluded.repaired`);
  }

  /** Words of texts that are gone; part of the nightly check. */
  async forgetUnusedWords(): Promise<void> {
    for (let after = ''; ;) {
      const rows = await this.database.rows<{ word: string }>(nextWords(after, slice));
      const words = rows.map(({ word }) => word);
      const last = words.at(-1);
      if (last === undefined) return;
      await this.database.run(forgetWords(words));
      after = last;
    }
  }
}

/** As long as a follower may take to notice a change. */
const settleMs = 1_500;

interface Document {
  id: string;
  fingerprint: string;
}

/** Documents of a board in Meilisearch, of which what is expected is taken away; the rest should not be there. */
class Listed {
  private readonly documents = new Map<string, string>();

  add(documents: readonly Document[]): void {
    for (const { id, fingerprint } of documents) this.documents.set(id, fingerprint);
  }
  take(id: string): Document[] {
    const fingerprint = this.documents.get(id);
    if (fingerprint === undefined) return [];
    this.documents.delete(id);
    return [{ id, fingerprint }];
  }
  rest(): string[] {
    return [...this.documents.keys()];
  }
}
