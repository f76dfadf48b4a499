import { Injectable } from '@nestjs/common';
import { Database, sql } from '#platform';
import { SearchFeed } from './feed.js';
import { postgresIndex, SearchFollower } from './follower.js';
import { meilisearchIndex } from './meilisearch/meilisearch-engine.js';
import { MeilisearchPush } from './meilisearch/push.js';
import { liveIndex, nextIndex } from './meilisearch/settings.js';
import { MeilisearchParts } from './search-check.js';

/** As the index beside the live one is named in marks. */
const nextMark = `${meilisearchIndex}.next`;

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
    if (!(await this.swapSent())) {
      await this.parts.index.ensure(liveIndex);
      await this.push.catchUp(nextMark, nextIndex, async () => {
        await this.tell(meilisearchIndex, progress, nextMark);
        return true;
      });
      const task = await this.parts.index.swap(liveIndex, nextIndex);
      await this.database.run(sql`update search_index set swap_task = ${task} where engine = ${nextMark}`);
    }
    await this.finishSwap();
    await this.parts.index.drop(nextIndex);
    await this.push.catchUp(meilisearchIndex, liveIndex);
    await this.tell(meilisearchIndex, progress);
  }

  /** A run that was stopped after it sent the swap must not send it again: that would undo it. */
  private async swapSent(): Promise<boolean> {
    const row = await this.database.first<{ swapTask: number | null }>(
      sql`select swap_task as "swapTask" from search_index where engine = ${nextMark}`,
    );
    if (row?.swapTask == null) return false;
    if (await this.parts.index.taskSucceeded(row.swapTask)) return true;
    await this.database.run(sql`update search_index set swap_task = null where engine = ${nextMark}`);
    return false;
  }

  /** The marks follow their index. */
  private async finishSwap(): Promise<void> {
    const row = await this.database.first<{ swapTask: number | null }>(
      sql`select swap_task as "swapTask" from search_index where engine = ${nextMark}`,
    );
    if (row?.swapTask == null || !(await this.parts.index.taskSucceeded(row.swapTask))) {
      throw new Error('Meilisearch could not swap the indexes; run the rebuild again');
    }
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
