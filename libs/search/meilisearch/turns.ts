import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import { MeilisearchClients } from './client.js';

const pauseMs = 100;
/** A batch is through long before; its time-outs add up to less. */
const longestWaitMs = 180_000;

/** Somebody else has been writing for too long. */
export class NoTurn extends Error {
  override readonly name = 'NoTurn';
}

/**
 * One writes to Meilisearch at a time, in whatever process: read the posts, send them, move the marks. Otherwise an older
 * text could overtake a newer one, and marks could be moved for an index that was swapped away meanwhile.
 */
@Injectable()
export class WritingTurns {
  constructor(
    private readonly database: Database,
    private readonly clients: MeilisearchClients,
  ) {}

  /** @throws NoTurn after three minutes */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    for (const deadline = performance.now() + longestWaitMs; performance.now() < deadline;) {
      const done = await this.tryTo('write', work);
      if (done) return done.result;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    throw new NoTurn('Meilisearch is being written to by another process');
  }

  /** Does it if nobody else is at it. @returns null if somebody is */
  async tryTo<Result>(what: 'write' | 'rebuild', work: () => Promise<Result>): Promise<{ result: Result } | null> {
    const name = `${this.clients.names.live}:${what}`;
    // A lock of the session: a transaction would stay open for as long as Meilisearch takes. It goes with its connection.
    const client = await this.database.pool.connect();
    let locked = false;
    let broken: Error | undefined;
    try {
      const { rows } = await client.query<{ locked: boolean }>(
        'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked',
        [name],
      );
      locked = rows[0]?.locked ?? false;
      return locked ? { result: await work() } : null;
    } finally {
      if (locked) {
        await client
          .query('select pg_advisory_unlock(hashtextextended($1, 0))', [name])
          .catch((error: Error) => (broken = error));
      }
      client.release(broken);
    }
  }
}
