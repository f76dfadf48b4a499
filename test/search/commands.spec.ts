import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import pg from 'pg';
import { makeDemo } from '../../apps/all-in-one/demo.js';
import { Database, readConfig } from '#platform';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { build } from '../support/server-process.js';

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** What `npm run search:rebuild` and `search:verify` run, as processes of their own. */
describe('the search commands', () => {
  let place: TestDatabase;
  let pool: pg.Pool;
  const running = new Set<ChildProcess>();

  const run = (script: string, ...args: string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [`dist/apps/search/${script}.js`, ...args], {
        env: { PATH: process.env['PATH'], TMPDIR: tmpdir(), LOG_LEVEL: 'error', DATABASE_URL: place.url },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running.add(child);
      const ended: Ended = { code: null, out: '', err: '' };
      child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.err += text));
      child.once('close', (code) => {
        running.delete(child);
        resolve({ ...ended, code });
      });
    });
  const count = async (where = 'true'): Promise<number> =>
    Number((await pool.query(`select count(*) from search_document where ${where}`)).rows[0].count);

  beforeAll(async () => {
    build();
    place = await createDatabase();
    const database = new Database(readConfig({ DATABASE_URL: place.url }));
    await makeDemo(database);
    await database.onApplicationShutdown();
    pool = new pg.Pool({ connectionString: place.url, max: 1 });
  }, 120_000);
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await pool.end();
    await place.drop();
  });

  it('rebuild fills the index, shows how far it is, and ends well', async () => {
    expect(await count()).toBe(0);
    const { code, out, err } = await run('rebuild');
    expect([code, out]).toEqual([0, 'The search indexes are rebuilt.\n']);
    expect(err).toMatch(/postgres: 100 % \((\d+) of \1\)/);
    expect(await count()).toBeGreaterThan(50);
  }, 60_000);

  it('verify tells by its exit code whether every document is right, and --repair makes it so', async () => {
    const posts = await count();
    const right = await run('verify');
    expect(right.code).toBe(0);
    expect(right.out).toMatch(new RegExp(`postgres: \\d+ boards, \\d+ posts, ${posts} documents: all right`));
    await pool.query(`delete from search_document where post_id in (select post_id from search_document limit 2)`);
    const wrong = await run('verify');
    expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining('2 differ\n')]);
    expect(await count()).toBe(posts - 2);
    const repaired = await run('verify', '--repair');
    expect([repaired.code, repaired.out]).toEqual([0, expect.stringContaining('2 differ, repaired')]);
    expect((await run('verify')).code).toBe(0);
  }, 120_000);

  it('a rebuild that was killed is taken up by the next one', async () => {
    const posts = await count();
    await pool.query(`update search_document set terms = '', fingerprint = 0`);
    const killed = run('rebuild');
    for (let left = 600; left > 0 && running.size > 0 && (await count(`terms <> ''`)) === 0; left -= 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const child of running) child.kill('SIGKILL');
    await killed;
    expect((await run('rebuild')).code).toBe(0);
    expect([await count(), await count(`terms = ''`)]).toEqual([posts, 0]);
    expect((await run('verify')).code).toBe(0);
  }, 120_000);
});
