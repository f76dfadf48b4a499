import { globalId, uuidOf } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, careOperations, heldText, startThread } from './boards.js';

/** Every screening takes this for imminent danger: it is for the safeguarding lead alone (domain 2.2). */
const danger = 'I want to kill myself tonight, I have the pills ready.';
const quiet = 'The second chapter was better than the first.';

/** All that a reader of a board can see of it: its list, and each thread in both of its orders. */
const theBoard = `query ($id: ID!) {
  viewer { boards(first: 20) { nodes { id unreadCount } } }
  board(id: $id) { unreadCount threads(first: 100) { pageInfo { hasNextPage } nodes {
    id title postCount unreadCount firstUnreadNumber lastActivityAt author { id } } } } }`;
const theThread = `query ($id: ID!) { thread(id: $id) {
  posts(first: 20) { pageInfo { hasNextPage } nodes { id number state version replyCount editedAt bodyText author { id }
    revisions(first: 10) { nodes { id number state body bodyHtml createdAt } } replies(first: 10) { nodes { id } } } }
  tree(first: 50, depth: 15) { edges { moreReplies { count cursor } node { id number } } } } }`;

async function sight(client: Client, boardId: string): Promise<Data> {
  const seen = await client.data(theBoard, { id: boardId });
  const threads = seen.board.threads.nodes as Data[];
  return { seen, posts: await Promise.all(threads.map(({ id }) => client.data(theThread, { id }))) };
}

/** The operations of the contract and of thread care that take an id of such a thing, with the rest of their input. */
const uses: Readonly<
  Record<string, readonly (readonly [document: string, variables: (id: string) => Record<string, unknown>])[]>
> = {
  Thread: [
    [contractOperation('Node'), (id) => ({ id })],
    [contractOperation('Thread'), (id) => ({ id, first: 5 })],
    [contractOperation('ThreadAround'), (id) => ({ id, number: 1, first: 5 })],
    [contractOperation('Replies'), (id) => ({ id, first: 5, depth: 2 })],
    [contractOperation('CreatePost'), (threadId) => ({ input: { threadId, body: quiet } })],
    [contractOperation('MarkRead'), (threadId) => ({ input: { threadId, number: 1 } })],
    [contractOperation('SetWatch'), (threadId) => ({ input: { threadId, level: 'ALL' } })],
    [contractOperation('SaveDraft'), (threadId) => ({ input: { threadId, body: quiet } })],
    [careOperations.updateThread, (threadId) => ({ input: { threadId, locked: true } })],
    [careOperations.acceptAnswer, (threadId) => ({ input: { threadId } })],
    [careOperations.acknowledge, (threadId) => ({ input: { threadId } })],
  ],
  Post: [
    [contractOperation('Node'), (id) => ({ id })],
    [contractOperation('Post'), (id) => ({ id })],
    [contractOperation('PostReplies'), (id) => ({ id, first: 5 })],
    [contractOperation('EditPost'), (postId) => ({ input: { postId, body: quiet, expectedVersion: 1 } })],
    [contractOperation('WithdrawPost'), (postId) => ({ input: { postId } })],
    [contractOperation('SetReaction'), (postId) => ({ input: { postId, kind: 'HEART', on: true } })],
    [contractOperation('Flag'), (postId) => ({ input: { postId, category: 'OTHER' } })],
  ],
  Board: [
    [contractOperation('Node'), (id) => ({ id })],
    [contractOperation('Board'), (id) => ({ id, first: 5 })],
    [contractOperation('CreateThread'), (boardId) => ({ input: { boardId, title: 'A title', body: quiet } })],
    [contractOperation('SetWatch'), (boardId) => ({ input: { boardId, level: 'ALL' } })],
    [contractOperation('SaveDraft'), (boardId) => ({ input: { boardId, body: quiet } })],
    [careOperations.mentionCandidates, (boardId) => ({ boardId, prefix: '' })],
  ],
};

describe('what is hidden leaves no trace', () => {
  let community: Community;
  let ben: Client;
  let match: string;
  let cohort: string;

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    ben = await community.as('ben');
    [match, cohort] = [await boardOf(ben, 'MATCH'), await boardOf(ben, 'COHORT')];
  });
  afterAll(() => community.stop());

  /** Who sees just the same of a board before and after. */
  async function unchanged(people: readonly string[], boardId: string, hidden: () => Promise<unknown>): Promise<void> {
    const clients = await Promise.all(people.map((person) => community.as(person)));
    const before = await Promise.all(clients.map((client) => sight(client, boardId)));
    const streams = await Promise.all(
      clients.map((client) => client.subscribe(contractOperation('BoardEvents'), { boardId })),
    );
    await Promise.all(streams.map((stream) => stream.until(1)));
    await hidden();
    const after = await Promise.all(clients.map((client) => sight(client, boardId)));
    // An event of something public comes behind whatever the hidden thing might have caused.
    await startThread(ben, boardId);
    for (const [index, stream] of streams.entries()) {
      expect([people[index], after[index]]).toEqual([people[index], before[index]]);
      const [, next] = await stream.until(2);
      expect([people[index], next.data.boardEvents.kind]).toEqual([people[index], 'THREAD_CREATED']);
      stream.unsubscribe();
    }
  }
  const reply = async (threadId: string, body: string): Promise<Data> =>
    (await ben.run('CreatePost', { input: { threadId, body } })).createPost.post;
  const open = async (boardId: string, title: string, body: string): Promise<Data> =>
    (await ben.run('CreateThread', { input: { boardId, title, body } })).createThread;

  it('of a held reply, thread or edit: not to the partner', async () => {
    const { threadId, postIds } = await startThread(ben, match, [[quiet]]);
    await unchanged(['ada'], match, async () => {
      expect((await reply(threadId, heldText)).state).toBe('HELD');
      expect((await open(match, 'Holidays', heldText)).post.state).toBe('HELD');
      await ben.run('EditPost', { input: { postId: postIds[1], body: heldText, expectedVersion: 1 } });
    });
  });

  it('of a cry for help in a reply, a title or an edit: not to the partner, not to those who coordinate and moderate', async () => {
    const inMatch = await startThread(ben, match, [[quiet]]);
    await unchanged(['ada', 'cora'], match, async () => {
      expect((await reply(inMatch.threadId, danger)).state).toBe('HELD');
      expect((await open(match, danger, danger)).post.state).toBe('HELD');
      await ben.run('EditPost', { input: { postId: inMatch.postIds[1], body: danger, expectedVersion: 1 } });
    });
    const inCohort = await startThread(ben, cohort, [[quiet]]);
    await unchanged(['ada', 'cora', 'mia', 'dan'], cohort, async () => {
      await reply(inCohort.threadId, danger);
      await open(cohort, danger, danger);
      await ben.run('EditPost', { input: { postId: inCohort.postIds[1], body: danger, expectedVersion: 1 } });
    });
    const sam = await community.as('sam');
    const { post } = await sam.run('Post', { id: inCohort.postIds[1] });
    expect(post.revisions.nodes.map(({ state }: Data) => state)).toEqual(['HELD', 'PUBLISHED']);
  });

  it('of a cry for help that its author replaced: the old text stays with the lead when the new one is public', async () => {
    const { postIds } = await startThread(ben, cohort, [[quiet]]);
    const input = { postId: postIds[1] };
    await ben.run('EditPost', { input: { ...input, body: danger, expectedVersion: 1 } });
    await ben.run('EditPost', { input: { ...input, body: 'The third one was good too.', expectedVersion: 2 } });
    const texts = async (person: string): Promise<string> =>
      JSON.stringify((await (await community.as(person)).run('Post', { id: postIds[1] })).post.revisions);
    const ofPost = 'query ($id: ID!) { post(id: $id) { revisions(first: 9) { nodes { body } } } }';
    expect(await texts('mia')).not.toContain('pills');
    const mia = await community.as('mia');
    expect(JSON.stringify(await mia.data(ofPost, { id: postIds[1] }))).not.toContain('pills');
    const sam = await community.as('sam');
    expect(JSON.stringify(await sam.data(ofPost, { id: postIds[1] }))).toContain('pills');
  });

  it('by its id: every operation answers each stranger as for an id of nothing', async () => {
    const shown = await startThread(ben, match, [[quiet]]);
    const held = await open(match, 'Holidays', heldText);
    const restricted = await open(cohort, danger, danger);
    const strangers: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
      anonymous: { Board: [match], Thread: [shown.threadId], Post: shown.postIds },
      eve: { Board: [match, cohort], Thread: [shown.threadId], Post: shown.postIds },
      finn: {
        Board: [match, cohort],
        Thread: [shown.threadId, held.thread.id],
        Post: [...shown.postIds, held.post.id],
      },
      nia: { Board: [match, cohort], Thread: [shown.threadId, held.thread.id], Post: [...shown.postIds, held.post.id] },
      cleo: { Board: [match], Thread: [shown.threadId, restricted.thread.id], Post: shown.postIds },
      dan: { Board: [match], Thread: [shown.threadId, restricted.thread.id], Post: [restricted.post.id] },
      ada: { Thread: [held.thread.id, restricted.thread.id], Post: [held.post.id, restricted.post.id] },
      cora: { Thread: [restricted.thread.id], Post: [restricted.post.id] },
      mia: { Board: [match], Thread: [restricted.thread.id], Post: [restricted.post.id, ...shown.postIds] },
      olu: { Board: [match], Thread: [shown.threadId, held.thread.id], Post: [...shown.postIds, held.post.id] },
    };
    for (const [person, hidden] of Object.entries(strangers)) {
      const client = person === 'anonymous' ? community.anonymous : await community.as(person);
      for (const [type, ids] of Object.entries(hidden)) {
        for (const id of ids) {
          for (const [document, variables] of uses[type] ?? []) {
            const nothing = beside(type as 'Board' | 'Post' | 'Thread', id);
            const [real, none] = await Promise.all([
              client.send(document, variables(id)),
              client.send(document, variables(nothing)),
            ]);
            expect([person, document, told(real)]).toEqual([person, document, told(none)]);
          }
        }
      }
    }
  });

  it('of a text that was on its way when its author lost access', async () => {
    const gus = await community.as('gus');
    const boardId = await boardOf(gus, 'COHORT');
    const { threadId, postIds } = await startThread(gus, boardId, [[quiet]]);
    const key = 'on its way';
    const [slow, ending] = [await community.database.pool.connect(), await community.database.pool.connect()];
    try {
      // Stands in the way of the new text before it holds anything, as anything slow would.
      await slow.query('begin');
      await slow.query(
        `insert into idempotency (account_id, operation, key, input_hash, created_at)
         select id, 'createPost', $1, '\\x00', now() from account where username = 'gus'`,
        [key],
      );
      // The edit meets the lock of the end itself: every write holds its author's enrolment first.
      await ending.query('begin');
      await ending.query(
        `update enrolment set status = 'CLOSED', ended_at = now()
         where account_id = (select id from account where username = 'gus')`,
      );
      const input = { threadId, body: 'Words that come too late.', idempotencyKey: key };
      const late = gus.send(contractOperation('CreatePost'), { input });
      const lateEdit = gus.send(contractOperation('EditPost'), {
        input: { postId: postIds[1], body: 'Words that come too late.', expectedVersion: 1 },
      });
      await waitingStatements(community, 2);
      await ending.query('commit');
      await slow.query('rollback');
      for (const answer of [await late, await lateEdit]) expect(answer.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    } finally {
      slow.release();
      ending.release();
    }
    const nia = await community.as('nia');
    expect(JSON.stringify(await nia.run('Thread', { id: threadId, first: 20 }))).not.toContain('too late');
  });
});

/** Until so many statements of this community wait for a lock. */
async function waitingStatements({ database }: Community, count: number): Promise<void> {
  const waiting = `select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  for (let turn = 0; turn < 200; turn += 1) {
    const { rows } = await database.pool.query<{ count: number }>(waiting);
    if ((rows[0]?.count ?? 0) >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${count} statements should be waiting`);
}

/** An id of the same kind and nearly the same time, of nothing. */
const beside = (type: 'Board' | 'Post' | 'Thread', id: string): string =>
  globalId(type, `${uuidOf(type, id)!.slice(0, 24)}0123456789ab`);

const told = ({ status, data, errors }: Data): Data => ({
  status,
  data,
  errors: errors?.map(({ message, path, extensions }: Data) => ({ message, path, ...extensions, requestId: null })),
});
