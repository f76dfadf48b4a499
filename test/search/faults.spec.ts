import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Client, Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { Talk } from './talk.js';

type Mood = 'refuses' | 'hangs' | 'fails' | 'babbles' | 'takes documents';

/** Stands in for a Meilisearch that is out of order. It finds nothing: what a well one answers is asked of a real one. */
class BrokenMeilisearch {
  mood: Mood = 'fails';
  readonly taken = new Map<string, string>();
  requests = 0;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests += 1;
    if (this.mood === 'hangs') return;
    if (this.mood === 'refuses') return void request.socket.destroy();
    if (this.mood === 'fails') return void response.writeHead(500).end('{"message":"no","code":"internal"}');
    if (this.mood === 'babbles') return void response.writeHead(200).end('<html>gateway</html>');
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => this.take(request, response, text));
  }

  private take({ method, url = '' }: IncomingMessage, response: ServerResponse, text: string): void {
    const task = { taskUid: 1, indexUid: 'x', status: 'enqueued', type: 'documentAdditionOrUpdate', enqueuedAt: '' };
    if (url.startsWith('/tasks/')) return void response.end('{"uid":1,"status":"succeeded","error":null}');
    if (method === 'GET') return void response.end('{"uid":"porchlight_posts","primaryKey":"id"}');
    if (url.endsWith('/search')) return void response.writeHead(503).end('{"code":"internal","message":"not now"}');
    if (url.endsWith('/documents')) {
      for (const document of JSON.parse(text) as { id: string; body: string }[])
        this.taken.set(document.id, document.body);
    }
    if (url.endsWith('/delete-batch')) for (const id of JSON.parse(text) as string[]) this.taken.delete(id);
    response.writeHead(202).end(JSON.stringify(task));
  }
}

const search = `query ($query: String!) { search(query: $query) { degraded nodes { bodyText } } }`;

describe('when Meilisearch is out of order', () => {
  let broken: BrokenMeilisearch;
  let community: Community;
  let talk: Talk;
  let ada: Client;
  let ben: Client;
  let board: string;

  const find = async (query: string): Promise<{ degraded: boolean; texts: string[] }> => {
    const { search: found } = await ben.data(search, { query });
    return { degraded: found.degraded, texts: found.nodes.map(({ bodyText }: Data) => bodyText) };
  };
  const rest = async (): Promise<void> => {
    await community.database.pool.query(
      `insert into search_index (engine, complete) values ('meilisearch', true) on conflict (engine) do update set complete = true`,
    );
    await new Promise((resolve) => setTimeout(resolve, 3_100));
  };
  const until = async (reached: () => boolean | Promise<boolean>): Promise<void> => {
    const deadline = Date.now() + 25_000;
    while (!(await reached())) {
      if (Date.now() > deadline) throw new Error('it did not happen in 25 seconds');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  beforeAll(async () => {
    broken = new BrokenMeilisearch();
    community = await startCommunity({ worker: true, env: { MEILI_URL: await broken.listen() } });
    talk = new Talk(community);
    ada = await community.as('ada');
    ben = await community.as('ben');
    board = (await ben.run('Viewer')).viewer.boards.nodes.find(({ kind }: Data) => kind === 'MATCH').id;
    await talk.open(ada, board, 'Steadfast', 'An immovable dolmenstone.');
    await talk.settle();
  });
  afterAll(async () => {
    await community.stop();
    await broken.close();
  });

  it.each(['refuses', 'fails', 'babbles', 'hangs'] as const)(
    'PostgreSQL answers and says so when it %s, at once or after its patience, and then without asking each time',
    async (mood) => {
      broken.mood = mood;
      await rest();
      const begun = performance.now();
      expect(await find('dolmenstone')).toEqual({ degraded: true, texts: ['An immovable dolmenstone.'] });
      expect(performance.now() - begun).toBeLessThan(2_500);
      const again = performance.now();
      for (let n = 0; n < 5; n += 1) expect((await find('dolmenstone')).degraded).toBe(true);
      expect(performance.now() - again).toBeLessThan(1_000);
    },
    20_000,
  );

  it('posting goes on as if nothing were, and health tells of it while the server stays ready', async () => {
    broken.mood = 'fails';
    const { thread } = await talk.open(ada, board, 'Meanwhile', 'While it was away, a menhirfield.');
    const post = await talk.reply(ada, thread.id, 'A menhirfield that goes again.');
    await talk.takeDown(post.id, 'hide');
    await talk.settle();
    expect((await find('menhirfield')).texts).toEqual(['While it was away, a menhirfield.']);
    const response = await fetch(`${community.url}/health/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ ok: true, parts: { meilisearch: 'degraded' } });
  });

  it('catches up by itself once it is back: everything of the meantime, and nothing that was hidden', async () => {
    await community.database.pool.query(`delete from search_index where engine = 'meilisearch'`);
    broken.mood = 'takes documents';
    await until(() => [...broken.taken.values()].includes('while it was away, a menhirfield.'));
    await until(async () => {
      const { rows } = await community.database.pool.query(
        `select (select count(*)::int from search_document) as documents, (select complete from search_index where engine = 'meilisearch') as complete`,
      );
      return rows[0].complete === true && rows[0].documents === broken.taken.size;
    });
    expect([...broken.taken.values()].join()).not.toContain('goes again');
    const { rows } = await community.database.pool.query(
      `select key from graphile_worker.jobs where attempts >= max_attempts`,
    );
    expect(rows).toEqual([]);
  }, 60_000);

  it('a post that is published while it works reaches it in a second', async () => {
    const begun = performance.now();
    await talk.open(ada, board, 'Now', 'A fresh cromlechring.');
    await until(() => [...broken.taken.values()].includes('a fresh cromlechring.'));
    expect(performance.now() - begun).toBeLessThan(5_000);
  }, 40_000);

  it('sends no text to its log, and asks it for ids alone', async () => {
    await rest();
    const lines: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (chunk: string) => lines.push(chunk) > 0;
    try {
      await find('somethingprivate');
    } finally {
      process.stdout.write = write;
    }
    expect(lines.join()).not.toContain('somethingprivate');
  });
});
