import fc from 'fast-check';
import { type Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, careOperations, drifts, startThread } from './boards.js';

const words = ['amber', 'birch', 'cloud', 'delta', 'ember', 'fjord'];
const textOf = (n: number): string => `About ${words[n % words.length]} and ${words[(n * 5 + 1) % words.length]}.`;

describe('what somebody has read', () => {
  let community: Community;
  let ben: Client;
  let ada: Client;
  let boardId: string;

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    [ben, ada] = await Promise.all([community.as('ben'), community.as('ada')]);
    boardId = await boardOf(ben, 'MATCH');
  });
  afterAll(async () => {
    expect(await drifts(community)).toEqual([]);
    await community.stop();
  });

  const load = async (client: Client, id: string): Promise<Data> =>
    (await client.data(careOperations.thread, { id })).thread;
  const markRead = (client: Client, input: object): Promise<Data> =>
    client.run('MarkRead', { input }).then(({ markRead: marked }: Data) => marked.thread);
  const unreadOnBoard = async (client: Client): Promise<number> =>
    (await client.run('Board', { id: boardId, first: 1 })).board.unreadCount;
  const thread = (count: number): ReturnType<typeof startThread> =>
    startThread(
      ben,
      boardId,
      Array.from({ length: count - 1 }, (_, n) => [textOf(n)] as const),
    );

  it('only grows, whichever of two devices tells first', async () => {
    const { threadId } = await thread(8);
    const phone = await community.anonymous.signedInAs('ada');
    await Promise.all([
      markRead(ada, { threadId, number: 5 }),
      markRead(phone, { threadId, number: 3 }),
      markRead(phone, { threadId, numbers: [7] }),
    ]);
    expect(await load(phone, threadId)).toMatchObject({ lastReadNumber: 5, unreadCount: 2, firstUnreadNumber: 6 });
    expect(await markRead(phone, { threadId, number: 1 })).toMatchObject({ lastReadNumber: 5, unreadCount: 2 });
  });

  it('takes single posts above the mark, and joins them to it when the gap closes', async () => {
    const { threadId } = await thread(8);
    await markRead(ada, { threadId, numbers: [4, 6, 7] });
    expect(await load(ada, threadId)).toMatchObject({ lastReadNumber: 0, unreadCount: 5, firstUnreadNumber: 1 });
    expect(await markRead(ada, { threadId, number: 3 })).toMatchObject({ lastReadNumber: 4, unreadCount: 2 });
    expect(await markRead(ada, { threadId, numbers: [5] })).toMatchObject({ lastReadNumber: 7, unreadCount: 1 });
  });

  it('ignores numbers that the thread does not have, now and later', async () => {
    const { threadId } = await thread(3);
    await markRead(ada, { threadId, number: 3_000, numbers: [4, 5, 2_147_483_647] });
    expect(await load(ada, threadId)).toMatchObject({ lastReadNumber: 3, unreadCount: 0, firstUnreadNumber: null });
    await ben.run('CreatePost', { input: { threadId, body: 'One more.' } });
    expect(await load(ada, threadId)).toMatchObject({ unreadCount: 1, firstUnreadNumber: 4 });
  });

  it('leads to the first unread post that is there, past empty places', async () => {
    const { threadId, postIds } = await thread(5);
    await markRead(ada, { threadId, number: 1 });
    await ben.run('WithdrawPost', { input: { postId: postIds[1] } });
    const { firstUnreadNumber, unreadCount } = await load(ada, threadId);
    expect({ firstUnreadNumber, unreadCount }).toEqual({ firstUnreadNumber: 3, unreadCount: 3 });
    const { thread: around } = await ada.run('ThreadAround', { id: threadId, number: firstUnreadNumber, first: 1 });
    expect(around.posts.edges[0].node.number).toBe(3);
  });

  it('is done for a whole board at once, and for this reader alone', async () => {
    await thread(3);
    const { threadId } = await thread(4);
    const others = await unreadOnBoard(await community.as('cora'));
    const mark = `mutation ($input: MarkBoardReadInput!) { markBoardRead(input: $input) { board { unreadCount } } }`;
    const { markBoardRead } = await ada.data(mark, { input: { boardId } });
    expect(markBoardRead.board.unreadCount).toBe(0);
    expect(await load(ada, threadId)).toMatchObject({ unreadCount: 0, lastReadNumber: 4 });
    expect(await unreadOnBoard(await community.as('cora'))).toBe(others);
    const { viewer } = await ada.run('Viewer');
    expect(viewer.boards.nodes.find(({ id }: Data) => id === boardId).unreadCount).toBe(0);
  });

  it('is never seen by another: nothing in what the mentor gets changes when the mentee reads', async () => {
    const { threadId } = await startThread(ada, boardId, [['A question.'], ['Another.']]);
    await using live = await ada.subscribe(`subscription ($boardId: ID!) { boardEvents(boardId: $boardId) { kind } }`, {
      boardId,
    });
    await live.until(1);
    const seen = async (): Promise<string> =>
      // Cursors of a list carry the moment at which it was opened.
      JSON.stringify([await load(ada, threadId), await ada.run('Board', { id: boardId, first: 50 })]).replaceAll(
        /"(?:endC|c)ursor":"[^"]*"/g,
        '',
      );
    const before = await seen();
    await markRead(ben, { threadId, number: 3 });
    const after = await seen();
    expect(after).toBe(before);
    expect(live.events).toHaveLength(1);
  });

  it('counts as unread exactly what can be paged to, whatever is written, withdrawn and read', async () => {
    type Step = { kind: 'post' | 'withdraw' | 'mark' | 'single'; by: 0 | 1; at: number };
    const step: fc.Arbitrary<Step> = fc.record({
      kind: fc.constantFrom('post', 'post', 'withdraw', 'mark', 'single'),
      by: fc.constantFrom(0, 1),
      at: fc.nat(12),
    });
    const readers = [ben, ada] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const { threadId, postIds } = await startThread(ben, boardId);
        const posts = [{ id: postIds[0]!, by: 0, shown: true }];
        const read: Set<number>[] = [new Set([1]), new Set()];
        for (const { kind, by, at } of steps) {
          const client = readers[by];
          const number = (at % posts.length) + 1;
          if (kind === 'post') {
            const { createPost } = await client.run('CreatePost', { input: { threadId, body: textOf(at) } });
            posts.push({ id: createPost.post.id, by, shown: true });
            read[by]!.add(posts.length);
          } else if (kind === 'withdraw') {
            const post = posts[number - 1]!;
            if (post.shown && number > 1) {
              await readers[post.by as 0 | 1].run('WithdrawPost', { input: { postId: post.id } });
              post.shown = false;
            }
          } else if (kind === 'mark') {
            await markRead(client, { threadId, number });
            for (let upTo = 1; upTo <= number; upTo += 1) read[by]!.add(upTo);
          } else {
            await markRead(client, { threadId, numbers: [number] });
            read[by]!.add(number);
          }
        }
        for (const [index, client] of readers.entries()) {
          const shown = await load(client, threadId);
          const paged = shown.posts.nodes.filter(({ state }: Data) => state === 'PUBLISHED');
          const unread = posts.flatMap(({ shown: is }, place) =>
            is && !read[index]!.has(place + 1) ? [place + 1] : [],
          );
          expect(shown.postCount).toBe(paged.length);
          expect(shown.unreadCount).toBe(unread.length);
          expect(shown.firstUnreadNumber).toBe(unread[0] ?? null);
        }
        const { board } = await ada.run('Board', { id: boardId, first: 100 });
        const sum = board.threads.edges.reduce((total: number, { node }: Data) => total + Number(node.unreadCount), 0);
        expect(board.unreadCount).toBe(sum);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});
