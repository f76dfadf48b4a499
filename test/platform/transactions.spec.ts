import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database, readConfig, Refusal, sql } from '#platform';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';

describe('a transaction', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createEmptyDatabase();
    database = new Database(readConfig({ DATABASE_URL: place.url, DATABASE_POOL: '4' }));
    await database.run(sql`create table coin (id int primary key, owner text not null)`);
  });
  beforeEach(() => database.run(sql`truncate coin`));
  afterAll(async () => {
    await database.onApplicationShutdown();
    await place.drop();
  });

  const owners = async (): Promise<string[]> =>
    (await database.rows<{ owner: string }>(sql`select owner from coin order by id`)).map(({ owner }) => owner);
  const put = (id: number, owner: string | null): ReturnType<typeof sql> =>
    sql`insert into coin values (${id}, ${owner})`;

  it('keeps what was sent without waiting, in the order in which it was sent', async () => {
    await database.transaction(async (tx) => {
      await tx.send(put(1, 'ada'));
      await tx.send(sql`update coin set owner = owner || ' and ben' where id = 1`);
      expect(await tx.first(sql`select owner from coin where id = 1`)).toEqual({ owner: 'ada and ben' });
      await tx.send(put(2, 'cleo'));
    });
    expect(await owners()).toEqual(['ada and ben', 'cleo']);
  });

  it('says why a sent statement failed, not merely that the transaction has ended', async () => {
    const story = database.transaction(async (tx) => {
      await tx.send(put(1, 'ada'));
      await tx.send(put(1, 'ben'));
      await tx.rows(sql`select 1`);
    });
    await expect(story).rejects.toMatchObject({ code: '23505' });
    expect(await owners()).toEqual([]);
  });

  it('never takes a commit for one if the last thing sent has failed', async () => {
    let after = 0;
    const story = database.transaction(async (tx) => {
      tx.afterCommit.push(() => (after += 1));
      await tx.run(put(1, 'ada'));
      await tx.send(put(2, null));
    });
    await expect(story).rejects.toMatchObject({ code: '23502' });
    expect(await owners()).toEqual([]);
    expect(after).toBe(0);
  });

  it('undoes what is still on its way when the story refuses', async () => {
    const story = database.transaction(async (tx) => {
      await tx.send(put(1, 'ada'));
      throw new Refusal('CONFLICT');
    });
    await expect(story).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await owners()).toEqual([]);
  });

  it('keeps for the commit what takes a lock that many wait for, in the order of the locks', async () => {
    const story = database.transaction(async (tx) => {
      tx.sendLast('coin:b', sql`update coin set owner = owner || ' and cleo' where id = 1`);
      tx.sendLast('coin:a', sql`update coin set owner = owner || ' and ben' where id = 1`);
      tx.sendLast('coin:b', sql`update coin set owner = owner || ' and dan' where id = 1`);
      await tx.run(put(1, 'ada'));
      expect(await tx.first(sql`select owner from coin where id = 1`)).toEqual({ owner: 'ada' });
    });
    await story;
    expect(await owners()).toEqual(['ada and ben and cleo and dan']);
  });

  it('does nothing at all if that fails, and nothing of it if the story refuses', async () => {
    let after = 0;
    const failing = database.transaction(async (tx) => {
      tx.afterCommit.push(() => (after += 1));
      await tx.run(put(1, 'ada'));
      tx.sendLast('coin', put(2, null));
    });
    await expect(failing).rejects.toMatchObject({ code: '23502' });
    const refusing = database.transaction((tx) => {
      tx.sendLast('coin', put(3, 'ben'));
      return Promise.reject(new Refusal('CONFLICT'));
    });
    await expect(refusing).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await owners()).toEqual([]);
    expect(after).toBe(0);
  });

  it('gives its connection back in order, however it ended', async () => {
    for (let round = 0; round < 20; round += 1) {
      await database
        .transaction(async (tx) => {
          await tx.send(put(round, round % 2 ? null : 'ada'));
          await tx.send(sql`select 1 / ${round % 3}::int`);
        })
        .catch(() => undefined);
    }
    expect(await owners()).toHaveLength(6);
    expect(database.pool.totalCount).toBeLessThanOrEqual(4);
    expect(database.pool.idleCount).toBe(database.pool.totalCount);
  });

  it('tells the story again when a sent statement met a deadlock', async () => {
    await database.run(put(1, 'nobody'));
    await database.run(put(2, 'nobody'));
    let runs = 0;
    let arrived = 0;
    const bothHoldOne = new Promise<void>((resolve) => {
      const look = setInterval(() => arrived >= 2 && (clearInterval(look), resolve()), 5);
    });
    const take = (first: number, second: number, owner: string): Promise<void> =>
      database.transaction(async (tx) => {
        runs += 1;
        await tx.run(sql`update coin set owner = ${owner} where id = ${first}`);
        arrived += 1;
        await bothHoldOne;
        await tx.send(sql`update coin set owner = ${owner} where id = ${second}`);
      });
    await Promise.all([take(1, 2, 'ada'), take(2, 1, 'ben')]);
    expect(runs).toBe(3);
    expect(new Set(await owners()).size).toBe(1);
  });

  it('lets twenty stories at once add to one row, none lost', async () => {
    await database.run(sql`insert into coin values (1, '')`);
    await Promise.all(
      Array.from({ length: 20 }, () =>
        database.transaction(async (tx) => {
          await tx.send(sql`select owner from coin where id = 1 for update`);
          await tx.send(sql`update coin set owner = owner || 'x' where id = 1`);
        }),
      ),
    );
    expect(await owners()).toEqual(['x'.repeat(20)]);
  });
});
