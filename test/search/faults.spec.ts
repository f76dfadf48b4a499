import { sql } from '#platform';
import { SearchCheck, SearchRebuild } from '#search';
import type { Client, Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { OutOfOrderMeilisearch } from './out-of-order-meilisearch.js';
import { Talk } from './talk.js';

const search = `query ($query: String!, $filter: SearchFilter) {
  search(query: $query, filter: $filter) {
    degraded suggestion edges { cursor node { bodyText } } pageInfo { hasNextPage endCursor } facets { boards { count } } } }`;

/** After a failure it is left alone for three seconds. */
const restMs = 3_100;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('when Meilisearch is out of order', () => {
  const meilisearch = new OutOfOrderMeilisearch();
  let community: Community;
  let talk: Talk;
  let ada: Client;
  let ben: Client;
  let board: string;

  const find = async (query: string): Promise<{ degraded: boolean; texts: string[] }> => {
    const { search: found } = await ben.data(search, { query });
    return { degraded: found.degraded, texts: found.edges.map(({ node }: Data) => node.bodyText) };
  };
  const until = async (reached: () => boolean | Promise<boolean>, what: string): Promise<void> => {
    const deadline = Date.now() + 50_000;
    while (!(await reached())) {
      if (Date.now() > deadline) throw new Error(`it did not happen in fifty seconds: ${what}`);
      await pause(50);
    }
  };
  const bodies = (): string => [...meilisearch.documents().values()].join('\n');
  /** It holds a document of each post that can be found, and no other. */
  const isWhole = async (): Promise<boolean> => {
    const rows = await community.database.rows<{ id: string }>(sql`
      select d.post_id as id from search_document d where exists (select from search_index where engine = 'meilisearch' and complete)`);
    const there = meilisearch.documents();
    return rows.length > 0 && rows.length === there.size && rows.every(({ id }) => there.has(id));
  };
  const parts = async (): Promise<Record<string, string>> => {
    const response = await fetch(`${community.url}/health/ready`);
    expect(response.status).toBe(200);
    return ((await response.json()) as Data).parts;
  };

  beforeAll(async () => {
    const url = await meilisearch.open();
    await meilisearch.close();
    community = await startCommunity({ worker: true, env: { MEILI_URL: url } });
    talk = new Talk(community);
    ada = await community.as('ada');
    ben = await community.as('ben');
    board = (await ben.run('Viewer')).viewer.boards.nodes.find(({ kind }: Data) => kind === 'MATCH').id;
  });
  afterAll(async () => {
    await community.stop();
    await meilisearch.close();
  });

  it('posting and searching go on while it refuses connections, and health tells while the server stays ready', async () => {
    const { thread } = await talk.open(ada, board, 'Steadfast', 'An immovable dolmenstone.');
    const gone = await talk.reply(ada, thread.id, 'A dolmenstone that is hidden again.');
    await talk.takeDown(gone.id, 'hide');
    await talk.settle();
    expect(await find('dolmenstone')).toEqual({ degraded: true, texts: ['An immovable dolmenstone.'] });
    expect(await parts()).toMatchObject({ meilisearch: 'degraded', database: 'ok' });
    expect(await community.database.rows(sql`select from graphile_worker.jobs where attempts > 1`)).toEqual([]);
  });

  it('catches up by itself once it is back: everything of the meantime, and nothing that was hidden', async () => {
    meilisearch.mood = 'mute';
    await meilisearch.open();
    await until(isWhole, 'a whole index');
    expect(bodies()).toContain('an immovable dolmenstone.');
    expect(bodies()).not.toContain('hidden again');
  }, 60_000);

  it('is told of a post, of its edit and of its end, without being asked to', async () => {
    const { post } = await talk.open(ada, board, 'Now', 'A fresh cromlechring.');
    await until(() => bodies().includes('cromlechring'), 'a new post');
    await talk.takeDown(post.id, 'erase');
    await until(() => !bodies().includes('cromlechring'), 'an erased post');
  }, 110_000);

  it('tries a task again that failed or was cancelled, and what follows is not lost either', async () => {
    meilisearch.endings.push('failed', 'canceled', 'failed', 'failed', 'failed', 'failed', 'canceled');
    await talk.open(ada, board, 'Full disk', 'A patient menhirfield.');
    await until(() => bodies().includes('menhirfield'), 'a post whose tasks failed');
    await until(isWhole, 'a whole index');
    expect(meilisearch.endings).toEqual([]);
  }, 110_000);

  it.each(['fails', 'babbles', 'forbids', 'hangs'] as const)(
    'PostgreSQL answers, and says so, when it %s; the next searches do not wait for it',
    async (mood) => {
      await pause(restMs);
      meilisearch.become(mood);
      const before = meilisearch.requests.filter((request) => request.endsWith('/search')).length;
      expect(await find('dolmenstone')).toEqual({ degraded: true, texts: ['An immovable dolmenstone.'] });
      for (let n = 0; n < 5; n += 1) expect((await find('dolmenstone')).degraded).toBe(true);
      expect(meilisearch.requests.filter((request) => request.endsWith('/search'))).toHaveLength(before + 1);
      await talk.open(ada, board, 'Meanwhile', `While it ${mood}, a barrowmound.`);
      meilisearch.become('mute');
      await until(() => bodies().includes(`while it ${mood}, a barrowmound.`), 'the post of the meantime');
    },
    110_000,
  );

  it('S2: a name of nobody and one that this viewer may not know are answered alike, also by PostgreSQL in its place', async () => {
    const finn = await community.as('finn');
    const ask = async (query: string, filter: object = {}): Promise<Data> =>
      (await finn.data(search, { query, filter })).search;
    const nobody = await ask('dolmenstone from:nobodyatall');
    expect(nobody).toMatchObject({ degraded: true, edges: [] });
    for (const query of ['from:ada', 'from:ben', 'board:nowhere', 'board:"Ben"', 'from:nobodyatall board:nowhere']) {
      expect(await ask(`dolmenstone ${query}`)).toEqual(nobody);
    }
    expect(await ask('dolmenstone', { boardIds: [board] })).toEqual(nobody);
    expect(await ask('dolmenstone', { boardIds: ['nonsense'] })).toEqual(nobody);
    expect(await ask('dolmenstone', { authorIds: [ada.accountId] })).toEqual(nobody);
  });

  it('tells in health that it refuses our key, though it is well itself', async () => {
    meilisearch.become('forbids');
    expect(await parts()).toMatchObject({ meilisearch: 'invalid_api_key' });
    meilisearch.become('mute');
    // It still answers no search: that is its mood.
    expect(await parts()).toMatchObject({ meilisearch: 'internal' });
  });

  it('is filled anew when it lost everything, and does not count as whole until then', async () => {
    meilisearch.loseEverything();
    await talk.open(ada, board, 'After the fire', 'A rebuilt hillforttown.');
    await until(isWhole, 'a whole index');
    expect(bodies()).toContain('an immovable dolmenstone.');
  }, 110_000);

  it('a check while it is away says so, and does not take it for a check', async () => {
    const check = community.app.get(SearchCheck);
    meilisearch.become('fails');
    const [postgres, other] = await check.all({ repair: true });
    expect(postgres).toMatchObject({ wrong: 0, unchecked: null });
    expect(other).toMatchObject({ engine: 'meilisearch', unchecked: expect.stringContaining('Error') });
    meilisearch.become('mute');
  });

  it('a rebuild whose swap fails leaves the index that answers as it is, and the next one ends well', async () => {
    await until(isWhole, 'a whole index');
    const rebuild = community.app.get(SearchRebuild);
    const before = [...meilisearch.documents()].sort();
    meilisearch.swapEndings.push('failed');
    await expect(rebuild.run(() => undefined)).rejects.toThrow('could not swap');
    expect([...meilisearch.documents()].sort()).toEqual(before);
    await rebuild.run(() => undefined);
    expect(meilisearch.names).toEqual(['porchlight_posts']);
    await until(isWhole, 'a whole index');
  }, 110_000);

  it('two rebuilds at once are one: the second would swap the first one away again', async () => {
    const other = await community.database.pool.connect();
    try {
      await other.query(`select pg_advisory_lock(hashtextextended('porchlight_posts:rebuild', 0))`);
      await expect(community.app.get(SearchRebuild).run(() => undefined)).rejects.toThrow('another rebuild');
    } finally {
      await other.query(`select pg_advisory_unlock_all()`);
      other.release();
    }
  }, 110_000);

  it('a rebuild that died between sending a swap and hearing of it fills the second index anew', async () => {
    await community.database.run(
      sql`insert into search_index (engine, complete, swap_task) values ('meilisearch.next', true, -1)`,
    );
    await community.app.get(SearchRebuild).run(() => undefined);
    expect(meilisearch.names).toEqual(['porchlight_posts']);
    await until(isWhole, 'a whole index');
  }, 110_000);

  it('gave up none of its jobs', async () => {
    expect(await community.database.rows(sql`select from graphile_worker.jobs where attempts >= max_attempts`)).toEqual(
      [],
    );
  });
});
