import { sql, uuidOf } from '#platform';
import type { Client, Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { Talk } from './talk.js';

const search = `query ($query: String!, $boardId: ID) {
  search(query: $query, boardId: $boardId, first: 50) { nodes { id thread { id title } } } }`;
const similar = `query ($boardId: ID!, $title: String!, $body: String) {
  similarThreads(boardId: $boardId, title: $title, body: $body) { id title } }`;

describe('search follows what staff and members do', () => {
  let community: Community;
  let talk: Talk;
  let ada: Client;
  let ben: Client;
  let mia: Client;
  let boards: Record<'PROGRAM' | 'STAFF' | 'MATCH', string>;

  const found = async (by: Client, query: string, more: object = {}): Promise<Data[]> =>
    (await by.data(search, { query, ...more })).search.nodes;
  const boardOf = async (by: Client, wanted: string): Promise<string> =>
    (await by.run('Viewer')).viewer.boards.nodes.find(({ kind }: Data) => kind === wanted).id;

  beforeAll(async () => {
    community = await startCommunity();
    talk = new Talk(community);
    [ada, ben] = [await community.as('ada'), await community.as('ben')];
    mia = await community.as('mia');
    boards = {
      PROGRAM: await boardOf(ben, 'PROGRAM'),
      STAFF: await boardOf(mia, 'STAFF'),
      MATCH: await boardOf(ben, 'MATCH'),
    };
  });
  afterAll(() => community.stop());

  it('S12: a thread that a moderator moves is lost at once to those without its new board, and found where it went', async () => {
    const { thread, post } = await talk.open(ben, boards.PROGRAM, 'Travelling', 'A damsonfarm moves.');
    await talk.settle();
    expect(await found(ben, 'damsonfarm')).toHaveLength(1);
    await mia.data('mutation ($input: MoveThreadInput!) { moveThread(input: $input) { thread { id } } }', {
      input: { threadId: thread.id, boardId: boards.STAFF },
    });
    expect(await found(ben, 'damsonfarm')).toEqual([]);
    await talk.settle();
    expect(await found(ben, 'damsonfarm')).toEqual([]);
    expect(await found(mia, 'damsonfarm', { boardId: boards.PROGRAM })).toEqual([]);
    expect(await found(mia, 'damsonfarm', { boardId: boards.STAFF })).toMatchObject([{ id: post.id }]);
  });

  it('posts that were split off are found in their new thread, by its title too', async () => {
    const { thread } = await talk.open(ben, boards.PROGRAM, 'Two things', 'About one thing.');
    const reply = await talk.reply(ada, thread.id, 'About a mulberrypress instead.');
    await talk.settle();
    await mia.data('mutation ($input: SplitThreadInput!) { splitThread(input: $input) { __typename } }', {
      input: { threadId: thread.id, postIds: [reply.id], title: 'Sericulture' },
    });
    await talk.settle();
    for (const query of ['mulberrypress', 'in:title sericulture', 'sericulture']) {
      expect(await found(ben, query)).toMatchObject([{ id: reply.id, thread: { title: 'Sericulture' } }]);
    }
  });

  it('a question with an accepted answer is no longer unanswered', async () => {
    const { thread } = await talk.open(ben, boards.PROGRAM, 'A question', 'Which quokkafood is best?', {
      kind: 'QUESTION',
    });
    const answer = await talk.reply(ada, thread.id, 'The leafy quokkafood.');
    await talk.settle();
    expect(await found(ben, 'quokkafood is:unanswered')).toHaveLength(2);
    const accept = (postId: string | null): Promise<Data> =>
      ben.data('mutation ($input: AcceptAnswerInput!) { acceptAnswer(input: $input) { thread { id } } }', {
        input: { threadId: thread.id, postId },
      });
    await accept(answer.id);
    await talk.settle();
    expect(await found(ben, 'quokkafood is:unanswered')).toEqual([]);
    expect(await found(ben, 'quokkafood is:question')).toHaveLength(2);
    await accept(null);
    await talk.settle();
    expect(await found(ben, 'quokkafood is:unanswered')).toHaveLength(2);
  });

  it('a change is in the log of its transaction: committed, it is found although its process died; taken back, it never was', async () => {
    const { post } = await talk.open(ada, boards.MATCH, 'Crash', 'Before, a gharial.');
    await talk.settle();
    const [postId, boardId] = [uuidOf('Post', post.id), uuidOf('Board', boards.MATCH)];
    // As a process writes it that dies before it wakes anybody.
    const written = (end: 'commit' | 'rollback'): Promise<unknown> =>
      community.database.pool.query(`
        begin;
        update post set body_text = 'After, a ${end}able caiman.', shown_revision_id = gen_random_uuid() where id = '${postId}';
        with log as (update board_log set last_seq = last_seq + 1 where board_id = '${boardId}' returning board_id, last_seq)
        insert into board_event (board_id, seq, kind, thread_id, post_id, occurred_at)
        select board_id, last_seq, 'POST_EDITED', (select thread_id from post where id = '${postId}'), '${postId}', now() from log;
        ${end}`);
    await written('rollback');
    await talk.settle();
    expect(await found(ben, 'gharial')).toHaveLength(1);
    expect(await found(ben, 'caiman')).toEqual([]);
    await written('commit');
    const deadline = Date.now() + 10_000;
    while ((await found(ben, 'caiman')).length === 0) {
      if (Date.now() > deadline) throw new Error('the sweep did not find it');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await found(ben, 'gharial')).toEqual([]);
  });

  it('similar threads are found by any of their words, and whatever is typed is no error', async () => {
    const { thread } = await talk.open(ben, boards.PROGRAM, 'Building a trebuchet', 'It should throw an apple.');
    await talk.settle();
    const ask = async (title: string, body = ''): Promise<Data[]> =>
      (await ben.data(similar, { boardId: boards.PROGRAM, title, body })).similarThreads;
    expect(await ask('My extraordinarily misbehaving trebuchet')).toMatchObject([{ id: thread.id }]);
    expect(await ask('Help', 'How far does a trebuchet throw?')).toMatchObject([{ id: thread.id }]);
    expect(await ask('')).toEqual([]);
    for (const text of [
      'treb\u0000uchet',
      '\ud800abcd',
      "trebuchet' | !*:",
      '"trebuchet',
      'x'.repeat(20_000),
      '\\\\\\\\',
    ]) {
      const { status, errors } = await ben.send(similar, { boardId: boards.PROGRAM, title: text, body: text });
      expect([text.slice(0, 20), status, errors?.map(({ extensions }) => extensions.code)]).toEqual([
        text.slice(0, 20),
        200,
        undefined,
      ]);
    }
    await talk.takeDown((await ben.run('Thread', { id: thread.id, first: 1 })).thread.posts.edges[0].node.id, 'hide');
    expect(await ask('My trebuchet')).toEqual([]);
  });

  it('a search for what is hidden is written down in the programs that its searcher reviews, and in no other', async () => {
    const pool = community.database.pool;
    const { rows } = await pool.query(
      `insert into enrolment select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(),
         'account_id', (select id from account where username = 'sam')))).*
       from enrolment e where e.account_id = (select id from account where username = 'gus') returning id, program_id`,
    );
    const sam = await community.as('sam');
    const hidden = `query { search(query: "x board:nowhere", includeHidden: true) { nodes { id } } }`;
    await sam.data(hidden);
    const lines = await community.database.rows<{ programId: string; role: string }>(
      sql`select program_id as "programId", actor_role as role from audit_event where action = 'search.hidden'`,
    );
    expect(lines).toMatchObject([{ role: 'SAFEGUARDING_LEAD' }]);
    expect(lines[0]?.programId).not.toBe(rows[0].program_id);
    await pool.query('delete from enrolment where id = $1', [rows[0].id]);
  });
});
