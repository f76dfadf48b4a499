import { existsSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runs } from '../../apps/all-in-one/postgres/processes.js';
import { Client } from '../support/client.js';
import { createEmptyDatabase } from '../support/database.js';
import { build, embeddedServer, makeDataDir, ServerProcess } from '../support/server-process.js';

const status = async (url: string): Promise<number> => (await fetch(`${url}/health/ready`)).status;

async function until(what: string, reached: () => Promise<boolean>, withinMs: number): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await pause(25)) if (await reached()) return;
  throw new Error(`waited ${withinMs} ms for ${what}`);
}

/** A thread of Ada's, and posts in it one after the other until the server is gone. @returns the acknowledged ids */
async function postUntilGone(url: string, onPost: (count: number) => void): Promise<string[]> {
  const ada = await new Client(url).signedInAs('ada');
  const { viewer } = await ada.run('Viewer');
  const boardId = viewer.boards.nodes.find((board: { kind: string }) => board.kind === 'MATCH').id as string;
  const thread = await ada.run('CreateThread', {
    input: { boardId, title: 'Before the lights go out', body: 'Let us see.', idempotencyKey: crypto.randomUUID() },
  });
  const { id: threadId } = thread.createThread.thread;
  const acknowledged = [thread.createThread.post.id as string];
  try {
    for (;;) {
      const input = { threadId, body: `Line ${acknowledged.length}`, idempotencyKey: crypto.randomUUID() };
      const { createPost } = await ada.run('CreatePost', { input });
      acknowledged.push(createPost.post.id as string);
      onPost(acknowledged.length);
    }
  } catch (error) {
    // What fetch throws when the connection breaks; the class itself is another one inside Jest.
    if ((error as Error).name !== 'TypeError') throw error;
  }
  return acknowledged;
}

describe('npm start', () => {
  const { path: dataDir, remove } = makeDataDir();
  const port = String(20_000 + Math.floor(Math.random() * 10_000));
  let server: ServerProcess;
  let url: string;
  let acknowledged: string[];

  const start = async (): Promise<void> => {
    server = new ServerProcess({ DATA_DIR: dataDir, PORT: port });
    url = await server.ready();
  };

  beforeAll(async () => {
    build();
    await start();
  }, 60_000);

  afterAll(async () => {
    await server.end('SIGTERM');
    await remove();
  });

  it('says where it is, where GraphiQL is and who can sign in', async () => {
    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect(server.output).toContain(`${url}/graphiql`);
    expect(server.output).toContain('porchlight-demo');
    expect(server.output).toContain('ada');
    expect(await status(url)).toBe(200);
    const ada = await new Client(url).signedInAs('ada');
    expect((await ada.run('Viewer')).viewer.account.username).toBe('ada');
  });

  it('refuses a second start in its folder, and goes on undisturbed', async () => {
    const second = new ServerProcess({ DATA_DIR: dataDir, PORT: '0' });
    expect(await second.ended).toBe(1);
    expect(second.output.trim().split('\n')).toEqual([expect.stringContaining('already runs')]);
    expect(await status(url)).toBe(200);
  });

  it('names a port that was asked for and is taken', async () => {
    const second = new ServerProcess({ DATA_DIR: join(dataDir, 'other'), PORT: port });
    expect(await second.ended).toBe(1);
    expect(second.output.trim().split('\n')).toEqual([expect.stringContaining(`PORT ${port} is taken`)]);
  });

  it('moves on from the default port when that is taken, and brings no database when it is given one', async () => {
    const blocker = createServer()
      .listen(3_000, '127.0.0.1')
      .on('error', () => undefined);
    const database = await createEmptyDatabase();
    const otherDir = join(dataDir, 'given');
    const second = new ServerProcess({ DATA_DIR: otherDir, DATABASE_URL: database.url, DEMO: '0' });
    try {
      const moved = await second.ready();
      expect(moved).not.toContain(':3000');
      expect(second.output).toContain('Port 3000 is taken');
      expect(second.output).not.toContain('porchlight-demo');
      // It serves, and is of no use yet to anybody.
      const { parts } = (await (await fetch(`${moved}/health/ready`)).json()) as { parts: Record<string, string> };
      expect(parts).toMatchObject({ database: 'ok', migrations: 'ok', accounts: 'nobody can sign in' });
      expect(await status(moved)).toBe(503);
      expect(existsSync(join(otherDir, 'postgres'))).toBe(false);
    } finally {
      expect(await second.end('SIGINT')).toBe(0);
      blocker.close();
      await database.drop();
    }
  });

  it.each([
    ['a server that is not there', 'postgres://ann:s3cret@127.0.0.1:9/porchlight', 'nothing listens'],
    ['an unknown host', 'postgres://ann:s3cret@database.invalid/porchlight', 'not known'],
    ['a wrong password', 'postgres://postgres:s3cret@127.0.0.1:PORT/postgres', 'does not let the user postgres in'],
    ['a missing database', 'postgres://postgres:PASSWORD@127.0.0.1:PORT/s3cret', 'no database'],
    ['no address at all', 's3cret', 'must be a URL'],
  ])('tells in one line that DATABASE_URL names %s, without the password', async (_what, address, reason) => {
    const embedded = embeddedServer(dataDir);
    const given = address.replace('PORT', String(embedded.port)).replace('PASSWORD', embedded.password);
    const second = new ServerProcess({ DATA_DIR: join(dataDir, 'other'), PORT: '0', DATABASE_URL: given });
    expect(await second.ended).toBe(1);
    expect(second.output).toContain('DATABASE_URL');
    expect(second.output).toContain(reason);
    expect(second.output).not.toMatch(/ann:s3cret|:s3cret@|\n {4}at /);
    expect(second.output).not.toContain(embedded.password);
  });

  it('is not ready while PostgreSQL is away, and heals by itself', async () => {
    const { pid } = embeddedServer(dataDir);
    const settings = join(dataDir, 'postgres', 'postgresql.conf');
    renameSync(settings, `${settings}.away`);
    process.kill(pid, 'SIGKILL');
    // A server that did not survive it says why.
    const seen = (): Promise<number> =>
      status(url).catch((error: unknown) => {
        throw new Error(server.output, { cause: error });
      });
    await until('ready to turn 503', async () => (await seen()) === 503, 10_000);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    renameSync(`${settings}.away`, settings);
    await until('ready to turn 200', async () => (await seen()) === 200, 15_000);
    const ben = await new Client(url).signedInAs('ben');
    expect((await ben.run('Viewer')).viewer.account.username).toBe('ben');
  });

  it('loses nothing that it acknowledged when it is killed, and starts again at once', async () => {
    acknowledged = await postUntilGone(url, (count) => {
      if (count === 20) void server.end('SIGKILL');
    });
    expect(acknowledged.length).toBeGreaterThanOrEqual(20);
    expect(await server.ended).toBe('SIGKILL');
    const orphan = embeddedServer(dataDir).pid;
    expect(runs(orphan)).toBe(true);

    await start();
    expect(runs(orphan)).toBe(false);
    const ada = await new Client(url).signedInAs('ada');
    const found = await Promise.all(acknowledged.map(async (id) => (await ada.run('Node', { id })).node?.id as string));
    expect(found).toEqual(acknowledged);
  });

  it('ends cleanly with its database when asked, and keeps the data', async () => {
    const { pid } = embeddedServer(dataDir);
    expect(await server.end('SIGTERM')).toBe(0);
    expect(runs(pid)).toBe(false);
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);

    await start();
    const ada = await new Client(url).signedInAs('ada');
    expect((await ada.run('Node', { id: acknowledged[0] })).node.id).toBe(acknowledged[0]);
    expect(await server.end('SIGINT')).toBe(0);
  });
});
