import { Injectable } from '@nestjs/common';
import { Database, logger, sql } from '#platform';
import { codeOf } from './meilisearch/client.js';
import { MeilisearchEngine, meilisearchIndex } from './meilisearch/meilisearch-engine.js';
import { PostgresEngine } from './postgres/postgres-engine.js';
import type { Found, SearchRequest } from './search-engine.port.js';

/** After a failure Meilisearch is left alone for so long, so that not every search waits for its time-out. */
const restMs = 3_000;
/** How long an answer to "does the index hold everything?" is good for. */
const knownForMs = 1_000;

/** Chooses who answers: Meilisearch where it is configured and well, PostgreSQL always. */
@Injectable()
export class SearchEngines {
  private restsUntil = 0;
  private complete: { answer: boolean; until: number } = { answer: false, until: 0 };

  constructor(
    private readonly postgres: PostgresEngine,
    private readonly meilisearch: MeilisearchEngine,
    private readonly database: Database,
  ) {}

  /** @returns `degraded` if Meilisearch should have answered and could not */
  async find(request: SearchRequest): Promise<Found & { degraded: boolean }> {
    if (!this.meilisearch.configured) return { ...(await this.postgres.find(request)), degraded: false };
    if (performance.now() >= this.restsUntil && (await this.isComplete())) {
      try {
        return { ...(await this.meilisearch.find(request)), degraded: false };
      } catch (error) {
        this.restsUntil = performance.now() + restMs;
        logger.warn({ reason: reasonOf(error), code: codeOf(error) }, 'Meilisearch did not answer; PostgreSQL does');
      }
    }
    return { ...(await this.postgres.find(request)), degraded: true };
  }

  /** Of Meilisearch: also while it is well and PostgreSQL answers, since not all is in it yet. */
  async health(): Promise<string | null> {
    return (await this.meilisearch.health()) ?? ((await this.isComplete()) ? null : 'being filled');
  }

  /** An index that is being filled for the first time would answer too little. */
  private async isComplete(): Promise<boolean> {
    const now = performance.now();
    if (now >= this.complete.until) {
      const row = await this.database.first(
        sql`select 1 as found from search_index where engine = ${meilisearchIndex} and complete`,
      );
      this.complete = { answer: row !== null, until: now + knownForMs };
    }
    return this.complete.answer;
  }
}

/** The name and code alone: an error of the client carries the request, and with it what somebody searched for. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
