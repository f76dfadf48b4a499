import { sql } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, careOperations, drifts, heldText, startThread } from './boards.js';

describe('replies that become a thread of their own', () => {
  let community: Community;
  let ben: Client;
  let ada: Client;
  let mia: Client;
  let boardId: string;
  let threadId: string;
  let postIds: string[];

  // 1 ─ 2 ─ 3 ─ 4     5 ─ 6     7
  beforeEach(async () => {
    community = await startCommunity();
    [ben, ada, mia] = await Promise.all([community.as('ben'), community.as('ada'), community.as('mia')]);
    boardId = await boardOf(ben, 'PROGRAM');
    ({ threadId, postIds } = await startThread(ben, boardId, [
      ['Two.', 1],
      ['Three.', 2],
      ['Four.', 3],
      ['Five.'],
      ['Six.', 5],
      ['Seven.'],
    ]));
  });
  afterEach(async () => {
    expect(await drifts(community)).toEqual([]);
    await community.stop();
  });

  const split = async (numbers: number[], title = 'Branched off'): Promise<Data> => {
    const input = { threadId, postIds: numbers.map((number) => postIds[number - 1]), title };
    return (await mia.data(careOperations.splitThread, { input })).splitThread;
  };
  const refused = (ids: string[], client = mia, title = 'Branched off'): Promise<string> =>
    client.refused(careOperations.splitThread, { input: { threadId, postIds: ids, title } });
  const load = async (client: Client, id: string): Promise<Data> =>
    (await client.data(careOperations.thread, { id })).thread;
  const shape = ({ posts }: Data): unknown[] =>
    posts.nodes.map(({ number, depth, parent, state }: Data) => [number, depth, parent?.number ?? null, state]);

  it('take their own replies along, keep their ids, and leave empty places with the old numbers', async () => {
    const { thread, fromThread } = await split([3, 5]);
    expect(thread).toMatchObject({ title: 'Branched off', postCount: 4, author: { displayName: 'Ben' } });
    expect(fromThread.postCount).toBe(3);
    const [old, fresh] = [await load(ada, threadId), await load(ada, thread.id)];
    expect(shape(fresh)).toEqual([
      [1, 0, null, 'PUBLISHED'],
      [2, 1, 1, 'PUBLISHED'],
      [3, 0, null, 'PUBLISHED'],
      [4, 1, 3, 'PUBLISHED'],
    ]);
    expect(fresh.posts.nodes.map(({ id }: Data) => id)).toEqual([2, 3, 4, 5].map((index) => postIds[index]));
    expect(shape(old)).toEqual([
      [1, 0, null, 'PUBLISHED'],
      [2, 1, 1, 'PUBLISHED'],
      [3, 2, 2, 'MOVED'],
      [4, 3, 3, 'MOVED'],
      [5, 0, null, 'MOVED'],
      [6, 1, 5, 'MOVED'],
      [7, 0, null, 'PUBLISHED'],
    ]);
    const stub = old.posts.nodes[2];
    expect(stub).toMatchObject({ movedTo: postIds[2], bodyText: null, author: null });
    expect(old.posts.nodes[1].replyCount).toBe(0);
    expect((await ada.run('Post', { id: postIds[2] })).post.bodyHtml).toBe('<p>Three.</p>\n');
  });

  it('keep what each reader had read and watched', async () => {
    await ada.run('MarkRead', { input: { threadId, number: 3 } });
    await ada.run('SetWatch', { input: { threadId, level: 'MUTED' } });
    const { thread } = await split([3, 5]);
    expect(await load(ada, thread.id)).toMatchObject({ lastReadNumber: 1, unreadCount: 3, watch: { level: 'MUTED' } });
    expect(await load(ada, threadId)).toMatchObject({ lastReadNumber: 3, unreadCount: 1 });
    expect(await load(ben, thread.id)).toMatchObject({ unreadCount: 0, firstUnreadNumber: null });
  });

  it('go on growing in both threads', async () => {
    const { thread } = await split([2]);
    for (const [id, parentId] of [
      [thread.id, postIds[3]],
      [threadId, postIds[6]],
    ]) {
      await ada.run('CreatePost', { input: { threadId: id, parentId, body: 'And on it goes.' } });
    }
    expect((await load(ada, thread.id)).posts.nodes.at(-1)).toMatchObject({ number: 4, depth: 3 });
    const old = await load(ada, threadId);
    expect(old.posts.nodes.at(-1)).toMatchObject({ number: 8, depth: 1 });
    const stub = old.posts.nodes[1].id;
    expect(
      await ada.refused(contractOperation('CreatePost'), { input: { threadId, parentId: stub, body: 'Hm?' } }),
    ).toBe('INVALID_INPUT');
    expect(await refused([stub])).toBe('INVALID_INPUT');
  });

  it('can be split again around empty places, and out of the new thread too', async () => {
    await split([4]);
    const { thread } = await split([2]);
    expect(shape(await load(ada, thread.id))).toEqual([
      [1, 0, null, 'PUBLISHED'],
      [2, 1, 1, 'PUBLISHED'],
    ]);
    threadId = thread.id;
    const { thread: third } = await split([3], 'Stone bridges');
    expect((await load(ada, third.id)).posts.nodes).toHaveLength(1);
  });

  it('take what waits below them along, unseen by others', async () => {
    const { createPost } = await ben.run('CreatePost', { input: { threadId, parentId: postIds[2], body: heldText } });
    expect(createPost.post.state).toBe('HELD');
    const { thread } = await split([3]);
    expect((await load(ben, thread.id)).posts.nodes.at(-1)).toMatchObject({ state: 'HELD', parent: { number: 1 } });
    expect((await load(ada, thread.id)).posts.nodes).toHaveLength(2);
    expect((await load(ben, threadId)).posts.nodes.map(({ state }: Data) => state)).not.toContain('HELD');
  });

  it('tell live viewers of both threads, and the trail once', async () => {
    await using live = await ada.subscribe(contractOperation('BoardEvents'), { boardId });
    await live.until(1);
    const { thread } = await split([5]);
    const [changed, created] = (await live.until(3)).slice(1).map(({ data }) => data.boardEvents);
    expect(changed).toMatchObject({ kind: 'THREAD_CHANGED', thread: { id: threadId } });
    expect(created).toMatchObject({ kind: 'THREAD_CREATED', thread: { id: thread.id }, post: { id: postIds[4] } });
    const lines = await community.database.rows<{ facts: Data }>(
      sql`select facts from audit_event where action = 'thread.split'`,
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]?.facts).toMatchObject({ posts: 2 });
  });

  it('never take the opening post, what is not theirs, or a title that would wait', async () => {
    expect(await refused([postIds[0]!])).toBe('INVALID_INPUT');
    expect(await refused([])).toBe('INVALID_INPUT');
    expect(await refused([postIds[2]!], mia, heldText)).toBe('INVALID_INPUT');
    expect(await refused([postIds[2]!], ben)).toBe('FORBIDDEN');
    const other = await startThread(ben, boardId);
    expect(await refused([other.postIds[0]!])).toBe('NOT_FOUND');
    await ben.run('WithdrawPost', { input: { postId: postIds[2] } });
    expect(await refused([postIds[2]!])).toBe('INVALID_INPUT');
  });

  it('lose nothing that is written at the same moment', async () => {
    const answers = Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        (n % 2 ? ada : ben).send(contractOperation('CreatePost'), {
          input: { threadId, parentId: postIds[n % 3 === 0 ? 2 : 6], body: 'Bridges are built from both ends.' },
        }),
      ),
    );
    const { thread } = await split([3]);
    const stored = (await answers).filter(({ data }) => data?.createPost?.post.state === 'PUBLISHED').length;
    // Olu neither wrote nor moderates here: she counts what is published.
    const olu = await community.as('olu');
    const here = await load(olu, threadId);
    const there = await load(olu, thread.id);
    expect(Number(here.postCount) + Number(there.postCount)).toBe(7 + stored);
  });
});
