import { PostState } from '#forum';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { Talk } from './talk.js';

const search = `query ($query: String!, $boardId: ID, $filter: SearchFilter, $sort: SearchSort, $prefix: Boolean, $first: Int, $after: String) {
  search(query: $query, boardId: $boardId, filter: $filter, sort: $sort, prefix: $prefix, first: $first, after: $after) {
    edges { cursor highlight node { id bodyText } }
    pageInfo { hasNextPage endCursor }
    degraded
    suggestion
    facets { boards { count board { id title } } authors { count author { displayName } } }
  }
}`;

describe('finding what was said', () => {
  let community: Community;
  let ada: Client;
  let ben: Client;
  let board: string;
  let cohort: string;

  let talk: Talk;

  const settle = (): Promise<void> => talk.settle();
  const find = async (by: Client, query: string, more: Record<string, unknown> = {}): Promise<Data> =>
    (await by.data(search, { query, ...more })).search;
  const texts = async (by: Client, query: string, more: Record<string, unknown> = {}): Promise<string[]> =>
    (await find(by, query, more)).edges.map(({ node }: Data) => node.bodyText);
  const open = (by: Client, title: string, body: string, more: object = {}): Promise<Data> =>
    talk.open(by, board, title, body, more);
  const reply = (by: Client, threadId: string, body: string): Promise<Data> => talk.reply(by, threadId, body);

  beforeAll(async () => {
    community = await startCommunity();
    talk = new Talk(community);
    [ada, ben] = await Promise.all([community.as('ada'), community.as('ben')]);
    const { viewer } = await ben.run('Viewer');
    const ofKind = (wanted: string): string =>
      viewer.boards.nodes.find(({ kind }: { kind: string }) => kind === wanted).id;
    [board, cohort] = [ofKind('MATCH'), ofKind('COHORT')];
  });
  afterAll(() => community.stop());

  it('answers the contract: hits with a marked piece of the text, the thread, and nothing when there is nothing', async () => {
    const { thread, post } = await open(ben, 'Volcano model', 'My zanzibar volcano <works> & "smokes" now.');
    await settle();
    const { search: found } = await ben.run('Search', { query: 'zanzibar', first: 10 });
    expect(found).toMatchObject({ degraded: false, pageInfo: { hasNextPage: false } });
    expect(found.edges).toHaveLength(1);
    expect(found.edges[0]).toMatchObject({
      highlight: 'My <mark>zanzibar</mark> volcano &lt;works&gt; &amp; &quot;smokes&quot; now.',
      node: {
        id: post.id,
        number: 1,
        thread: { id: thread.id, title: 'Volcano model' },
        author: { displayName: 'Ben' },
      },
    });
    const { search: nothing } = await ben.run('Search', { query: 'qqqqxyz', first: 10 });
    expect(nothing).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null }, degraded: false });
  });

  it('finds the posts that were there before, without being told of them', async () => {
    const { board: shown } = await ada.run('Board', { id: board, first: 1 });
    const { thread } = await ada.run('Thread', { id: shown.threads.edges[0].node.id, first: 1 });
    expect(thread.posts.edges.length).toBeGreaterThan(0);
    const count = await community.database.pool.query(`select
      (select count(*)::int from search_document) as documents,
      (select count(*)::int from post where state = 'PUBLISHED' and number is not null) as posts`);
    expect(count.rows[0].documents).toBe(count.rows[0].posts);
  });

  it('finds a post soon after its publication, without a worker', async () => {
    const { thread } = await open(ada, 'Quickly', 'A fleeting kookaburra.');
    const begun = performance.now();
    while ((await texts(ben, 'kookaburra')).length === 0) {
      expect(performance.now() - begun).toBeLessThan(20_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await reply(ben, thread.id, 'Did you say something?');
  });

  it('understands words, "phrases", -exclusions, endings of words, case and accents', async () => {
    const { thread } = await open(ada, 'Sentences', 'The old windmill keeper walks slowly.');
    await reply(ada, thread.id, 'A keeper of the old windmill; WINDMILLS everywhere.');
    await reply(ada, thread.id, 'Café crème with naïve façade at the windmill.');
    await settle();
    expect(await texts(ben, 'windmill keeper')).toHaveLength(2);
    expect(await texts(ben, '"windmill keeper"')).toEqual(['The old windmill keeper walks slowly.']);
    expect(await texts(ben, 'windmill -keeper')).toEqual(['Café crème with naïve façade at the windmill.']);
    expect(await texts(ben, 'walking windmill')).toEqual(['The old windmill keeper walks slowly.']);
    expect(await texts(ben, 'CAFE CREME')).toHaveLength(1);
    expect(await texts(ben, 'naive façade')).toHaveLength(1);
  });

  it('reads Spanish, Greek and Arabic', async () => {
    const { thread } = await open(ada, 'Idiomas', 'Las canciones del río son preciosas.');
    await reply(ada, thread.id, 'Το ηφαίστειο είναι έτοιμο.');
    await reply(ada, thread.id, 'البُرْكان جاهز للعرض');
    await settle();
    expect(await texts(ben, 'rio canciones')).toHaveLength(1);
    expect(await texts(ben, 'ΗΦΑΙΣΤΕΙΟ')).toHaveLength(1);
    expect((await find(ben, 'ηφαιστειο')).edges[0].highlight).toContain('<mark>ηφαίστειο</mark>');
    expect(await texts(ben, 'البركان')).toHaveLength(1);
  });

  it('forgives typos, and completes what is being typed only when asked to', async () => {
    await open(ada, 'Spelling', 'The hippopotamus swims.');
    await settle();
    expect(await texts(ben, 'hipopotamus')).toEqual(['The hippopotamus swims.']);
    expect((await find(ben, 'hipopotamus')).edges[0].highlight).toBe('The <mark>hippopotamus</mark> swims.');
    expect(await texts(ben, 'hippop')).toEqual([]);
    expect(await texts(ben, 'hippop', { prefix: true })).toEqual(['The hippopotamus swims.']);
    expect((await find(ben, 'hippop', { prefix: true })).edges[0].highlight).toContain('<mark>hippopotamus</mark>');
  });

  it('narrows by operators, typed or given as arguments', async () => {
    const { thread } = await open(ada, 'Glockenspiel lessons', 'Where do I begin?', { kind: 'QUESTION' });
    await reply(ben, thread.id, 'With a glockenspiel, I suppose.');
    await settle();
    const [byAda, byBen] = ['Where do I begin?', 'With a glockenspiel, I suppose.'];
    expect((await texts(ben, 'glockenspiel')).sort()).toEqual([byAda, byBen]);
    expect(await texts(ben, 'in:title glockenspiel')).toEqual([byAda]);
    expect(await texts(ben, 'glockenspiel from:ada')).toEqual([byAda]);
    expect(await texts(ben, 'glockenspiel from:@ben')).toEqual([byBen]);
    expect(await texts(ben, 'glockenspiel from:me')).toEqual([byBen]);
    expect(await texts(ben, 'glockenspiel from:nobody')).toEqual([]);
    expect((await texts(ben, 'glockenspiel is:question')).sort()).toEqual([byAda, byBen]);
    expect((await texts(ben, 'glockenspiel is:unanswered')).sort()).toEqual([byAda, byBen]);
    expect(await texts(ben, 'windmill is:question')).toEqual([]);
    expect(await texts(ben, 'glockenspiel before:2020-01-01')).toEqual([]);
    expect(await texts(ben, 'glockenspiel after:2020')).toHaveLength(2);
    expect(await texts(ben, 'glockenspiel', { boardId: cohort })).toEqual([]);
    expect(await texts(ben, 'glockenspiel', { boardId: board })).toHaveLength(2);
    expect(await texts(ben, 'glockenspiel', { filter: { boardIds: [board], authorIds: [ada.accountId] } })).toEqual([
      byAda,
    ]);
    expect(await texts(ben, 'glockenspiel', { filter: { inTitle: true, isQuestion: true } })).toEqual([byAda]);
    expect(await texts(ben, 'glockenspiel', { filter: { before: '2020-01-01T00:00:00Z' } })).toEqual([]);
    expect((await ben.run('Search', { query: 'glockenspiel', boardId: board, first: 5 })).search.edges).toHaveLength(2);
  });

  it('puts a mistyped operator right in a suggestion, and looks for it as it stands meanwhile', async () => {
    expect((await find(ben, 'volcano form:ada')).suggestion).toBe('volcano from:ada');
    expect((await find(ben, 'is:unansered volcano')).suggestion).toBe('is:unanswered volcano');
    expect((await find(ben, 'volcano at 12:30')).suggestion).toBeNull();
  });

  it('pages through everything once, full pages and exact ends, in each order, with posts coming in between', async () => {
    const { thread } = await open(ada, 'Many', 'Marmalade zero.');
    for (let number = 1; number <= 24; number += 1) await reply(ada, thread.id, `Marmalade number ${number}.`);
    await settle();
    for (const sort of ['RELEVANCE', 'NEWEST', 'OLDEST']) {
      const seen: string[] = [];
      let after: string | null = null;
      for (let page = 0; ; page += 1) {
        const { edges, pageInfo } = await find(ben, 'marmalade', { sort, first: 10, after });
        seen.push(...edges.map(({ node }: Data) => node.id));
        expect([sort, page, edges.length]).toEqual([sort, page, page === 2 ? 5 : 10]);
        expect(pageInfo.hasNextPage).toBe(page < 2);
        if (!pageInfo.hasNextPage) break;
        after = pageInfo.endCursor;
        if (page === 0 && sort !== 'OLDEST') {
          const late = await reply(ada, thread.id, 'Marmalade, late.');
          await settle();
          await ada.run('WithdrawPost', { input: { postId: late.id } });
        }
      }
      expect(new Set(seen).size).toBe(25);
    }
    const newest = await texts(ben, 'marmalade', { sort: 'NEWEST', first: 2 });
    expect(newest).toEqual(['Marmalade number 24.', 'Marmalade number 23.']);
    expect(await texts(ben, 'marmalade', { sort: 'OLDEST', first: 2 })).toEqual([
      'Marmalade zero.',
      'Marmalade number 1.',
    ]);
    expect((await find(ben, 'marmalade', { first: 25 })).pageInfo.hasNextPage).toBe(false);
  });

  it('counts where hits lie, and finds threads that are like the one being written', async () => {
    const { facets } = await find(ben, 'marmalade', { first: 1 });
    expect(facets.boards).toEqual([{ count: 25, board: { id: board, title: expect.any(String) } }]);
    expect(facets.authors).toEqual([{ count: 25, author: { displayName: 'Ada' } }]);
    const similar = `query ($boardId: ID!, $title: String!) { similarThreads(boardId: $boardId, title: $title) { title } }`;
    const { similarThreads } = await ben.data(similar, {
      boardId: board,
      title: 'How to begin with glockenspiel lessons?',
    });
    expect(similarThreads[0]).toEqual({ title: 'Glockenspiel lessons' });
    expect(await (await community.as('finn')).data(similar, { boardId: board, title: 'Glockenspiel lessons' })).toEqual(
      {
        similarThreads: [],
      },
    );
  });

  it('follows an edit, a withdrawal and a restore', async () => {
    const { post } = await open(ada, 'Changing', 'First there was a pangolin.');
    await settle();
    expect(await texts(ben, 'pangolin')).toHaveLength(1);
    const { editPost } = await ada.run('EditPost', {
      input: { postId: post.id, body: 'Then there was an axolotl.', expectedVersion: 1 },
    });
    await talk.approve({ ...editPost.post, state: PostState.HELD });
    await settle();
    expect(await texts(ben, 'pangolin')).toEqual([]);
    expect(await texts(ben, 'axolotl')).toHaveLength(1);
    await ada.run('WithdrawPost', { input: { postId: post.id } });
    expect(await texts(ben, 'axolotl')).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['stop words alone', 'the and of'],
    ['signs alone', '!!! ((( ))) *** & | <-> :* \\ \' "'],
    ['an open quote', '"volcano'],
    ['broken operators', 'board: from: before: is: in: -: before:2026-02-31 after:yesterday is:nothing'],
    ['query syntax of engines', "a & !b | c <-> d:* 'x'':A' OR audience IN [\"x\"]"],
    ['a regular expression', '(a+)+$ [^\\s]{1,99}.*?'],
    ['SQL', "'; drop table post; --"],
    ['NUL and controls', 'vol\u0000cano\u0007'],
    ['emoji', '😀 👩‍👩‍👧'],
    ['many words', Array.from({ length: 80 }, (_, n) => `w${n}`).join(' ')],
    ['many quotes', '"'.repeat(500)],
    ['only exclusions', '-volcano -model'],
    ['zalgo', 'v̶̢̛o̷͉͝l̴̨͘c̸̼̈a̵n̶o'],
  ])('answers %s with a page, in every mode', async (_name, query) => {
    for (const more of [{}, { prefix: true }, { sort: 'OLDEST' }, { filter: { inTitle: true } }]) {
      const { status, errors } = await ben.send(search, { query, ...more });
      expect({ status, errors }).toEqual({ status: 200, errors: undefined });
    }
  });

  it('refuses what is no query, and no cursor', async () => {
    for (const variables of [
      { query: 'x'.repeat(501) },
      { query: 'x'.repeat(10_000) },
      { query: 'a\ud800' },
      { query: 'a', first: 0 },
      { query: 'a', first: 101 },
      { query: 'a', after: 'nonsense' },
      { query: 'a', after: Buffer.from('[1,"search",{"at":1e99,"id":"x"}]').toString('base64url') },
      {
        query: 'a',
        after: Buffer.from(`[1,"search",{"at":1,"id":"${'0'.repeat(36)}","top":7}]`).toString('base64url'),
      },
    ]) {
      expect(await ben.refused(search, variables)).toBe('INVALID_INPUT');
    }
  });

  it('asks who is there, and for the consent that is missing', async () => {
    expect(await community.anonymous.refused(contractOperation('Search'), { query: 'a', first: 1 })).toBe(
      'UNAUTHENTICATED',
    );
    const eve = await community.as('eve');
    expect(await eve.refused(contractOperation('Search'), { query: 'a', first: 1 })).toBe('CONSENT_REQUIRED');
  });
});
