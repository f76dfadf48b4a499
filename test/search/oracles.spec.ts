import { globalId } from '#platform';
import type { Client, Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { Talk } from './talk.js';

/** Everything that a search, and the search for similar threads, can say. */
const everything = `query ($query: String!, $board: ID!, $filter: SearchFilter, $sort: SearchSort, $prefix: Boolean, $first: Int, $after: String) {
  search(query: $query, filter: $filter, sort: $sort, prefix: $prefix, first: $first, after: $after) {
    edges { cursor highlight node { id bodyText } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    degraded suggestion
    facets { boards { count board { id title } } authors { count author { id displayName } } }
  }
  similarThreads(boardId: $board, title: $query) { id title }
}`;

/** Boards of two programs: Finn may know nothing of what is said on Ada's, not even that a word stands there. */
describe('what nobody can guess by searching', () => {
  let community: Community;
  let talk: Talk;
  let ada: Client;
  let ben: Client;
  let finn: Client;
  let gus: Client;
  let match: string;
  let program: string;
  let theirs: string;
  let theirThread: string;

  const ask = (by: Client, query: string, more: object = {}): Promise<Data> =>
    by.data(everything, { query, board: match, ...more });
  const texts = async (by: Client, query: string, more: object = {}): Promise<string[]> =>
    (await ask(by, query, more)).search.edges.map(({ node }: Data) => node.bodyText);
  const boardOf = async (by: Client, wanted: string): Promise<string> =>
    (await by.run('Viewer')).viewer.boards.nodes.find(({ kind }: Data) => kind === wanted).id;

  beforeAll(async () => {
    community = await startCommunity();
    talk = new Talk(community);
    [ada, ben] = [await community.as('ada'), await community.as('ben')];
    [finn, gus] = [await community.as('finn'), await community.as('gus')];
    [match, program, theirs] = [
      await boardOf(ben, 'MATCH'),
      await boardOf(ben, 'PROGRAM'),
      await boardOf(finn, 'MATCH'),
    ];
    theirThread = (await talk.open(gus, theirs, 'Animals', 'A velociraptir, as I spell it.')).thread.id;
    await talk.settle();
  });
  afterAll(() => community.stop());

  it('S2: a typo is forgiven or not whatever words stand on boards of others', async () => {
    const before = await ask(finn, 'velociraptor');
    expect(before.search.edges).toHaveLength(1);
    await talk.open(ada, match, 'Secret', 'Our velociraptor, velociraptoz and velociraptors.');
    await talk.settle();
    const after = await ask(finn, 'velociraptor');
    expect({ ...after.search, edges: after.search.edges.length }).toEqual({ ...before.search, edges: 1 });
    expect(after.search.edges[0].node).toEqual(before.search.edges[0].node);
  });

  it('S2: no cursor carries a word that its viewer did not type and cannot read', async () => {
    for (const query of ['velociraptox', 'velociraptor']) {
      const { search } = await ask(finn, query);
      expect(search.edges).toHaveLength(1);
      for (const { cursor } of search.edges) {
        expect(Buffer.from(cursor, 'base64url').toString()).not.toMatch(/velociraptors|velociraptoz/);
      }
    }
  });

  it('S2: what is being typed is completed whatever words stand on boards of others', async () => {
    const many = Array.from(
      { length: 40 },
      (_, n) => `brontosx${String.fromCharCode(97 + (n % 26))}${n > 25 ? 'y' : ''}`,
    );
    await talk.open(ada, match, 'More of them', many.join(' '));
    await talk.reply(gus, theirThread, 'A brontosxaurusaurus too.');
    await talk.settle();
    expect(await texts(finn, 'brontosx', { prefix: true })).toEqual(['A brontosxaurusaurus too.']);
  });

  it.each([
    ['removed', `update enrolment set status = 'CLOSED', ended_at = now() where id = any($1)`],
    ['paused', `update enrolment set status = 'PAUSED' where id = any($1)`],
    ['made a guardian', `update enrolment set role = 'GUARDIAN', cohort_id = null where id = any($1)`],
    ['made an auditor', `update enrolment set role = 'AUDITOR', cohort_id = null where id = any($1)`],
  ])('S1: somebody who was %s finds what somebody finds who never was there', async (_how, change) => {
    const { post } = await talk.open(ada, match, 'Theropods', 'The allosaurian nest is here.');
    await talk.settle();
    const cursor = (await ask(ben, 'allosaurian')).search.pageInfo.endCursor;
    const pool = community.database.pool;
    const { rows } = await pool.query(
      `select * from enrolment where account_id = (select id from account where username = 'ben')`,
    );
    await pool.query(change, [rows.map(({ id }) => id)]);
    try {
      const nothing = await ask(ben, 'xyzzyqwv');
      expect(nothing.search.edges).toEqual([]);
      for (const query of [
        'allosaurian',
        'allosaurain',
        'in:title theropods',
        'from:ada',
        'from:me',
        '"nest is here"',
      ]) {
        expect({ query, found: await ask(ben, query) }).toEqual({ query, found: nothing });
        expect({ query, found: await ask(ben, query, { prefix: true, sort: 'OLDEST' }) }).toEqual({
          query,
          found: nothing,
        });
      }
      expect((await ask(ben, 'allosaurian', { after: cursor })).search.edges).toEqual([]);
      expect(await ben.run('Node', { id: post.id })).toEqual({ node: null });
    } finally {
      for (const row of rows) {
        await pool.query(`update enrolment set status = $2, ended_at = $3, role = $4, cohort_id = $5 where id = $1`, [
          row.id,
          row.status,
          row.ended_at,
          row.role,
          row.cohort_id,
        ]);
      }
    }
    expect(await texts(ben, 'allosaurian')).not.toEqual([]);
  });

  it('S2: naming a board or person of another program is like naming nobody', async () => {
    const nobody = await ask(finn, 'nest from:nobodyatall');
    for (const query of [
      'nest from:ada',
      'nest from:@ben',
      'nest from:"Ada"',
      'nest board:nowhere',
      'nest board:"Ada"',
    ]) {
      expect(await ask(finn, query)).toEqual(nobody);
    }
    const unknown = globalId('Account', '00000000-0000-7000-8000-000000000000');
    const by = (id: string): Promise<Data> => ask(finn, 'nest', { filter: { authorIds: [id] } });
    expect(await by(ada.accountId ?? '')).toEqual(await by(unknown));
    expect(await by('nonsense')).toEqual(await by(unknown));
  });

  it('S3: a page stays full, and tells nothing, while thousands of stale documents lie before what may be seen', async () => {
    const { post } = await talk.open(ada, program, 'Sauropods', 'One diplodocidae for all to see.');
    await talk.settle();
    await community.database.pool.query(
      `insert into search_document (post_id, board_id, published_at, fingerprint, terms)
       select gen_random_uuid(), d.board_id, d.published_at + n * interval '1 ms', 0, d.terms
       from search_document d, generate_series(1, 5000) n
       where d.post_id = $1::uuid`,
      [Buffer.from(post.id, 'base64url').subarray(1).toString('hex')],
    );
    try {
      for (const sort of ['RELEVANCE', 'NEWEST', 'OLDEST']) {
        const { search } = await ask(ben, 'diplodocidae', { sort, first: 2 });
        expect([sort, search.edges.length, search.pageInfo.hasNextPage]).toEqual([sort, 1, false]);
        expect(search.facets.boards).toMatchObject([{ count: 1 }]);
      }
    } finally {
      await community.database.pool.query(`delete from search_document where fingerprint = 0`);
    }
  }, 60_000);

  it('answers forged cursors with INVALID_INPUT or a page, and never with more than the viewer may see', async () => {
    const id = '00000000-0000-7000-8000-000000000000';
    const forged = (key: object): string => Buffer.from(JSON.stringify([1, 'search', key])).toString('base64url');
    const nothing = (await ask(finn, 'xyzzyqwv')).search;
    for (const key of [
      { at: 8.63e15, id },
      { at: -8.63e15, id },
      { at: 253_402_300_800_000, id, score: 1, top: [8.63e15, id], low: [-8.63e15, id] },
      { at: Date.now(), id, score: 1e308, top: [Date.now(), id], low: null },
      { at: Date.now(), id, score: -1, top: [Date.now(), ''], low: [0, ''] },
      { at: Date.now(), id, place: 2 ** 52 },
      { at: Date.now(), id, place: 1, prior: ['x'] },
      { at: Date.now(), id, place: 1, prior: Array.from({ length: 1_000 }, () => id) },
      { at: Date.now(), id, spelled: { 0: ["' | !'", ':*'], 99: ['allosaurian'] } },
      { at: Date.now(), id, spelled: { 0: ['allosaurian', 'theropods'], constructor: ['x'] } },
      { at: Date.now(), id, top: [Date.now(), id] },
    ]) {
      for (const sort of ['RELEVANCE', 'NEWEST', 'OLDEST']) {
        const answer = await finn.send(everything, { query: 'allosaurian', board: match, sort, after: forged(key) });
        const code = answer.errors?.[0]?.extensions.code;
        expect({ key, sort, code }).toEqual({ key, sort, code: code === undefined ? undefined : 'INVALID_INPUT' });
        if (answer.data?.search) {
          expect(answer.data.search).toEqual({ ...nothing, pageInfo: { ...nothing.pageInfo, hasPreviousPage: true } });
        }
      }
    }
  });

  it('takes any time that a client may send', async () => {
    for (const when of [
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
      '+275760-09-13T00:00:00Z',
      '-271821-04-20T00:00:00Z',
    ]) {
      for (const filter of [{ before: when }, { after: when }]) {
        const { status, errors } = await finn.send(everything, { query: 'velociraptir', board: match, filter });
        expect([when, status, errors?.[0]?.extensions.code ?? 'fine']).not.toContain('INTERNAL');
      }
    }
    for (const query of [
      'before:0000',
      'after:9999',
      'before:0001-01-01 velociraptir',
      'after:9999-12-31 velociraptir',
    ]) {
      expect((await finn.send(everything, { query, board: match })).errors).toBeUndefined();
    }
  });
});
