import { Database, sql } from '#platform';
import { PostgresEngine, SearchCheck, SearchFollower, SearchRebuild } from '#search';
import type { Client, Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { Talk } from './talk.js';

const search = `query ($query: String!) { search(query: $query, first: 100) { nodes { bodyText } } }`;

describe('keeping documents in step with posts', () => {
  let community: Community;
  let talk: Talk;
  let ada: Client;
  let board: string;
  let thread: Data;

  const texts = async (query: string): Promise<string[]> =>
    (await ada.data(search, { query })).search.nodes.map(({ bodyText }: Data) => bodyText);
  const count = async (): Promise<number> =>
    (await community.database.pool.query('select from search_document')).rowCount ?? 0;
  const verify = async (repair = false): Promise<number> => {
    const [report] = await community.app.get(SearchCheck).all({ repair });
    expect(report?.posts).toBeGreaterThan(10);
    return report?.wrong ?? -1;
  };

  beforeAll(async () => {
    community = await startCommunity();
    talk = new Talk(community);
    ada = await community.as('ada');
    board = (await ada.run('Viewer')).viewer.boards.nodes.find(({ kind }: Data) => kind === 'MATCH').id;
    ({ thread } = await talk.open(ada, board, 'Keeping', 'A heronry to start with.'));
    await talk.settle();
  });
  afterAll(() => community.stop());

  it('finds nothing to repair in a community that was only lived in', async () => {
    for (const how of ['hide', 'remove', 'erase'] as const) {
      await talk.takeDown((await talk.reply(ada, thread.id, `A heronry, ${how}.`)).id, how);
    }
    await talk.settle();
    expect(await verify()).toBe(0);
  });

  it('finds and repairs documents that are missing, old, or should not be there, and tells in health until all is well', async () => {
    const pool = community.database.pool;
    await talk.reply(ada, thread.id, 'Heronry two.');
    await talk.reply(ada, thread.id, 'Heronry three.');
    await talk.settle();
    await pool.query(
      `delete from search_document where post_id = (select id from post where body_text = 'Heronry two.')`,
    );
    await pool.query(
      `update search_document set fingerprint = 1 where post_id = (select id from post where body_text = 'Heronry three.')`,
    );
    await pool.query(`update post set state = 'HIDDEN' where body_text = 'A heronry to start with.'`);
    await pool.query(
      `insert into search_document select gen_random_uuid(), board_id, published_at, fingerprint, terms from search_document limit 1`,
    );
    expect(await verify()).toBe(4);
    expect(await verify(true)).toBe(4);
    const ready = async (): Promise<string> =>
      ((await (await fetch(`${community.url}/health/ready`)).json()) as Data).parts.search;
    expect(await ready()).toBe('postgres drifted (4)');
    expect((await texts('heronry')).sort()).toEqual(['Heronry three.', 'Heronry two.']);
    expect(await verify(true)).toBe(0);
    expect(await ready()).toBe('ok');
  });

  it('is rebuilt while it answers, whatever was in it, and takes up a rebuild that was stopped', async () => {
    const before = await count();
    await community.database.pool.query(`update search_document set terms = '', fingerprint = 0`);
    expect(await texts('heronry')).toEqual([]);
    const told: [number, number][] = [];
    await community.app.get(SearchRebuild).run((_engine, done, of) => told.push([done, of]));
    expect(told.at(-1)?.[0]).toBe(told.at(-1)?.[1]);
    expect(await count()).toBe(before);
    expect(await texts('heronry')).toHaveLength(2);
    // Stopped half-way: the half that is done is not done again.
    await community.database.pool.query(`update search_document set terms = ''`);
    await community.database.pool.query(
      `update search_index set loaded_to = (select post_id from search_document order by post_id offset $1 limit 1) where engine = 'postgres'`,
      [Math.floor(before / 2)],
    );
    await community.app.get(SearchRebuild).run(() => undefined);
    const { rows } = await community.database.pool.query(
      `select count(*)::int as empty from search_document where terms = ''`,
    );
    expect(rows[0].empty).toBe(Math.floor(before / 2) + 1);
    await community.app.get(SearchRebuild).run(() => undefined);
    expect(await verify()).toBe(0);
  });

  it('goes through everything again when a log was trimmed behind its mark', async () => {
    await community.database.pool.query(`delete from search_document`);
    await community.database.pool.query(`update search_mark set seq = 0`);
    await community.database.pool.query(`update board_log set trimmed_to = 1 where last_seq > 1`);
    await talk.settle();
    expect(await verify()).toBe(0);
  });

  it('finds nothing on a board at once whose readers are others, and renews its documents', async () => {
    const ben = await community.as('ben');
    const found = async (): Promise<number> => (await ben.data(search, { query: 'heronry' })).search.nodes.length;
    expect(await found()).toBeGreaterThan(0);
    const pool = community.database.pool;
    const { rows } = await pool.query<{ id: string; audience: string[] }>(
      `select id, audience from board where id = (select board_id from post where body_text = 'Heronry two.')`,
    );
    const [place] = rows;
    await pool.query(`update board set audience = '{nobody}' where id = $1`, [place?.id]);
    expect(await found()).toBe(0);
    // The sweep of the process may have come first.
    await verify(true);
    expect(await verify()).toBe(0);
    expect(await found()).toBe(0);
    await pool.query(`update board set audience = $2 where id = $1`, [place?.id, place?.audience]);
    await verify(true);
    expect(await verify()).toBe(0);
    expect(await found()).toBeGreaterThan(0);
  });

  it('keeps up with fifty posts at once, and two followers do no harm to each other', async () => {
    const posts = Array.from({ length: 50 }, (_, n) => talk.reply(ada, thread.id, `Sandpiper ${n}.`));
    const follower = community.app.get(SearchFollower);
    await Promise.all([Promise.all(posts), follower.catchUp(), follower.catchUp()]);
    await talk.settle();
    expect(await texts('sandpiper')).toHaveLength(50);
    expect(await verify()).toBe(0);
  });

  it('asks the database three times for a page, however many hits it has', async () => {
    const asked = new Set<string>();
    const database = community.app.get(Database);
    const rows = database.rows.bind(database);
    const statements: string[] = [];
    database.rows = async (statement: Parameters<typeof rows>[0]) => {
      statements.push(statement.text);
      return rows(statement);
    };
    try {
      await ada.run('Search', { query: 'sandpiper', first: 50 });
      for (const statement of statements)
        if (/search_document|from post p|from thread t/.test(statement)) asked.add(statement);
      expect(asked.size).toBe(3);
    } finally {
      database.rows = rows;
    }
  });

  it('holds no word of a post that was erased once the night is over', async () => {
    const { post } = await talk.open(ada, board, 'A name', 'Her name is Wilhelminatje.');
    await talk.settle();
    const known = async (): Promise<number> =>
      (
        await community.database.first<{ count: number }>(
          sql`select count(*) as count from search_word where word = 'wilhelminatje'`,
        )
      )?.count ?? -1;
    expect(await known()).toBe(1);
    await talk.takeDown(post.id, 'erase');
    await talk.settle();
    await community.app.get(SearchCheck).forgetUnusedWords();
    expect(await known()).toBe(0);
  });

  it('reads its index, and never a whole table', async () => {
    const engine = community.app.get(PostgresEngine);
    expect(await engine.health()).toBeNull();
    await community.database.transaction(async (tx) => {
      await tx.run(sql`set local enable_seqscan = off`);
      const plan = await tx.rows<{ 'QUERY PLAN': string }>(
        sql`explain select post_id from search_document where terms @@ (to_tsquery('porchlight_english', 'heron') && ''' k:QUESTION'''::tsquery)`,
      );
      expect(JSON.stringify(plan)).toContain('search_document_terms');
    });
  });
});
