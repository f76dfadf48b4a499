import { Injectable } from '@nestjs/common';
import { Database, sql } from '#platform';
import { SearchFeed } from './feed.js';
import { postgresIndex, SearchFollower } from './follower.js';
import { meilisearchIndex } from './meilisearch/meilisearch-engine.js';
import { MeilisearchPush } from './meilisearch/push.js';
import { MeilisearchParts } from './search-check.js';

/** As the index beside the live one is named in marks. */
const nextMark = `${meilisearchIndex}.next`;
/** The swap may have been sent; of its task no number is kept, since our key is not shown it. */
const sending = -1;

export type Progress = (engine: string, done: number, of: number) => void;

/**
 * Fills the indexes anew while they go on answering. How far it is stands in the marks, so a run that was stopped is
 * taken up where it was; what is posted meanwhile comes in over the boards' logs.
 */
@Injectable()
export class SearchRebuild {
  constructor(
    private readonly database: Database,
    private readonly follower: SearchFollower,
    private readonly push: MeilisearchPush,
    private readonly feed: SearchFeed,
    private readonly parts: MeilisearchParts,
  ) {}

  async run(progress: Progress): Promise<void> {
    await this.postgres(progress);
    if (this.parts.engine.configured) await this.meilisearch(progress);
  }

  /** In place: documents are written over, and those without a post go as they are met. */
  private async postgres(progress: Progress): Promise<void> {
    if (!(await this.isLoading(postgresIndex))) await this.feed.begin(postgresIndex);
    await this.follower.catchUp(() => this.tell(postgresIndex, progress));
    await this.database.run(sql`analyze search_document, search_word`);
    await this.tell(postgresIndex, progress);
  }

  /** In a second index beside the live one; when it is whole they are swapped in one step, and the old one is dropped. */
  private async meilisearch(progress: Progress): Promise<void> {
    const { live, next } = this.parts.names;
    const rebuilt = await this.parts.turns.tryTo('rebuild', async () => {
      await this.begin();
      await this.push.catchUp(nextMark, next, async () => {
        await this.tell(meilisearchIndex, progress, nextMark);
        return true;
      });
      await this.swap();
      await this.parts.turns.take(() => this.takeOver());
      await this.parts.index.drop(next);
      await this.push.catchUp(meilisearchIndex, live);
    });
    if (!rebuilt) throw new Error('another rebuild of Meilisearch is running');
    await this.tell(meilisearchIndex, progress);
  }

  /**
   * A run that was stopped while it filled is taken up. One that may have sent the swap must not send it again, which would
   * undo it: the second index is filled anew. If it was sent, the first one is only told again what it knows.
   */
  private async begin(): Promise<void> {
    const row = await this.database.first<{ swapTask: number | null }>(
      sql`select swap_task as "swapTask" from search_index where engine = ${nextMark}`,
    );
    if (row?.swapTask === null) return;
    // Also before a first run: what an earlier one left under that name is not of now.
    await this.feed.forget(nextMark);
    await this.parts.index.drop(this.parts.names.next);
  }

  private async swap(): Promise<void> {
    const { live, next } = this.parts.names;
    await this.parts.index.ensure(live);
    await this.database.run(sql`update search_index set swap_task = ${sending}::bigint where engine = ${nextMark}`);
    if (await this.parts.index.swap(live, next)) return;
    throw new Error('Meilisearch could not swap the indexes; run the rebuild again');
  }

  /** The marks follow their index. */
  private async takeOver(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.feed.forgetIn(tx, meilisearchIndex);
      await tx.run(sql`update search_mark set engine = ${meilisearchIndex} where engine = ${nextMark}`);
      await tx.run(
        sql`update search_index set engine = ${meilisearchIndex}, swap_task = null where engine = ${nextMark}`,
      );
    });
  }

  /** A run that was stopped is taken up. */
  private async isLoading(engine: string): Promise<boolean> {
    return (
      (await this.database.first(
        sql`select 1 as found from search_index where engine = ${engine} and loaded_to is not null`,
      )) !== null
    );
  }

  private async tell(engine: string, progress: Progress, marks = engine): Promise<void> {
    const row = await this.database.first<{ loaded: number; through: boolean; of: number }>(sql`
      select i.loaded, i.loaded_to is null as through, (select coalesce(sum(last_number), 0) from thread) as of
      from search_index i where i.engine = ${marks}`);
    const of = Math.max(row?.of ?? 0, row?.loaded ?? 0);
    progress(engine, row?.through ? of : (row?.loaded ?? 0), of);
  }
}
