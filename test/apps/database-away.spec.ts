import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Client } from '../support/client.js';
import { build, embeddedServer, makeDataDir, ServerProcess, signalAll } from '../support/server-process.js';

async function until(
  what: string,
  reached: () => Promise<boolean>,
  withinMs = 60_000,
  state: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await pause(50)) {
    if (await reached().catch(() => false)) return;
  }
  throw new Error(`waited ${withinMs} ms for ${what}: ${JSON.stringify(await state())}`);
}

/**
 * The whole of Porchlight on one PostgreSQL, which is killed and frozen under it: `npm start` with the database of its
 * own, and an API and a worker on the same database.
 */
describe('when the database is away', () => {
  const { path: dataDir, remove } = makeDataDir();
  let all: ServerProcess;
  let api: ServerProcess;
  let worker: ServerProcess;
  let urls: string[];
  const processes = (): [string, ServerProcess][] => [
    ['npm start', all],
    ['the API', api],
    ['the worker', worker],
  ];

  const databaseUrl = (): string => {
    const { port, password } = embeddedServer(dataDir);
    return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  };
  const query = async <Row extends object>(text: string): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: databaseUrl(), connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  /** Jobs that do nothing, so that at any moment some are running. */
  const enqueue = (count: number): Promise<object[]> =>
    query(`select count(graphile_worker.add_job('search.push', '{}')) from generate_series(1, ${count})`);
  const waiting = async (): Promise<number> => {
    const [row] = await query<{ jobs: number }>(
      `select count(*)::int as jobs from graphile_worker.jobs where task_identifier = 'search.push'`,
    );
    return row?.jobs ?? 0;
  };
  const left = (): Promise<unknown[]> =>
    query(`select count(*), j.locked_by, w.beat_at from graphile_worker.jobs j left join job_worker w on w.id = j.locked_by
      where task_identifier = 'search.push' group by 2, 3`);
  const ready = async (): Promise<boolean> => {
    const answers = await Promise.all(urls.map((url) => fetch(`${url}/health/ready`)));
    return answers.every(({ status }) => status === 200);
  };
  const expectAllAlive = (): void => {
    for (const [name, process] of processes()) {
      if (!process.alive) throw new Error(`${name} ended: ${process.output.slice(-4_000)}`);
    }
  };

  beforeAll(async () => {
    build();
    all = new ServerProcess({ DATA_DIR: dataDir, PORT: '0' });
    const own = await all.ready(60_000);
    const shared = { DATABASE_URL: databaseUrl(), DATA_DIR: dataDir };
    api = new ServerProcess({ ...shared, PORT: '0' }, { script: 'start:api' });
    worker = new ServerProcess(shared, { script: 'start:worker' });
    urls = [own, await api.ready(60_000)];
    await worker.says('worker is ready');
  }, 180_000);

  afterAll(async () => {
    await Promise.all([api.end('SIGTERM'), worker.end('SIGTERM')]);
    await all.end('SIGTERM');
    await remove();
  }, 60_000);

  const post = async (url: string): Promise<void> => {
    const ada = await new Client(url).signedInAs('ada');
    const { viewer } = await ada.run('Viewer');
    const boardId = viewer.boards.nodes.find((board: { kind: string }) => board.kind === 'MATCH').id as string;
    const input = { boardId, title: 'Still here', body: 'We are back.', idempotencyKey: crypto.randomUUID() };
    expect((await ada.run('CreateThread', { input })).createThread.post.id).toBeTruthy();
  };

  it('is killed while jobs run, again and again: every process goes on, and no job stays behind', async () => {
    for (let kill = 1; kill <= 5; kill += 1) {
      await enqueue(1_000);
      const before = await waiting();
      await until('jobs to be running', async () => (await waiting()) < before);
      signalAll(embeddedServer(dataDir).pid, 'SIGKILL');
      await until('both servers to be ready again', ready);
      expectAllAlive();
    }
    await until('all jobs to be done', async () => (await waiting()) === 0, 120_000, left);
    expectAllAlive();
    for (const url of urls) await post(url);
  }, 300_000);

  it('is frozen while jobs run, until every runner has given up: they come back, and no job stays behind', async () => {
    const from = new Map(processes().map(([name, process]) => [name, process.output.length]));
    await enqueue(5_000);
    const before = await waiting();
    await until('jobs to be running', async () => (await waiting()) < before);
    const { pid } = embeddedServer(dataDir);
    signalAll(pid, 'SIGSTOP');
    try {
      for (const [name, process] of processes()) {
        if (process !== api) await process.says('job runner ended', { from: from.get(name) ?? 0 });
      }
      for (const url of urls) expect((await fetch(`${url}/health/ready`)).status).toBe(503);
    } finally {
      signalAll(pid, 'SIGCONT');
    }
    await until('both servers to be ready again', ready);
    await until('all jobs to be done', async () => (await waiting()) === 0, 120_000, left);
    expectAllAlive();
    for (const url of urls) await post(url);
  }, 300_000);
});
