import { sql } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, careOperations, drifts, heldText, startThread } from './boards.js';

describe('staff care for threads', () => {
  let community: Community;
  let ben: Client;
  let ada: Client;
  let mia: Client;
  let olu: Client;
  let programBoard: string;

  beforeAll(async () => {
    community = await startCommunity();
    [ben, ada, mia, olu] = await Promise.all([
      community.as('ben'),
      community.as('ada'),
      community.as('mia'),
      community.as('olu'),
    ]);
    programBoard = await boardOf(ben, 'PROGRAM');
  });
  afterAll(async () => {
    expect(await drifts(community)).toEqual([]);
    await community.stop();
  });

  const update = (client: Client, input: object): Promise<Data> =>
    client.data(careOperations.updateThread, { input }).then(({ updateThread }: Data) => updateThread.thread);
  const trailOf = (action: string): Promise<Data[]> =>
    community.database.rows(
      sql`select facts, actor_role as role from audit_event where action = ${action} order by at`,
    );

  it('pins, locks and renames, tells live viewers, and leaves one line of the trail for each call', async () => {
    const { threadId } = await startThread(ben, programBoard);
    await using live = await ada.subscribe(contractOperation('BoardEvents'), { boardId: programBoard });
    await live.until(1);
    const thread = await update(mia, { threadId, pinned: true, locked: true, title: 'A better title' });
    expect(thread).toMatchObject({ pinned: true, locked: true, title: 'A better title' });
    expect(thread.titleHistory.nodes).toEqual([{ title: 'A thread', changedBy: { displayName: 'Mia' } }]);
    const event = (await live.until(2))[1].data.boardEvents;
    expect(event).toMatchObject({
      kind: 'THREAD_CHANGED',
      thread: { id: threadId, title: 'A better title' },
      post: null,
    });
    expect((await trailOf('thread.updated')).at(-1)).toEqual({
      role: 'MODERATOR',
      facts: { changed: ['title', 'pinned', 'locked'] },
    });
    const { board } = await ben.run('Board', { id: programBoard, first: 1 });
    expect(board.threads.edges[0].node).toMatchObject({ id: threadId, pinned: true });
    expect(await ben.refused(contractOperation('CreatePost'), { input: { threadId, body: 'May I?' } })).toBe(
      'THREAD_LOCKED',
    );
    await mia.run('CreatePost', { input: { threadId, body: 'Staff may.' } });
    await live.until(3);
    await update(mia, { threadId, pinned: true });
    expect(await trailOf('thread.updated')).toHaveLength(1);
    expect(live.events).toHaveLength(3);
  });

  it('shows former titles to nobody else', async () => {
    const { threadId } = await startThread(ben, programBoard, [], 'What I called it');
    await update(mia, { threadId, title: 'What staff call it' });
    const { thread } = await ben.data(careOperations.thread, { id: threadId });
    expect(thread).toMatchObject({ title: 'What staff call it', titleHistory: null, acknowledgements: null });
  });

  it('refuses a title that would have to wait, with the field and the reason', async () => {
    const { threadId } = await startThread(ben, programBoard);
    for (const title of [heldText, '', 'x'.repeat(201)]) {
      const { errors } = await mia.send(careOperations.updateThread, { input: { threadId, title } });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', fields: [{ field: 'title' }] });
    }
    expect((await ben.data(careOperations.thread, { id: threadId })).thread.title).toBe('A thread');
  });

  it('is for those who moderate the board: not its members, not administrators, not staff of elsewhere', async () => {
    const { threadId } = await startThread(ben, programBoard);
    for (const [client, code] of [
      [ben, 'FORBIDDEN'],
      [ada, 'FORBIDDEN'],
      [olu, 'FORBIDDEN'],
      [await community.as('nia'), 'NOT_FOUND'],
    ] as const) {
      expect(await client.refused(careOperations.updateThread, { input: { threadId, pinned: true } })).toBe(code);
      expect(
        await client.refused(careOperations.updateBoard, { input: { boardId: programBoard, slowModeSeconds: 5 } }),
      ).toBe(code);
    }
  });

  it('slows a thread for members, not for staff, and tells how long to wait', async () => {
    const { threadId } = await startThread(ben, programBoard);
    await update(mia, { threadId, slowModeSeconds: 60 });
    const { errors } = await ben.send(contractOperation('CreatePost'), { input: { threadId, body: 'At once?' } });
    expect(errors?.[0]?.extensions['code']).toBe('RATE_LIMITED');
    expect(errors?.[0]?.extensions['retryAfterSeconds']).toBeGreaterThan(50);
    await mia.run('CreatePost', { input: { threadId, body: 'One.' } });
    await mia.run('CreatePost', { input: { threadId, body: 'Two.' } });
    community.clock.advance(61_000);
    const atOnce = await Promise.all(
      ['a', 'b', 'c', 'd'].map((body) => ben.send(contractOperation('CreatePost'), { input: { threadId, body } })),
    );
    expect(atOnce.filter(({ errors: failed }) => !failed)).toHaveLength(1);
    await update(mia, { threadId, slowModeSeconds: null });
    await ben.run('CreatePost', { input: { threadId, body: 'Free again.' } });
    expect(await mia.refused(careOperations.updateThread, { input: { threadId, slowModeSeconds: 86_401 } })).toBe(
      'INVALID_INPUT',
    );
  });

  it('slows a whole board, and tells who is looking at it', async () => {
    const board = await boardOf(ben, 'COHORT');
    const live = await ben.subscribe(contractOperation('BoardEvents'), { boardId: board });
    await live.until(1);
    await mia.data(careOperations.updateBoard, { input: { boardId: board, slowModeSeconds: 30 } });
    const { threadId } = await startThread(ben, board);
    expect(await ben.refused(contractOperation('CreatePost'), { input: { threadId, body: 'Too fast.' } })).toBe(
      'RATE_LIMITED',
    );
    community.clock.advance(31_000);
    await ben.run('CreatePost', { input: { threadId, body: 'In time.' } });
    await mia.data(careOperations.updateBoard, { input: { boardId: board, slowModeSeconds: null } });
    expect(await trailOf('board.updated')).toHaveLength(2);
    const kinds = (await live.until(6)).map(({ data }) => data.boardEvents.kind);
    expect(kinds.filter((kind: string) => kind === 'BOARD_CHANGED')).toHaveLength(2);
    const [changed] = live.events.slice(1);
    expect(changed.data.boardEvents).toMatchObject({ kind: 'BOARD_CHANGED', thread: null, post: null });
  });

  it('lets the asker and staff accept an answer of a question, and takes it away with the answer', async () => {
    const { createThread } = await ben.data(careOperations.createThread, {
      input: { boardId: programBoard, title: 'Why is the sky blue?', body: 'Does anybody know?', kind: 'QUESTION' },
    });
    const threadId = createThread.thread.id;
    const { createPost } = await ada.run('CreatePost', { input: { threadId, body: 'Because blue scatters most.' } });
    const accept = (client: Client, postId: string | null): Promise<string> =>
      client.refused(careOperations.acceptAnswer, { input: { threadId, postId } });
    expect(await accept(ada, createPost.post.id)).toBe('FORBIDDEN');
    expect(await accept(ben, createThread.post.id)).toBe('INVALID_INPUT');
    const { acceptAnswer } = await ben.data(careOperations.acceptAnswer, {
      input: { threadId, postId: createPost.post.id },
    });
    expect(acceptAnswer.thread.acceptedPostId).toBe(createPost.post.id);
    await ada.run('WithdrawPost', { input: { postId: createPost.post.id } });
    expect((await ben.data(careOperations.thread, { id: threadId })).thread.acceptedPostId).toBeNull();
    expect(await accept(ben, createPost.post.id)).toMatch(/INVALID_INPUT/);
    const other = await startThread(ben, programBoard, [['No question here.']]);
    expect(
      await ben.refused(careOperations.acceptAnswer, { input: { threadId: other.threadId, postId: other.postIds[1] } }),
    ).toBe('CONFLICT');
  });

  it('shows staff, and nobody else, who acknowledged an announcement', async () => {
    const { createThread } = await mia.data(careOperations.createThread, {
      input: {
        boardId: programBoard,
        title: 'Opening hours',
        body: 'The library is open in the holidays.',
        kind: 'ANNOUNCEMENT',
        requiresAcknowledgement: true,
      },
    });
    const threadId = createThread.thread.id;
    expect((await ben.data(careOperations.thread, { id: threadId })).thread.viewerAcknowledged).toBe(false);
    for (const client of [ben, ben, ada]) {
      const { acknowledge } = await client.data(careOperations.acknowledge, { input: { threadId } });
      expect(acknowledge.thread.viewerAcknowledged).toBe(true);
    }
    const { thread } = await mia.data(careOperations.thread, { id: threadId });
    expect(thread.viewerAcknowledged).toBe(false);
    expect(thread.acknowledgements.nodes.map(({ person }: Data) => person.displayName)).toEqual(['Ben', 'Ada']);
    expect((await ada.data(careOperations.thread, { id: threadId })).thread.acknowledgements).toBeNull();
    const plain = await startThread(ben, programBoard);
    expect(await ada.refused(careOperations.acknowledge, { input: { threadId: plain.threadId } })).toBe('CONFLICT');
    expect(await (await community.as('finn')).refused(careOperations.acknowledge, { input: { threadId } })).toBe(
      'NOT_FOUND',
    );
  });
});
