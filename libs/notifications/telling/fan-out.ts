import { Injectable } from '@nestjs/common';
import { markerNames } from '#forum';
import { BoardReaders } from '#membership';
import { Database, logger } from '#platform';
import { TaskKind } from '../notification.enums.js';
import { type Hearer, hearersOf, toldDecision, type ToldDecision, toldPost, type ToldPost } from './hearers.queries.js';
import { type Task, Tasks } from './tasks.js';
import { Telling } from './telling.js';

/** People of one batch: its statements take some ten milliseconds, and other posts get their turn in between. */
export const hearersAtATime = 500;

/**
 * From what happened to the people who are to hear of it. In batches: who wants to hear, in one statement; who of them may
 * read the board at this moment, by the keys that decide about their own requests; and one insert for all of these.
 */
@Injectable()
export class FanOut {
  constructor(
    private readonly database: Database,
    private readonly tasks: Tasks,
    private readonly readers: BoardReaders,
    private readonly telling: Telling,
  ) {}

  /** Goes on until nothing is due. A task that fails does not keep the others waiting. */
  async run(signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted) {
      const task = await this.tasks.claim();
      if (!task) return;
      try {
        if (task.kind === TaskKind.DECISION) await this.decided(task);
        else await this.published(task);
      } catch (error) {
        logger.error({ err: error, task: task.id, attempt: task.attempts }, 'people could not be told yet');
        await this.tasks.postpone(task);
      }
    }
  }

  /** One batch. Killed half-way, it has changed nothing; run twice, the second time changes nothing. */
  private async published(task: Task): Promise<void> {
    const post = await this.database.first<ToldPost>(toldPost(task.targetId));
    const hearers = post ? await this.hearers(post, task) : [];
    const last = hearers.at(-1);
    if (!post || !last) return this.database.transaction((tx) => this.tasks.done(tx, task));
    const reading = await this.reading(post.audience, hearers);
    const away = hearers.filter(({ accountId }) => !reading.has(accountId)).map(({ accountId }) => accountId);
    await this.database.transaction(async (tx) => {
      await this.telling.post(
        tx,
        post,
        hearers.filter(({ accountId }) => reading.has(accountId)),
      );
      await this.telling.nothing(tx, post, away);
      if (hearers.length < hearersAtATime) await this.tasks.done(tx, task);
      else await this.tasks.goOn(tx, task, last.accountId);
    });
  }

  private async decided(task: Task): Promise<void> {
    const decision = await this.database.first<ToldDecision>(toldDecision(task.targetId));
    const reads = decision && (await this.reading(decision.audience, [decision])).has(decision.accountId);
    await this.database.transaction(async (tx) => {
      if (reads) await this.telling.decision(tx, decision);
      await this.tasks.done(tx, task);
    });
  }

  private hearers(post: ToldPost, task: Task): Promise<Hearer[]> {
    // Folded as for reading: whoever is shown as a name is told, and nobody else.
    const mentioned = markerNames(post.bodyHtml).usernames.map((name) => name.toLowerCase());
    const only = task.kind === TaskKind.EDIT ? ({ only: 'mentions' } as const) : {};
    return this.database.rows<Hearer>(
      hearersOf(post, mentioned, { after: task.toldTo, limit: hearersAtATime, ...only }),
    );
  }

  private async reading(audience: readonly string[], people: readonly { accountId: string }[]): Promise<Set<string>> {
    const readers = await this.readers.among(
      audience,
      people.map(({ accountId }) => accountId),
    );
    return new Set(readers.map(({ accountId }) => accountId));
  }
}
