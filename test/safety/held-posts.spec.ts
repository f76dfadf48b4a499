import { setTimeout as pause } from 'node:timers/promises';
import { type Client, contractOperation } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { type Desk, openDesk } from './desk.js';

describe('a post that waits', () => {
  let community: Community;
  let desk: Desk;
  let cleo: Client;
  let dan: Client;
  let board: string;
  let thread: string;

  beforeAll(async () => {
    community = await startCommunity();
    desk = await openDesk(community);
    [cleo, dan] = await Promise.all([community.as('cleo'), community.as('dan')]);
    board = await desk.boardOf('cleo');
    const { createThread } = await dan.run('CreateThread', {
      input: { boardId: board, title: 'Animals', body: 'Which animal would you like to be, and why?' },
    });
    expect(createThread.post.state).toBe('PUBLISHED');
    thread = createThread.thread.id;
  });
  afterAll(() => community.stop());

  const reply = async (client: Client, body: string, threadId = thread): Promise<{ id: string; state: string }> =>
    (await client.run('CreatePost', { input: { threadId, body } })).createPost.post;

  it('is held for every author under thirteen, and published at once for a trusted one', async () => {
    expect((await reply(cleo, 'A cat, because they sleep a lot.')).state).toBe('HELD');
    expect((await reply(dan, 'A crow, because they remember everything.')).state).toBe('PUBLISHED');
    const ben = await community.as('ben');
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId: await desk.boardOf('ben'), title: 'Bends', body: 'It turns right now!' },
    });
    expect(createThread.post.state).toBe('PUBLISHED');
  });

  it('had a nudge before it was sent, which tells of words that hurt and of nothing else', async () => {
    const ben = await community.as('ben');
    const nudge = 'query ($text: String!) { wordsToReconsider(text: $text) { start end } }';
    const words = async (text: string): Promise<string[]> =>
      (await ben.data(nudge, { text })).wordsToReconsider.map(({ start, end }: { start: number; end: number }) =>
        text.slice(start, end),
      );
    const text = '🤖 My robot is sh1t today.';
    expect(await words(text)).toEqual(['sh1t']);
    expect(await words('My robot turns left.')).toEqual([]);
    for (const other of ['Call me: 07700 900123.', 'I want to die.', 'Dont tell your mum about us.', 'bit.ly/x7']) {
      expect(await words(other)).toEqual([]);
    }
    expect(await ben.refused(nudge, { text: 'a'.repeat(20_001) })).toBe('INVALID_INPUT');
    expect(await ben.refused(nudge, { text: '\ud800' })).toBe('INVALID_INPUT');
    const twice =
      'query ($text: String!) { wordsToReconsider(text: $text) { start } again: wordsToReconsider(text: $text) { end } }';
    expect(await ben.refused(twice, { text })).toBe('QUERY_TOO_COMPLEX');
    expect(await community.anonymous.refused(nudge, { text })).toBe('UNAUTHENTICATED');
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId: await desk.boardOf('ben'), title: 'Robot', body: text },
    });
    expect(createThread.post.state).toBe('HELD');
    expect((await desk.itemFor('mia', createThread.post.id)).priority).toBe('P3');
  });

  it('becomes visible, live and counted the moment a moderator approves it, and not before', async () => {
    const before = (await dan.run('Thread', { id: thread, first: 50 })).thread;
    await using live = await dan.subscribe(contractOperation('ThreadEvents'), { threadId: thread });
    await live.until(1);
    const post = await reply(cleo, 'Or an owl, because they can turn their heads.');
    const item = await desk.itemFor('mia', post.id);
    expect(item).toMatchObject({
      kind: 'HELD_POST',
      state: 'PENDING',
      priority: 'P3',
      claim: null,
      revision: { number: 1, body: 'Or an owl, because they can turn their heads.' },
      post: {
        number: null,
        state: 'HELD',
        thread: { id: thread, title: 'Animals', board: { id: board, kind: 'MATCH' } },
        author: { displayName: 'Cleo', role: 'MENTEE' },
      },
      flags: [],
    });
    const waiting = (await dan.run('Thread', { id: thread, first: 50 })).thread;
    expect(waiting).toEqual(before);

    const { decision, reviewable } = await desk.decide('mia', item, { decision: 'APPROVE' });
    expect(decision).toMatchObject({ kind: 'APPROVE', reasonCode: 'OK' });
    expect(reviewable).toMatchObject({ state: 'DECIDED', version: Number(item.version) + 1 });
    const [, event] = await live.until(2);
    expect(event.data.threadEvents).toMatchObject({ kind: 'POST_PUBLISHED', post: { id: post.id } });
    const after = (await dan.run('Thread', { id: thread, first: 50 })).thread;
    expect(after.postCount).toBe(Number(before.postCount) + 1);
    expect(after.unreadCount).toBe(Number(before.unreadCount) + 1);
    expect(after.posts.edges.at(-1).node).toMatchObject({ id: post.id, state: 'PUBLISHED' });
    expect((await desk.queue('mia')).some(({ id }) => id === item.id)).toBe(false);
  });

  it('leaves no trace for the partner or a stranger on any surface', async () => {
    const ada = await community.as('ada');
    const nia = await community.as('nia');
    const snapshot = async (client: Client): Promise<unknown> => ({
      board: withoutTime((await client.run('Board', { id: board, first: 50 })).board),
      thread: (await client.run('Thread', { id: thread, first: 50 })).thread,
      last: (await client.run('Thread', { id: thread, last: 5 })).thread,
      tree: (await client.run('Replies', { id: thread, first: 50, depth: 4 })).thread,
      boards: (await client.run('Viewer')).viewer.boards,
    });
    const [danBefore, adaBefore] = [await snapshot(dan), await snapshot(ada)];
    await using live = await dan.subscribe(contractOperation('BoardEvents'), { boardId: board });
    await live.until(1);
    const post = await reply(cleo, 'A fox, because they are clever.');
    const { createThread } = await cleo.run('CreateThread', {
      input: { boardId: board, title: 'A secret garden', body: 'There is one behind our school library.' },
    });
    const { createPost: child } = await cleo.run('CreatePost', {
      input: { threadId: thread, body: 'And a hedgehog.' },
    });
    expect([await snapshot(dan), await snapshot(ada)]).toEqual([danBefore, adaBefore]);

    for (const client of [dan, ada, nia]) {
      for (const id of [post.id, child.post.id, createThread.post.id, createThread.thread.id]) {
        expect((await client.run('Node', { id })).node).toBeNull();
      }
      expect((await client.run('Post', { id: post.id })).post).toBeNull();
      expect((await client.run('PostReplies', { id: post.id, first: 10 })).post).toBeNull();
      expect((await client.run('Thread', { id: createThread.thread.id, first: 5 })).thread).toBeNull();
      const nothing = `${post.id.slice(0, -4)}${String(child.post.id).slice(-4)}`;
      const operations = [
        ['CreatePost', { threadId: thread, parentId: post.id, body: 'Me too.' }],
        ['EditPost', { postId: post.id, body: 'Mine now.', expectedVersion: 1 }],
        ['WithdrawPost', { postId: post.id }],
        ['SetReaction', { postId: post.id, kind: 'HEART', on: true }],
      ] as const;
      for (const [operation, input] of operations) {
        const withId = (id: string): Record<string, unknown> =>
          Object.fromEntries(Object.entries(input).map(([name, value]) => [name, value === post.id ? id : value]));
        const hidden = await client.send(contractOperation(operation), { input });
        const absent = await client.send(contractOperation(operation), { input: withId(nothing) });
        const told = ({ errors }: typeof hidden): unknown =>
          errors?.map(({ message, extensions: { code } }) => ({ message, code }));
        expect(told(hidden)).toEqual(told(absent));
        expect(told(hidden)).toMatchObject([{ code: 'NOT_FOUND' }]);
      }
    }
    // Something public happens behind it: the live stream shows that, and nothing of what waits.
    const crow = await reply(dan, 'A jay, because of the blue feathers.');
    const [, event] = await live.until(2);
    expect(event.data.boardEvents.post.id).toBe(crow.id);
    // Numbers and cursors run on as if nothing waited.
    const { thread: now } = await dan.run('Thread', { id: thread, first: 50 });
    const numbers = now.posts.edges.map(({ node }: { node: { number: number } }) => node.number);
    expect(numbers).toEqual(numbers.map((_: number, index: number) => index + 1));
    await cleo.run('WithdrawPost', { input: { postId: post.id } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(live.events).toHaveLength(2);
  });

  it('is found by no search, mention, mark, watch, draft, flag or quote of anybody else', async () => {
    const word = 'quokkaberry';
    const search = async (client: Client, query = word): Promise<unknown> =>
      (await client.run('Search', { query, first: 10 })).search;
    const similar = `query ($boardId: ID!) { similarThreads(boardId: $boardId, title: "${word} soup") { id } }`;
    const candidates =
      'query ($boardId: ID!) { mentionCandidates(boardId: $boardId, prefix: "", first: 9) { displayName } }';
    const before = {
      search: await search(dan),
      nonsense: await search(dan, 'zzyzxqq'),
      similar: await dan.data(similar, { boardId: board }),
      candidates: await dan.data(candidates, { boardId: board }),
      viewer: (await dan.run('Viewer')).viewer,
    };
    const post = await reply(cleo, `A ${word}, @dan, and a ${word} again.`);
    const { createThread } = await cleo.run('CreateThread', {
      input: { boardId: board, title: `${word} soup`, body: `How to make ${word} soup.` },
    });
    // The index has come past it when it has what was written later.
    await reply(dan, 'Something about a marmalade bridge.');
    while (JSON.stringify(await search(dan, 'marmalade')).includes('"edges":[]')) await pause(50);
    const { viewer: now } = await dan.run('Viewer');
    expect({
      search: await search(dan),
      nonsense: await search(dan, 'zzyzxqq'),
      similar: await dan.data(similar, { boardId: board }),
      candidates: await dan.data(candidates, { boardId: board }),
      viewer: now,
    }).toEqual(before);
    const threadId = createThread.thread.id;
    const steps = [
      ['MarkRead', { threadId, number: 1 }],
      ['SetWatch', { threadId, level: 'ALL' }],
      ['SaveDraft', { threadId, body: 'Me too.' }],
      ['SaveDraft', { threadId: thread, parentId: post.id, body: 'Me too.' }],
      ['Flag', { postId: post.id, category: 'OTHER' }],
      ['CreatePost', { threadId, body: 'Me too.' }],
    ] as const;
    for (const [operation, input] of steps) {
      expect([operation, await dan.refused(contractOperation(operation), { input })]).toEqual([operation, 'NOT_FOUND']);
    }
  });

  it('is shown to its author in place, and to the coordinator and the lead on the board', async () => {
    const post = await reply(cleo, 'A whale, because they sing.');
    for (const person of ['cleo', 'cora', 'sam']) {
      expect((await desk.posts(person, thread)).find(({ id }) => id === post.id)).toMatchObject({ state: 'HELD' });
    }
    expect(await desk.posts('mia', thread)).toEqual([]);
  });

  it('waits again, as another text, when its author edits it', async () => {
    const post = await reply(cleo, 'A frog, because they jmp.');
    const item = await desk.itemFor('mia', post.id);
    await cleo.run('EditPost', { input: { postId: post.id, body: 'A frog, because they jump.', expectedVersion: 1 } });
    const again = await desk.itemFor('mia', post.id);
    expect(again).toMatchObject({ id: item.id, version: Number(item.version) + 1, revision: { number: 2 } });
    expect(await desk.refusedDecision('mia', item, { decision: 'APPROVE' })).toBe('CONFLICT');
    expect(await desk.refusedDecision('mia', { ...item, version: again.version }, { decision: 'APPROVE' })).toBe(
      'CONFLICT',
    );
    expect(await desk.refusedDecision('mia', { ...again, version: item.version }, { decision: 'APPROVE' })).toBe(
      'CONFLICT',
    );
    expect(await desk.state(post.id)).toBe('HELD');
    await desk.decide('mia', again, { decision: 'APPROVE' });
    expect((await desk.posts('dan', thread)).at(-1).bodyHtml).toContain('they jump.');
  });

  it('leaves the queue when its author takes it back', async () => {
    const post = await reply(cleo, 'A fox, because they are quick.');
    const item = await desk.itemFor('mia', post.id);
    await cleo.run('WithdrawPost', { input: { postId: post.id } });
    expect((await desk.queue('mia')).some(({ id }) => id === item.id)).toBe(false);
    expect(await desk.refusedDecision('mia', item, { decision: 'APPROVE' })).toBe('CONFLICT');
  });

  it('keeps what it said as evidence, whatever its author does', async () => {
    const post = await reply(cleo, 'A snake, because they are cool.');
    const item = await desk.itemFor('mia', post.id);
    await cleo.run('EditPost', { input: { postId: post.id, body: 'And a hedgehog.', expectedVersion: 1 } });
    await cleo.run('WithdrawPost', { input: { postId: post.id } });
    const { reviewable } = await (
      await community.as('mia')
    ).data('query ($id: ID!) { reviewable(id: $id) { state evidence { title body } } }', { id: item.id });
    expect(reviewable).toMatchObject({
      state: 'OBSOLETE',
      evidence: { title: 'Animals', body: 'A snake, because they are cool.' },
    });
  });
});

/** A list of threads is cut at the moment it is opened, which its cursors carry: that alone differs from call to call. */
const withoutTime = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (name: string, part: unknown) => {
    if (typeof part !== 'string' || !name.toLowerCase().endsWith('cursor')) return part;
    const [version, list, , ...key] = JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown[];
    return [version, list, ...key];
  });
