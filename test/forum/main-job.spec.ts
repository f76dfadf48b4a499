import { type Client, contractOperation } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';

describe('the main job: a mentee posts, her mentor answers', () => {
  let community: Community;
  let ben: Client;
  let ada: Client;
  let finn: Client;
  let matchBoard: string;

  beforeAll(async () => {
    community = await startCommunity();
    [ben, ada, finn] = await Promise.all([community.as('ben'), community.as('ada'), community.as('finn')]);
    const { viewer } = await ben.run('Viewer');
    matchBoard = viewer.boards.nodes.find(({ kind }: { kind: string }) => kind === 'MATCH').id;
  });
  afterAll(() => community.stop());

  it('shows each person their own boards and who else reads them', async () => {
    const { viewer } = await ben.run('Viewer');
    expect(viewer.boards.nodes.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      'COHORT',
      'MATCH',
      'PROGRAM',
    ]);
    const { board } = await ada.run('Board', { id: matchBoard, first: 10 });
    expect(board.observers.map(({ role }: { role: string }) => role).sort()).toEqual([
      'COORDINATOR',
      'SAFEGUARDING_LEAD',
    ]);
    expect(board.threads.edges.length).toBeGreaterThan(0);
  });

  it('tells the mentor live when her mentee posts, and the mentee when she answers', async () => {
    await using toAda = await ada.subscribe(contractOperation('BoardEvents'), { boardId: matchBoard });
    await using toBen = await ben.subscribe(contractOperation('BoardEvents'), { boardId: matchBoard });
    const [first] = await toAda.until(1);
    expect(first.data.boardEvents).toMatchObject({ kind: 'SUBSCRIBED', thread: null, post: null });
    await toBen.until(1);
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId: matchBoard, title: 'My volcano', body: 'It **works** now!' },
    });
    expect(createThread.post).toMatchObject({
      number: 1,
      state: 'PUBLISHED',
      depth: 0,
      bodyHtml: '<p>It <strong>works</strong> now!</p>\n',
    });
    const seen = await toAda.until(3);
    expect(seen.slice(1).map(({ data }) => [data.boardEvents.kind, data.boardEvents.post.id])).toEqual([
      ['THREAD_CREATED', createThread.post.id],
      ['POST_PUBLISHED', createThread.post.id],
    ]);
    const { createPost } = await ada.run('CreatePost', {
      input: {
        threadId: createThread.thread.id,
        parentId: createThread.post.id,
        body: 'Wonderful. What made it work?',
      },
    });
    expect(createPost.post).toMatchObject({ number: 2, depth: 1, parent: { number: 1 }, author: { role: 'MENTOR' } });
    const answered = (await toBen.until(4)).at(-1);
    expect(answered.data.boardEvents).toMatchObject({
      kind: 'POST_PUBLISHED',
      post: { id: createPost.post.id, number: 2 },
    });
  });

  it('replays exactly what was missed, in order and once', async () => {
    const cursor = await (async () => {
      await using stream = await ada.subscribe(contractOperation('BoardEvents'), { boardId: matchBoard });
      return (await stream.until(1))[0].data.boardEvents.cursor;
    })();
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId: matchBoard, title: 'While you were away', body: 'One.' },
    });
    for (const body of ['Two.', 'Three.', 'Four.']) {
      await ben.run('CreatePost', { input: { threadId: createThread.thread.id, body } });
    }
    await using resumed = await ada.subscribe(contractOperation('BoardEvents'), { boardId: matchBoard, after: cursor });
    const events = await resumed.until(5);
    expect(events.map(({ data }) => data.boardEvents.post.number)).toEqual([1, 1, 2, 3, 4]);
    await ben.run('CreatePost', { input: { threadId: createThread.thread.id, body: 'Live again.' } });
    expect((await resumed.until(6)).at(-1).data.boardEvents.post.number).toBe(5);
  });

  it('shows an outsider nothing: not the board, not a thread, not a post, not by id, not live', async () => {
    const { board } = await ben.run('Board', { id: matchBoard, first: 1 });
    const threadId = board.threads.edges[0].node.id;
    const { thread } = await ben.run('Thread', { id: threadId, first: 1 });
    const postId = thread.posts.edges[0].node.id;
    const unknown = `${threadId.slice(0, -4)}AAAA`;
    for (const stranger of [
      finn,
      await community.as('cleo'),
      await community.as('dan'),
      await community.as('mia'),
      await community.as('olu'),
      await community.as('eve'),
    ]) {
      expect(await stranger.run('Board', { id: matchBoard, first: 1 })).toEqual({ board: null });
      expect(await stranger.run('Thread', { id: threadId, first: 1 })).toEqual({ thread: null });
      expect(await stranger.run('Post', { id: postId })).toEqual({ post: null });
      for (const id of [matchBoard, threadId, postId, unknown])
        expect(await stranger.run('Node', { id })).toEqual({ node: null });
      const answers = await Promise.all(
        [threadId, unknown].map((id) =>
          stranger.send(contractOperation('CreatePost'), { input: { threadId: id, body: 'Hello?' } }),
        ),
      );
      // Who has no consent reads nothing at all, and is told why; it is the same for what exists and what does not.
      const code = stranger === (await community.as('eve')) ? 'CONSENT_REQUIRED' : 'NOT_FOUND';
      expect(answers.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([code, code]);
      expect(answers[0]?.errors?.[0]?.message).toBe(answers[1]?.errors?.[0]?.message);
      await using stream = await stranger.subscribe(contractOperation('BoardEvents'), { boardId: matchBoard });
      expect(JSON.stringify(await stream.untilEnded())).toMatch(/NOT_FOUND|CONSENT_REQUIRED/);
      expect(stream.events).toEqual([]);
    }
    expect(await community.anonymous.refused(contractOperation('Board'), { id: matchBoard, first: 1 })).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('counts what is unread for each person alone', async () => {
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId: matchBoard, title: 'Counting', body: 'One.' },
    });
    const threadId = createThread.thread.id;
    for (const body of ['Two.', 'Three.']) await ben.run('CreatePost', { input: { threadId, body } });
    const unread = async (client: Client): Promise<number> =>
      (await client.run('Thread', { id: threadId, first: 1 })).thread.unreadCount;
    expect([await unread(ben), await unread(ada)]).toEqual([0, 3]);
    const before = (await ada.run('Board', { id: matchBoard, first: 1 })).board.unreadCount;
    const { markRead } = await ada.run('MarkRead', { input: { threadId, number: 2 } });
    expect(markRead.thread).toMatchObject({ lastReadNumber: 2, unreadCount: 1 });
    expect((await ada.run('Board', { id: matchBoard, first: 1 })).board.unreadCount).toBe(before - 2);
    expect((await ada.run('MarkRead', { input: { threadId, number: 1 } })).markRead.thread.lastReadNumber).toBe(2);
    await ada.run('CreatePost', { input: { threadId, body: 'Rivers run to the sea.' } });
    expect(await unread(ada)).toBe(1);
    expect((await ada.run('MarkRead', { input: { threadId, number: 3 } })).markRead.thread).toMatchObject({
      lastReadNumber: 4,
      unreadCount: 0,
    });
    expect(await unread(ben)).toBe(1);
  });

  it('makes one post of twins, and refuses a key that is used for something else', async () => {
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId: matchBoard, title: 'Twins', body: 'Hello.' },
    });
    const input = { threadId: createThread.thread.id, body: 'Only once, please.', idempotencyKey: 'key-1' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => ben.run('CreatePost', { input })));
    expect(new Set(answers.map(({ createPost }) => createPost.post.id)).size).toBe(1);
    expect((await ben.run('CreatePost', { input })).createPost).toEqual(answers[0].createPost);
    expect((await ben.run('Thread', { id: input.threadId, first: 10 })).thread.postCount).toBe(2);
    expect(await ben.refused(contractOperation('CreatePost'), { input: { ...input, body: 'Another.' } })).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it.each([
    ['empty', '', 'body'],
    ['blank', ' \n\t ', 'body'],
    ['too long', 'x'.repeat(20_001), 'body'],
    ['a lone surrogate', 'a\ud800b', 'body'],
    ['a NUL', 'a\u0000b', 'body'],
  ])('refuses a body that is %s with the field, and writes nothing', async (_name, body, field) => {
    const count = async (): Promise<unknown> => (await community.database.pool.query('select count(*) from post')).rows;
    const before = await count();
    const { errors } = await ben.send(contractOperation('CreateThread'), {
      input: { boardId: matchBoard, title: 'T', body },
    });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', fields: [{ field }] });
    expect(await count()).toEqual(before);
  });
});
