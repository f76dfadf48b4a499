import { Database, Health, readConfig, sql, Worker } from '#platform';
import { schedule } from '../../apps/worker/schedule.js';
import { WorkerBeats } from '../../libs/platform/jobs/worker-beats.js';
import { type Community, startCommunity } from '../support/community.js';

interface JobRow {
  id: number;
  key: string | null;
  lockedBy: string | null;
  attempts: number;
  lastError: string | null;
}

describe('a worker that is gone', () => {
  let community: Community;
  beforeAll(async () => {
    community = await startCommunity();
  });
  afterAll(() => community.stop());
  beforeEach(async () => {
    await community.database.run(sql`delete from graphile_worker._private_jobs`);
    await community.database.run(sql`truncate job_worker`);
  });

  const add = (key: string | null, attempts: number): Promise<number> =>
    community.database.run(sql`
      select graphile_worker.add_job('platform.purge', '{}', job_key => ${key}::text, max_attempts => ${attempts}::int)`);
  /** As a worker does it (graphile-worker's getJobs.js). */
  const take = (worker: string): Promise<number> =>
    community.database.run(sql`
      update graphile_worker._private_jobs set attempts = attempts + 1, locked_by = ${worker}, locked_at = now()
      where locked_at is null`);
  const jobs = (): Promise<JobRow[]> =>
    community.database.rows<JobRow>(sql`
      select id, key, locked_by as "lockedBy", attempts, last_error as "lastError" from graphile_worker.jobs order by id`);
  const heard = (worker: string, secondsAgo: number): Promise<number> =>
    community.database.run(sql`
      insert into job_worker (id, started_at, beat_at)
      values (${worker}, now() - interval '1 hour', now() - make_interval(secs => ${secondsAgo}))`);

  it('loses its jobs to others, and one that is heard of keeps them', async () => {
    await add('hers', 25);
    await take('pool-gone');
    await add('his', 25);
    await take('pool-here');
    await heard('pool-gone', 40);
    await heard('pool-here', 2);
    await new WorkerBeats(community.database).join('pool-new');
    expect((await jobs()).map(({ lockedBy }) => lockedBy)).toEqual([null, 'pool-here']);
  });

  it('keeps what is locked by a worker that does not say that it lives (an older version)', async () => {
    await add('older', 25);
    await take('pool-older');
    await new WorkerBeats(community.database).join('pool-new');
    expect((await jobs())[0]?.lockedBy).toBe('pool-older');
  });

  it('leaves no dead job where another took its place, and a named one where it used up the last attempt', async () => {
    await add('again', 1);
    await take('pool-gone');
    await add('again', 1); // takes the place of the running one
    await add('last', 1);
    await community.database.run(sql`
      update graphile_worker._private_jobs set attempts = attempts + 1, locked_by = 'pool-gone', locked_at = now()
      where key = 'last'`);
    await heard('pool-gone', 40);
    await new WorkerBeats(community.database).join('pool-new');
    expect(await jobs()).toEqual([
      expect.objectContaining({ key: 'again', attempts: 0, lockedBy: null, lastError: null }),
      expect.objectContaining({ key: 'last', attempts: 1, lastError: expect.stringContaining('gone') as string }),
    ]);
    expect((await community.app.get(Health).ready()).parts['jobs']).toBe('1 dead: platform.purge');
  });

  it('schedules nothing for what is not configured, and says nothing of it', async () => {
    const cronOf = async (env: Record<string, string>): Promise<string[]> => {
      const other = await startCommunity({ env });
      try {
        const worker = other.app.get(Worker);
        await worker.start(schedule);
        await worker.stop();
        const rows = await other.database.rows<{ name: string }>(
          sql`select identifier as name from graphile_worker._private_known_crontabs order by 1`,
        );
        return rows.map(({ name }) => name);
      } finally {
        await other.stop();
      }
    };
    const without = await cronOf({});
    expect(without).toContain('safety.watch-cases');
    expect(without).not.toContain('search.push');
    expect(await cronOf({ MEILI_URL: 'http://127.0.0.1:9' })).toContain('search.push');
  });
});

describe('a runner that ends', () => {
  it('is gone at once for the others', async () => {
    const community = await startCommunity();
    try {
      const worker = community.app.get(Worker);
      await worker.start(schedule);
      expect(await worker.alive()).toBe(true);
      const other = new Database(readConfig({ DATABASE_URL: community.database.pool.options.connectionString }));
      await worker.stop();
      expect(await other.first(sql`select from job_worker where beat_at > '-infinity'`)).toBeNull();
      await other.onApplicationShutdown();
    } finally {
      await community.stop();
    }
  });
});
