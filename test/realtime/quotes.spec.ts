import { boardOf, heldText, startThread } from '../forum/boards.js';
import { type Client, contractOperation, type Data, type Stream } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';

const secret = 'the lighthouse keeper hides the brass key';
const entitled = ['ada', 'ben', 'sam', 'cora'];
/** Everything of an event that is resolved for its receiver. */
const document = `subscription ($boardId: ID!) { boardEvents(boardId: $boardId) { kind thread { id title }
  post { id bodyHtml bodyText replyCount reactions { kind count viewerReacted }
    replies(first: 5) { nodes { bodyHtml } } thread { posts(first: 5) { nodes { bodyHtml } } } } } }`;

describe('a live event shows each receiver what that receiver may read, and nothing more', () => {
  let community: Community;
  let ben: Client;
  let programBoard: string;
  let pairPost: string;

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    ben = await community.as('ben');
    programBoard = await boardOf(ben, 'PROGRAM');
    const { postIds } = await startThread(ben, await boardOf(ben, 'MATCH'), [[`Ada, ${secret}.`]]);
    pairPost = postIds[1] ?? '';
  });
  afterAll(() => community.stop());

  const listen = async (people: readonly string[]): Promise<Map<string, Stream>> => {
    const streams = new Map<string, Stream>();
    for (const person of people) {
      const stream = await (await community.as(person)).subscribe(document, { boardId: programBoard });
      await stream.until(1);
      streams.set(person, stream);
    }
    return streams;
  };
  const stopAll = (streams: ReadonlyMap<string, Stream>): void => {
    for (const stream of streams.values()) stream.unsubscribe();
  };

  it.each([
    [['dan', 'cleo', 'mia', 'ada']],
    [['ada', 'dan', 'cleo', 'mia']],
    [['dan', 'ben', 'cleo', 'ada', 'mia', 'olu']],
    [['mia', 'ada', 'sam', 'dan', 'cleo', 'cora']],
  ])('a quote of a pair on the board of the program opens for the pair and its staff alone: %s', async (people) => {
    const streams = await listen(people);
    await ben.run('CreateThread', {
      input: { boardId: programBoard, title: 'A quote', body: `Look:\n\n> [quote:${pairPost}]\n\nSo it is.` },
    });
    for (const [person, stream] of streams) {
      const received = JSON.stringify((await stream.until(2)).slice(1));
      expect([person, received.includes('So it is.')]).toEqual([person, true]);
      expect([person, received.includes(secret)]).toEqual([person, entitled.includes(person)]);
    }
    stopAll(streams);
  });

  it('a reply that waits is counted for its author alone, whoever subscribed first or last', async () => {
    const { threadId, postIds } = await startThread(ben, programBoard);
    const cleo = await community.as('cleo');
    const { createPost } = await cleo.run('CreatePost', { input: { threadId, parentId: postIds[0], body: heldText } });
    expect(createPost.post.state).toBe('HELD');
    const streams = await listen(['dan', 'ada', 'cleo']);
    await (await community.as('ada')).run('SetReaction', { input: { postId: postIds[0], kind: 'HEART', on: true } });
    for (const [person, stream] of streams) {
      const { post } = (await stream.until(2))[1].data.boardEvents;
      expect([person, post.replyCount, post.replies.nodes.length]).toEqual([
        person,
        ...(person === 'cleo' ? [1, 1] : [0, 0]),
      ]);
      expect([person, post.reactions]).toEqual([
        person,
        [{ kind: 'HEART', count: 1, viewerReacted: person === 'ada' }],
      ]);
    }
    stopAll(streams);
  });

  it('also in a replay', async () => {
    const dan = await community.as('dan');
    const first = await dan.subscribe(contractOperation('BoardEvents'), { boardId: programBoard });
    const [{ data }] = (await first.until(1)) as [Data];
    first.unsubscribe();
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId: programBoard, title: 'Another', body: `> [quote:${pairPost}]\n\nAgain.` },
    });
    const after = data.boardEvents.cursor;
    const streams = await Promise.all(
      ['dan', 'ada'].map(async (person) =>
        (await community.as(person)).subscribe(contractOperation('BoardEvents'), { boardId: programBoard, after }),
      ),
    );
    const [toDan, toAda] = await Promise.all(streams.map(async (stream) => JSON.stringify(await stream.until(1))));
    expect(toDan).toContain(createThread.post.id);
    expect([toDan?.includes(secret), toAda?.includes(secret)]).toEqual([false, true]);
    for (const stream of streams) stream.unsubscribe();
  });
});
