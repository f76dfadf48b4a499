import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, Jobs, logger, sql } from '#platform';
import { postgresIndex } from './follower.js';
import { beforeAll } from './marks.queries.js';
import { codeOf, MeilisearchClients } from './meilisearch/client.js';
import { MeilisearchEngine, meilisearchIndex } from './meilisearch/meilisearch-engine.js';
import { MeilisearchIndex } from './meilisearch/meilisearch-index.js';
import { isAway } from './meilisearch/push.js';
import type { IndexNames } from './meilisearch/settings.js';
import { WritingTurns } from './meilisearch/turns.js';
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
  /** Why it could not be compared, if it could not: Meilisearch is away, or not filled yet. */
  unchecked: string | null;
}

/** Meilisearch for reading and writing; one thing, so that the check asks for five. */
@Injectable()
export class MeilisearchParts {
  constructor(
    readonly engine: MeilisearchEngine,
    readonly index: MeilisearchIndex,
    readonly turns: WritingTurns,
    private readonly clients: MeilisearchClients,
  ) {}

  get names(): IndexNames {
    return this.clients.names;
  }
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
      for (const report of reports.filter(({ unchecked }) => unchecked !== null)) {
        logger.warn(report, 'search documents could not be compared with their posts');
      }
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
      const report: IndexReport = { engine, boards: 0, posts: 0, documents: 0, wrong: 0, unchecked: null };
      try {
        if (engine === meilisearchIndex && !(await this.isFilled(engine))) report.unchecked = 'it is not filled yet';
        else await this.compare(report, options);
      } catch (error) {
        if (!isAway(error)) throw error;
        report.unchecked = `${error.name} ${codeOf(error)}`.trim();
      }
      if (options.repair && !report.unchecked) await this.remember(report);
      reports.push(report);
    }
    return reports;
  }

  private async compare(
    report: IndexReport,
    { repair, boardDone }: { repair: boolean; boardDone?: (engine: string, done: number, of: number) => void },
  ): Promise<void> {
    const boards = await this.database.rows<{ id: string }>(sql`select id from board order by id`);
    for (const [place, { id }] of boards.entries()) {
      const found = await this.board(report.engine, id);
      report.boards += 1;
      report.posts += found.posts;
      report.documents += found.documents;
      report.wrong += found.wrong.length;
      if (repair && found.wrong.length > 0) await this.repair(report.engine, found.wrong);
      boardDone?.(report.engine, place + 1, boards.length);
    }
  }

  private async isFilled(engine: string): Promise<boolean> {
    const row = await this.database.first(
      sql`select 1 as found from search_index where engine = ${engine} and complete and loaded_to is null`,
    );
    return row !== null;
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
    for await (const documents of this.parts.index.documentsOf(boardId)) listed.add(documents);
    return listed;
  }

  /** Both sides once more, after as long as an index may take to notice a change. */
  private async stillWrong(engine: string, suspects: readonly string[]): Promise<string[]> {
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const wrong: string[] = [];
    for (let at = 0; at < suspects.length; at += slice) {
      const ids = suspects.slice(at, at + slice);
      const stands =
        engine === postgresIndex
          ? await this.database.rows<Document>(stored(ids))
          : await this.parts.index.documentsFor(ids);
      const there = new Map(stands.map((one) => [one.id, one.fingerprint]));
      const wanted = new Map(
        (await this.database.rows<Document>(expected(ids))).map((one) => [one.id, one.fingerprint]),
      );
      wrong.push(...ids.filter((id) => wanted.get(id) !== there.get(id)));
    }
    return wrong;
  }

  private async repair(engine: string, postIds: readonly string[]): Promise<void> {
    const target = engine === postgresIndex ? this.postgres : this.parts.engine;
    for (let at = 0; at < postIds.length; at += slice / 2) await target.index(postIds.slice(at, at + slice / 2));
  }

  private async remember({ engine, wrong }: IndexReport): Promise<void> {
    await this.database.run(sql`
      update search_index set checked_at = ${this.clock.now()}, repaired = ${wrong} where engine = ${engine}`);
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
