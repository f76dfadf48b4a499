import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { postEdited, postPublished, postTakenDown, threadChanged } from '#forum';
import { Announcements, Config, Database, Jobs, logger, sql, type Sql, type Transaction } from '#platform';
import { refreshDocuments } from './documents.queries.js';
import { SearchFeed } from './feed.js';
import { pushSearch, pushQueue } from './search.jobs.js';

/** How soon a change is found whose process died between its commit and its wake-up. */
const sweepMs = 1_000;
/** Documents that may lie beside the index while a whole site is loaded. */
const mostListed = 4_000;
/** As the index is named in marks. */
export const postgresIndex = 'postgres';

/**
 * Keeps PostgreSQL's documents at the heels of the boards' logs. It wakes when a change commits in this process, and
 * looks around by itself each second; so nothing is added to the transaction that writes a post, a hundred posts that
 * come at once cost one statement, and an import or a restored backup is indexed without being told of.
 */
@Injectable()
export class SearchFollower implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly woken = new Set<string>();
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly feed: SearchFeed,
    private readonly announcements: Announcements,
    private readonly jobs: Jobs,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    const wake = (tx: Transaction, { boardId }: { boardId: string }): Promise<void> => {
      tx.afterCommit.push(() => this.wake(boardId));
      return Promise.resolve();
    };
    this.announcements.listen(postPublished, wake);
    this.announcements.listen(postEdited, wake);
    this.announcements.listen(postTakenDown, wake);
    this.announcements.listen(threadChanged, wake);
    this.timer = setInterval(() => void this.sweep(), sweepMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  private wake(boardId: string): void {
    this.woken.add(boardId);
    this.start();
  }

  private start(): void {
    if (this.stopped || this.running) return;
    this.running = this.run()
      .catch((error: unknown) => logger.warn({ err: error }, 'documents for search could not be written yet'))
      .finally(() => (this.running = undefined));
  }

  private async run(): Promise<void> {
    while (this.woken.size > 0 && !this.stopped) {
      const boardIds = [...this.woken];
      this.woken.clear();
      await this.steps(() => this.step(boardIds));
    }
  }

  private async sweep(): Promise<void> {
    if (this.running) return;
    this.running = this.catchUp()
      .catch((error: unknown) => logger.debug({ err: error }, 'the sweep over boards for search comes by again'))
      .finally(() => (this.running = undefined));
    await this.running;
    if (this.woken.size > 0) this.start();
  }

  /** Goes on until every board is followed to its newest event. */
  async catchUp(stepDone: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.feed.prepare(postgresIndex);
    await this.steps(() => this.step(), stepDone);
  }

  /**
   * One batch after the other. New documents first lie in a list beside the index; merging many at once costs a quarter
   * of merging each (measured), and leaving them there would slow every search down.
   */
  private async steps(
    step: () => Promise<number>,
    stepDone: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    let listed = 0;
    for (let done = await step(); done > 0 && !this.stopped; done = await step()) {
      listed += done;
      if (listed >= mostListed) {
        await this.merge();
        listed = 0;
      }
      await stepDone();
    }
    if (listed > 0) await this.merge();
  }

  private async merge(): Promise<void> {
    await this.database.run(sql`select gin_clean_pending_list('search_document_terms')`);
  }

  /** One batch in one transaction, under the locks of the marks it moves. @returns how many posts there were; 0 at the end */
  private async step(boardIds?: readonly string[]): Promise<number> {
    return this.database.transaction(async (tx) => {
      const batch = await this.feed.next(tx, postgresIndex, { lock: true, ...(boardIds && { boardIds }) });
      if (!batch) return 0;
      for (const postIds of slices(batch.postIds)) await tx.run(refreshDocuments(postIds, batch.load !== null));
      if (batch.load) await tx.run(withoutPost(batch.load.from, batch.load.to));
      await this.feed.done(tx, postgresIndex, batch);
      if (this.config.values.MEILI_URL) {
        await this.jobs.enqueue(tx, pushSearch, {}, { key: pushSearch.name, queue: pushQueue });
      }
      // A batch of reactions alone has no posts, and others may follow.
      return Math.max(batch.postIds.length, 1);
    });
  }
}

/** A moved thread can bring ten thousand posts at once; each statement stays far below its timeout. */
function* slices(ids: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < ids.length; at += 500) yield ids.slice(at, at + 500);
}

/** Documents of a stretch of ids that has been gone through, without a post that is published. */
const withoutPost = (from: string, to: string | null): Sql => sql`
  delete from search_document d where d.post_id > ${from}::uuid and d.post_id <= ${to ?? afterAll}::uuid
    and not exists (select from post p where p.id = d.post_id and p.state = 'PUBLISHED')`;

const afterAll = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
