import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, careOperations, drifts, startThread } from './boards.js';

const sentence = (n: number): string => `Thought number ${n} about bridges.`;

describe('pages of a thread', () => {
  let community: Community;
  let ben: Client;
  let ada: Client;
  let threadId: string;
  let boardId: string;
  /** Published posts as the model has them: number → parent's number. */
  const parents = new Map<number, number | null>([[1, null]]);
  const ids = new Map<number, string>();

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    ben = await community.as('ben');
    ada = await community.as('ada');
    const { viewer } = await ben.run('Viewer');
    boardId = viewer.boards.nodes.find(({ kind }: { kind: string }) => kind === 'MATCH').id;
    const { createThread } = await ben.run('CreateThread', { input: { boardId, title: 'Bridges', body: sentence(1) } });
    threadId = createThread.thread.id;
    ids.set(1, createThread.post.id);
    // A wide parent (25 replies to post 2), a deep chain, and a few at the top.
    for (let number = 2; number <= 70; number += 1) {
      const parent =
        number <= 4 ? null : number <= 29 ? 2 : number <= 50 ? number - 1 : number % 3 === 0 ? null : number - 7;
      const { createPost } = await (number % 2 ? ben : ada).run('CreatePost', {
        input: { threadId, parentId: parent === null ? null : ids.get(parent), body: sentence(number) },
      });
      expect(createPost.post.number).toBe(number);
      parents.set(number, parent);
      ids.set(number, createPost.post.id);
    }
  });
  afterAll(async () => {
    expect(await drifts(community)).toEqual([]);
    await community.stop();
  });

  const numbersOf = (connection: Data): number[] => connection.edges.map(({ node }: Data) => node.number);

  it('walks forward and backward over every post once, with exact page flags', async () => {
    const forward: number[] = [];
    let after: string | null = null;
    do {
      const { thread }: Data = await ada.run('Thread', { id: threadId, first: 9, after });
      forward.push(...numbersOf(thread.posts));
      expect(thread.posts.pageInfo.hasPreviousPage).toBe(after !== null);
      after = thread.posts.pageInfo.hasNextPage ? thread.posts.pageInfo.endCursor : null;
    } while (after);
    expect(forward).toEqual([...parents.keys()]);
    const backward: number[] = [];
    let before: string | null = null;
    do {
      const { thread }: Data = await ada.run('Thread', { id: threadId, last: 9, before });
      backward.unshift(...numbersOf(thread.posts));
      before = thread.posts.pageInfo.hasPreviousPage ? thread.posts.pageInfo.startCursor : null;
    } while (before);
    expect(backward).toEqual(forward);
  });

  it('starts at a number for a permalink', async () => {
    const { thread } = await ada.run('ThreadAround', { id: threadId, number: 33, first: 5 });
    expect(numbersOf(thread.posts)).toEqual([33, 34, 35, 36, 37]);
    expect(thread.posts.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
    const { thread: back } = await ada.run('Thread', {
      id: threadId,
      last: 3,
      before: thread.posts.pageInfo.startCursor,
    });
    expect(numbersOf(back.posts)).toEqual([30, 31, 32]);
  });

  it.each([0, 2, 4, 15])('shows the whole tree once, folded replies included, at depth %i', async (depth) => {
    const seen = new Map<number, number | null>();
    const note = (node: Data, parent: number | null): void => {
      expect(seen.has(node.number)).toBe(false);
      seen.set(node.number, parent);
    };
    const replies = async (id: string, parent: number, cursor: string | null): Promise<number> => {
      let after = cursor;
      let count = 0;
      for (;;) {
        const { post }: Data = await ada.run('PostReplies', { id, first: 4, after });
        for (const { node } of post.replies.edges) {
          note(node, parent);
          count += 1;
          await replies(node.id, node.number, null);
        }
        if (!post.replies.pageInfo.hasNextPage) return count;
        after = post.replies.pageInfo.endCursor;
      }
    };
    let after: string | null = null;
    do {
      const { thread }: Data = await ada.run('Replies', { id: threadId, first: 7, after, depth });
      for (const { node, moreReplies } of thread.tree.edges) {
        expect(node.depth).toBeLessThanOrEqual(depth);
        note(node, node.parent?.number ?? null);
        if (moreReplies) expect(await replies(node.id, node.number, moreReplies.cursor)).toBe(moreReplies.count);
      }
      after = thread.tree.pageInfo.hasNextPage ? thread.tree.pageInfo.endCursor : null;
    } while (after);
    expect([...seen].sort(([a], [b]) => a - b)).toEqual([...parents]);
  });

  it('keeps a cursor good when its post is withdrawn, and a tombstone in its place', async () => {
    const { thread } = await ada.run('Thread', { id: threadId, first: 2 });
    const cursor = thread.posts.pageInfo.endCursor;
    const { withdrawPost } = await ada.run('WithdrawPost', { input: { postId: ids.get(2) } });
    expect(withdrawPost.post).toMatchObject({ state: 'WITHDRAWN', bodyHtml: null, author: expect.anything() });
    const { post } = await ben.run('Post', { id: ids.get(2) });
    expect(post).toMatchObject({ state: 'WITHDRAWN', bodyHtml: null, author: null, replyCount: 25 });
    const { thread: next } = await ada.run('Thread', { id: threadId, first: 2, after: cursor });
    expect(numbersOf(next.posts)).toEqual([3, 4]);
    expect(next.postCount).toBe(69);
    expect(
      await ada.refused(contractOperation('EditPost'), {
        input: { postId: ids.get(2), body: 'Back', expectedVersion: 1 },
      }),
    ).toBe('CONFLICT');
  });

  it('refuses pages over a hundred, foreign cursors and mixed directions', async () => {
    const codes = await Promise.all([
      ada.refused(contractOperation('Thread'), { id: threadId, first: 101 }),
      ada.refused(contractOperation('Thread'), { id: threadId, first: 0 }),
      ada.refused(contractOperation('Thread'), { id: threadId, first: 2, last: 2 }),
      ada.refused(contractOperation('Thread'), { id: threadId, first: 2, after: 'nonsense' }),
      ada.refused(contractOperation('Board'), {
        id: boardId,
        first: 2,
        after: Buffer.from('[1,"posts",3]').toString('base64url'),
      }),
    ]);
    expect(codes).toEqual(Array(5).fill('INVALID_INPUT'));
  });

  it('numbers two hundred parallel replies without a gap, and counts them right', async () => {
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId, title: 'Crowd', body: 'Everybody at once!' },
    });
    const input = { threadId: createThread.thread.id, parentId: createThread.post.id };
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        (n % 2 ? ben : ada).run('CreatePost', { input: { ...input, body: sentence(n) } }),
      ),
    );
    const numbers = answers.map(({ createPost }) => createPost.post.number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 200 }, (_, n) => n + 2));
    const { thread } = await ben.run('Thread', { id: input.threadId, first: 1 });
    expect(thread.postCount).toBe(201);
    expect(thread.posts.edges[0].node.replyCount).toBe(200);
  });

  it('meets every thread of a board once while others are bumped, opened and withdrawn', async () => {
    const made: string[] = [];
    for (let n = 0; n < 30; n += 1) {
      const { createThread } = await ben.run('CreateThread', {
        input: { boardId, title: `Topic ${n}`, body: sentence(n) },
      });
      made.push(createThread.thread.id);
    }
    const seen: string[] = [];
    let after: string | null = null;
    let page = 0;
    do {
      const { board }: Data = await ada.run('Board', { id: boardId, first: 5, after });
      seen.push(...board.threads.edges.map(({ node }: Data) => node.id));
      after = board.threads.pageInfo.hasNextPage ? board.threads.pageInfo.endCursor : null;
      // Bump one that is still to come and one that was seen; open a new one.
      for (const target of [made[page], made.at(-1 - page)]) {
        await ben.run('CreatePost', { input: { threadId: target, body: 'Up it goes.' } });
      }
      await ben.run('CreateThread', { input: { boardId, title: 'New', body: 'Just opened.' } });
      page += 1;
    } while (after);
    expect(new Set(seen).size).toBe(seen.length);
    for (const id of made) expect(seen.filter((one) => one === id)).toHaveLength(1);
  });

  it('meets every thread that stays once while staff move others away and here (S13)', async () => {
    const mia = await community.as('mia');
    const [cohort, program] = [await boardOf(mia, 'COHORT'), await boardOf(mia, 'PROGRAM')];
    const staff = await boardOf(mia, 'STAFF');
    const stay: string[] = [];
    const leave: string[] = [];
    const come: string[] = [];
    for (let n = 0; n < 8; n += 1) {
      stay.push((await startThread(ben, cohort, [], `Plants of the garden ${n}`)).threadId);
      leave.push((await startThread(ben, cohort, [], `Birds of the garden ${n}`)).threadId);
      come.push((await startThread(ben, program, [], `Trees of the garden ${n}`)).threadId);
    }
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { board }: Data = await ada.run('Board', { id: cohort, first: 4, after });
      const { edges, pageInfo } = board.threads;
      if (pageInfo.hasNextPage) expect(edges).toHaveLength(4);
      seen.push(...edges.map(({ node }: Data) => node.id));
      ({ hasNextPage: more, endCursor: after } = pageInfo);
      const away = leave.shift();
      const here = come.shift();
      for (const [threadId, boardId] of [
        [away, staff],
        [here, cohort],
      ]) {
        if (threadId) await mia.data(careOperations.moveThread, { input: { threadId, boardId } });
      }
    }
    expect(new Set(seen).size).toBe(seen.length);
    for (const id of stay) expect(seen.filter((one) => one === id)).toHaveLength(1);
    // What had not left by then was met as well.
    for (const id of leave) expect(seen).toContain(id);
  });

  it('reads newest first while posts come in and go, the one that the cursor points at too (S13)', async () => {
    const cohort = await boardOf(ben, 'COHORT');
    const { threadId, postIds } = await startThread(
      ben,
      cohort,
      Array.from({ length: 29 }, (_, n) => [sentence(n)] as const),
    );
    const newest = `query ($id: ID!, $after: String) { thread(id: $id) { posts(first: 4, after: $after, order: NEWEST_FIRST) {
      edges { node { id number } } pageInfo { hasNextPage endCursor } } } }`;
    const seen: Data[] = [];
    for (let after: string | null = null, more = true, page = 0; more; page += 1) {
      const { posts }: Data = (await ada.data(newest, { id: threadId, after })).thread;
      seen.push(...posts.edges.map(({ node }: Data) => node));
      ({ hasNextPage: more, endCursor: after } = posts.pageInfo);
      await ben.run('CreatePost', { input: { threadId, body: 'Meanwhile.' } });
      // The very post that the cursor points at goes, and one that is still to come.
      for (const gone of [seen.at(-1).id, postIds[page]]) {
        if (gone !== postIds[0]) await ben.send(contractOperation('WithdrawPost'), { input: { postId: gone } });
      }
    }
    expect(seen.map(({ id }) => id)).toEqual([...postIds].reverse());
    expect(
      await ada.refused(
        `query ($id: ID!) { thread(id: $id) { posts(first: 2, from: 3, order: NEWEST_FIRST) { nodes { id } } } }`,
        { id: threadId },
      ),
    ).toBe('INVALID_INPUT');
  });
});
