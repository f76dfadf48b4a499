import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MeilisearchError } from 'meilisearch';
import { Clock, Database, type JobAttempt, Jobs, logger } from '#platform';
import { type Batch, SearchFeed } from '../feed.js';
import { pushQueue, pushSearch } from '../search.jobs.js';
import { codeOf, MeilisearchClients, TaskFailed } from './client.js';
import { meilisearchIndex } from './meilisearch-engine.js';
import { MeilisearchIndex } from './meilisearch-index.js';
import { NoTurn, WritingTurns } from './turns.js';

/** Between attempts while Meilisearch is away: soon at first, then each half minute until it is back. */
const leastPauseMs = 1_000;
const mostPauseMs = 30_000;

/** It did not answer, refused, failed a task, or something else answered in its place (no JSON). */
export const isAway = (error: unknown): error is Error =>
  error instanceof MeilisearchError ||
  error instanceof TaskFailed ||
  error instanceof NoTurn ||
  error instanceof SyntaxError;

/** Follows the boards' logs into Meilisearch, as `SearchFollower` does into PostgreSQL. */
@Injectable()
export class MeilisearchPush implements OnModuleInit {
  private failures = 0;

  constructor(
    private readonly database: Database,
    private readonly feed: SearchFeed,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly writer: MeilisearchIndex,
    private readonly turns: WritingTurns,
    private readonly clients: MeilisearchClients,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(pushSearch, (_payload, attempt) => this.run(attempt));
  }

  private async run({ signal }: JobAttempt): Promise<void> {
    // A job that was left by a process, or a time, with Meilisearch has nothing to do without it.
    if (!this.clients.configured) return;
    try {
      const finished = await this.catchUp(meilisearchIndex, this.clients.names.live, () => !signal.aborted);
      this.failures = 0;
      if (!finished) await this.comeBack(0);
    } catch (error) {
      // Away is no fault of the job: it comes back by itself for as long as it takes, and nothing is lost meanwhile.
      if (!isAway(error)) throw error;
      this.failures += 1;
      logger.warn(
        { reason: error.name, code: codeOf(error), failures: this.failures },
        'Meilisearch takes no documents now',
      );
      await this.comeBack(Math.min(leastPauseMs * 2 ** Math.min(this.failures - 1, 10), mostPauseMs));
    }
  }

  private async comeBack(inMs: number): Promise<void> {
    const runAt = new Date(this.clock.now().getTime() + inMs);
    await this.jobs.enqueue(this.database, pushSearch, {}, { key: pushSearch.name, queue: pushQueue, runAt });
  }

  /**
   * Brings an index up to the newest events; a new one is loaded whole.
   * @param goOn asked between batches @returns whether it came to the end
   */
  async catchUp(
    engine: string,
    uid: string,
    goOn: (indexed: number) => boolean | Promise<boolean> = () => true,
  ): Promise<boolean> {
    await this.turns.take(async () => {
      // An index that is not there (a new server, one that lost its disk) has to be filled from the beginning. That is
      // written down before it is made: a process that dies in between must not leave an empty index that seems whole.
      if (!(await this.writer.exists(uid))) await this.feed.forget(engine);
      await this.writer.ensure(uid);
    });
    await this.feed.prepare(engine);
    for (let indexed = 0, batch = await this.batch(engine, uid); batch; batch = await this.batch(engine, uid)) {
      indexed += batch.postIds.length;
      if (!(await goOn(indexed))) return false;
    }
    return true;
  }

  /** One batch, and the marks behind it. @returns null at the end */
  private batch(engine: string, uid: string): Promise<Batch | null> {
    return this.turns.take(async () => {
      const batch = await this.feed.next(this.database, engine);
      if (!batch) return null;
      await this.writer.index(uid, batch.postIds);
      await this.feed.done(this.database, engine, batch);
      return batch;
    });
  }
}
