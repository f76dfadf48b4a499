import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { globalId } from '#platform';
import { SearchRebuild } from '#search';
import { Talk } from './talk.js';

/** Everything that a search can say. */
const everything = `query ($query: String!, $boardId: ID, $filter: SearchFilter, $sort: SearchSort, $prefix: Boolean, $first: Int, $after: String) {
  search(query: $query, boardId: $boardId, filter: $filter, sort: $sort, prefix: $prefix, first: $first, after: $after) {
    edges { cursor highlight node { id number bodyText bodyHtml state thread { id title } author { id displayName } } }
    nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    degraded suggestion
    facets { boards { count board { id title } } authors { count author { id displayName } } }
  }
}`;

describe('what search never tells', () => {
  let community: Community;
  let talk: Talk;
  let ada: Client;
  let ben: Client;
  let finn: Client;
  let dan: Client;
  let match: string;
  let program: string;

  const ask = async (by: Client, query: string, more: object = {}): Promise<Data> =>
    (await by.data(everything, { query, ...more })).search;
  const ids = async (by: Client, query: string, more: object = {}): Promise<string[]> =>
    (await ask(by, query, more)).nodes.map(({ id }: { id: string }) => id);
  /** The answer to something that certainly stands nowhere. */
  const nonsense = (by: Client, more: object = {}): Promise<Data> => ask(by, 'xyzzyqwv', more);
  const boardOf = async (by: Client, wanted: string): Promise<string> =>
    (await by.run('Viewer')).viewer.boards.nodes.find(({ kind }: Data) => kind === wanted).id;

  beforeAll(async () => {
    community = await startCommunity();
    talk = new Talk(community);
    ada = await community.as('ada');
    ben = await community.as('ben');
    finn = await community.as('finn');
    dan = await community.as('dan');
    [match, program] = [await boardOf(ben, 'MATCH'), await boardOf(ben, 'PROGRAM')];
  });
  afterAll(() => community.stop());

  it('S1: nothing to somebody who was removed, before any index has caught up', async () => {
    await talk.open(ada, match, 'Secret garden', 'The password is tangerinedream.');
    await talk.settle();
    expect(await ids(ben, 'tangerinedream')).toHaveLength(1);
    const { after } = { after: (await ask(ben, 'tangerinedream')).pageInfo.endCursor };
    const ended = await community.database.pool.query(
      `update enrolment set status = 'CLOSED', ended_at = now() where account_id = (select id from account where username = 'ben') returning id`,
    );
    try {
      const [found, none] = [await ask(ben, 'tangerinedream'), await nonsense(ben)];
      expect(found).toEqual(none);
      expect(await ask(ben, 'tangerinedream', { after })).toEqual({
        ...none,
        pageInfo: { ...none.pageInfo, hasPreviousPage: true },
      });
      for (const query of ['tangerinedrea', 'tangerinedraem', 'in:title secret', 'from:ada']) {
        expect(await ask(ben, query, { prefix: true })).toEqual(none);
      }
    } finally {
      await community.database.pool.query(
        `update enrolment set status = 'ACTIVE', ended_at = null where id = any($1)`,
        [ended.rows.map(({ id }) => id)],
      );
    }
    expect(await ids(ben, 'tangerinedream')).toHaveLength(1);
  });

  it('S2: nothing of a private board to an outsider, whatever they sort, filter, complete, misspell or name', async () => {
    await talk.settle();
    const staff = await Promise.all(['mia', 'olu', 'nia'].map((name) => community.as(name)));
    for (const outsider of [finn, dan, await community.as('gus'), ...staff]) {
      for (const sort of ['RELEVANCE', 'NEWEST', 'OLDEST']) {
        const none = await nonsense(outsider, { sort });
        for (const more of [
          {},
          { boardId: match },
          { filter: { boardIds: [match] } },
          { filter: { authorIds: [ada.accountId], boardIds: [match] } },
          { filter: { inTitle: true } },
          { prefix: true },
          { first: 100 },
        ]) {
          expect(await ask(outsider, 'tangerinedream', { sort, ...more })).toEqual(none);
        }
        for (const query of [
          'tangerinedrea',
          'tangerinedraem',
          'tangerinedream from:ada',
          'board:Ben',
          '"is tangerinedream"',
        ]) {
          expect(await ask(outsider, query, { sort, prefix: true, boardId: match })).toEqual(none);
        }
      }
      // A board that is not there, and one that is not there for them.
      const nowhere = globalId('Board', '00000000-0000-7000-8000-000000000000');
      expect(await ask(outsider, 'the password', { boardId: match })).toEqual(
        await ask(outsider, 'the password', { boardId: nowhere }),
      );
    }
    const [secret] = await ids(ben, 'tangerinedream');
    expect(await finn.run('Node', { id: secret })).toEqual({ node: null });
    // Some three hundred searches.
  }, 120_000);

  it('S3: full pages and working cursors for somebody who may see twenty of five hundred matches', async () => {
    const { thread } = await talk.open(ada, program, 'Umbrellas', 'Yellow umbrellaphant zero.');
    for (let n = 1; n < 20; n += 1) await talk.reply(ada, thread.id, `Yellow umbrellaphant ${n}.`);
    await talk.settle();
    // 480 that Finn's program holds, and that nobody of this one may see; written as an import writes them.
    const gus = await community.as('gus');
    const { thread: theirs } = await talk.open(gus, await boardOf(finn, 'MATCH'), 'Theirs', 'An umbrellaphant.');
    await copies(theirs.id, 479);
    await talk.settle();
    const seen: string[] = [];
    let after: string | null = null;
    for (const size of [7, 7, 6]) {
      const page: Data = await ask(ben, 'umbrellaphant', { first: 7, after });
      expect(page.edges).toHaveLength(size);
      expect(page.pageInfo.hasNextPage).toBe(size === 7);
      seen.push(...page.nodes.map(({ id }: Data) => id));
      after = page.pageInfo.endCursor;
    }
    expect(new Set(seen).size).toBe(20);
    const { facets } = await ask(ben, 'umbrellaphant');
    expect(facets.boards.map(({ count }: Data) => count)).toEqual([20]);
    expect(await ids(gus, 'umbrellaphant', { first: 100 })).toHaveLength(100);
  });

  it('S3: full pages although the index still holds what was taken down', async () => {
    const { thread } = await talk.open(ada, match, 'Stale', 'A cucumbertree 0.');
    const posts = [];
    for (let n = 1; n < 30; n += 1) posts.push(await talk.reply(ada, thread.id, `A cucumbertree ${n}.`));
    await talk.settle();
    // Hidden behind the index's back: no event, so nobody tells it.
    await community.database.pool.query(
      `update post set state = 'HIDDEN' where thread_id = (select thread_id from post where body_text = 'A cucumbertree 0.')
       and number between 2 and 26`,
    );
    const first = await ask(ben, 'cucumbertree', { first: 3 });
    expect(first.edges).toHaveLength(3);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await ask(ben, 'cucumbertree', { first: 3, after: first.pageInfo.endCursor });
    expect(second.edges).toHaveLength(2);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(JSON.stringify([first.facets, second.facets])).not.toMatch(/"count":(?!5\b)/);
    expect(posts).toHaveLength(29);
  });

  it('S6: what waits is found by nobody, not even by its author; approved, it is found at once', async () => {
    const cleo = await community.as('cleo');
    const board = await boardOf(cleo, 'MATCH');
    const { createThread } = await cleo.run('CreateThread', {
      input: { boardId: board, title: 'Kumquats', body: 'I like a kumquatine.' },
    });
    expect(createThread.post.state).toBe('HELD');
    await talk.settle();
    for (const person of [cleo, dan, await community.as('cora'), await community.as('sam')]) {
      expect(await ids(person, 'kumquatine')).toEqual([]);
      expect(await ids(person, 'in:title kumquats')).toEqual([]);
    }
    await talk.approve(createThread.post);
    await talk.settle();
    expect(await ids(dan, 'kumquatine')).toHaveLength(1);
  });

  it('S7: an edit that waits leaves the approved text to be found, and itself not', async () => {
    const { post } = await talk.open(ada, match, 'Edits', 'Approved persimmonade.');
    const { editPost } = await ada.run('EditPost', {
      input: { postId: post.id, body: 'Write to me: ada@example.com persimmonsecret.', expectedVersion: 1 },
    });
    expect(editPost.post.bodyHtml).toContain('persimmonade');
    await talk.settle();
    expect(await ids(ben, 'persimmonade')).toEqual([post.id]);
    expect(await ids(ben, 'persimmonsecret')).toEqual([]);
    expect((await ask(ben, 'persimmonade')).edges[0].highlight).toBe('Approved <mark>persimmonade</mark>.');
  });

  it.each(['hide', 'remove', 'erase'] as const)(
    '%s takes a post out of every answer at once, title and all',
    async (how) => {
      const word = `quincelet${how}`;
      const { post } = await talk.open(ada, match, `About ${word}`, `The ${word} is ripe.`);
      await talk.settle();
      expect(await ids(ben, word)).toEqual([post.id]);
      await talk.takeDown(post.id, how);
      for (const person of [ben, ada, await community.as('cora'), await community.as('sam')]) {
        const [found, none] = [await ask(person, word), await nonsense(person)];
        expect(found).toEqual(none);
      }
      await talk.settle();
      const { rows } = await community.database.pool.query(
        `select count(*)::int as count from search_document where terms @@ to_tsquery('simple', $1)`,
        [word],
      );
      expect(rows[0].count).toBe(0);
    },
  );

  it('S11: a quote of a board is not found by readers of another one, and a removed one by nobody', async () => {
    const { post } = await talk.open(ada, match, 'Quoted', 'The loganberryhill was steep.');
    const { post: quoting } = await talk.open(
      ada,
      program,
      'Quoting',
      `[quote:${post.id}]\n\nI agree with this sloebush.`,
    );
    await talk.settle();
    expect(await ids(dan, 'sloebush')).toEqual([quoting.id]);
    expect(await ids(dan, 'loganberryhill')).toEqual([]);
    const shown = JSON.stringify(await ask(dan, 'sloebush'));
    expect(shown).not.toContain('loganberryhill');
    expect(shown).not.toContain('Quoted');
    await talk.takeDown(post.id, 'remove');
    expect(JSON.stringify(await ask(ben, 'sloebush'))).not.toContain('loganberryhill');
  });

  it('S12: a moved thread is lost at once to those who may not read its new board', async () => {
    const { thread, post } = await talk.open(ada, program, 'Travelling', 'A damsonfarm moves.');
    await talk.settle();
    expect(await ids(dan, 'damsonfarm')).toEqual([post.id]);
    await move(post.id, match);
    expect(await ids(dan, 'damsonfarm')).toEqual([]);
    await talk.settle();
    expect(await ids(dan, 'damsonfarm')).toEqual([]);
    expect(await ids(ben, 'damsonfarm', { boardId: match })).toEqual([post.id]);
    expect(thread.title).toBe('Travelling');
  });

  describe('staff who look for what is hidden', () => {
    const hidden = `query ($query: String!, $first: Int, $after: String) {
      search(query: $query, includeHidden: true, first: $first, after: $after) {
        nodes { id state } edges { highlight } pageInfo { hasNextPage endCursor } } }`;

    it('find held and removed text of boards that they review, each in their programs only, and leave a line each time', async () => {
      const { post: removed } = await talk.open(ada, program, 'Gone', 'The medlarwood one.');
      await talk.takeDown(removed.id, 'remove');
      const { post: live } = await talk.open(ada, program, 'Here', 'The medlarwood two.');
      const { post: secret } = await talk.open(ada, match, 'Private', 'The medlarwood three.');
      await talk.takeDown(secret.id, 'hide');
      await talk.settle();
      const found = async (person: string): Promise<Data> =>
        (await (await community.as(person)).data(hidden, { query: 'medlarwood' })).search;
      expect((await found('mia')).nodes).toEqual([
        { id: live.id, state: 'PUBLISHED' },
        { id: removed.id, state: 'REMOVED' },
      ]);
      expect((await found('mia')).edges[1].highlight).toBe('The <mark>medlarwood</mark> one.');
      expect((await found('sam')).nodes.map(({ id }: Data) => id)).toEqual([secret.id, live.id, removed.id]);
      expect((await found('nia')).nodes).toEqual([]);
      const sam = await community.as('sam');
      const first = (await sam.data(hidden, { query: 'medlarwood', first: 2 })).search;
      const rest = (await sam.data(hidden, { query: 'medlarwood', first: 2, after: first.pageInfo.endCursor })).search;
      expect([...first.nodes, ...rest.nodes].map(({ id }: Data) => id)).toEqual([secret.id, live.id, removed.id]);
      expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
      const { rows } = await community.database.pool.query(
        `select e.*, e::text as line from audit_event e where action = 'search.hidden' order by at, id`,
      );
      expect(rows).toHaveLength(6);
      expect(rows[0]).toMatchObject({ actor_role: 'MODERATOR', target_type: 'Program', facts: { length: 10 } });
      for (const { line } of rows) expect(line).not.toContain('medlarwood');
    });

    it('are refused if they review nothing, and so is everybody else', async () => {
      for (const person of ['ada', 'ben', 'finn', 'olu']) {
        expect(await (await community.as(person)).refused(hidden, { query: 'medlarwood' })).toBe('FORBIDDEN');
      }
      expect(await (await community.as('eve')).refused(hidden, { query: 'x' })).toBe('CONSENT_REQUIRED');
      expect(await community.anonymous.refused(contractOperation('Search'), { query: 'x', first: 1 })).toBe(
        'UNAUTHENTICATED',
      );
    });
  });

  /** More posts like the opening one of a thread, at once. */
  async function copies(threadId: string, count: number): Promise<void> {
    const uuid = Buffer.from(threadId, 'base64url').subarray(1).toString('hex');
    await community.database.pool.query(
      `with made as (
         insert into post (id, thread_id, board_id, author_id, author_role, number, path, state, shown_revision_id,
           latest_revision_id, body_html, body_text, created_at, published_at, state_changed_at)
         select gen_random_uuid(), thread_id, board_id, author_id, author_role, number + n, int4send(number + n), state,
           shown_revision_id, latest_revision_id, body_html, body_text, created_at, published_at + n * interval '1 ms', state_changed_at
         from post, generate_series(1, $2::int) n where thread_id = $1::uuid and number = 1 returning thread_id)
       update thread set last_number = last_number + $2::int where id = $1::uuid`,
      [uuid, count],
    );
    await community.app.get(SearchRebuild).run(() => undefined);
  }

  /** As a move writes it: the thread, its posts, and an event on both boards. */
  async function move(postId: string, boardId: string): Promise<void> {
    const [post, board] = [postId, boardId].map((id) => Buffer.from(id, 'base64url').subarray(1).toString('hex'));
    await community.database.pool.query(
      `with t as (select thread_id as id, board_id as was from post where id = $1::uuid),
         p as (update post set board_id = $2::uuid where thread_id = (select id from t)),
         moved as (update thread set board_id = $2::uuid where id = (select id from t)),
         log as (update board_log set last_seq = last_seq + 1 where board_id in ($2::uuid, (select was from t)) returning board_id, last_seq)
       insert into board_event (board_id, seq, kind, thread_id, occurred_at)
       select board_id, last_seq, 'THREAD_CHANGED', (select id from t), now() from log`,
      [post, board],
    );
  }
});
