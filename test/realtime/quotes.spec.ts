import { randomUUID } from 'node:crypto';
import { BoardEventKind } from '#forum';
import { sql, uuidOf, type Viewer } from '#platform';
import type { BoardEvent } from '../../libs/realtime/board-events.types.js';
import { EventViews } from '../../libs/realtime/event-views.js';
import { boardOf, heldText, startThread } from '../forum/boards.js';
import { type Client, contractOperation, type Data, type Stream } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { statementsOf } from '../support/statements.js';

const someone = (keys: readonly string[]): Viewer => ({
  ...{ accountId: randomUUID(), sessionId: randomUUID(), expiresAt: new Date(), displayName: 'Somebody', keys },
  ...{ enrolments: [], roles: new Set(), consentMissing: false, ownMatches: [], blocked: [] },
});

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

  it('three hundred receivers of one moment cost the statements of one, and each gets their own', async () => {
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId: programBoard, title: 'For many', body: `For all.\n\n> [quote:${pairPost}]\n\nHello @ada.` },
    });
    const [boardId, threadId] = [uuidOf('Board', programBoard) ?? '', uuidOf('Thread', createThread.thread.id)];
    const board = await community.database.first<{ audience: string[]; pair: string[] }>(sql`
      select audience, (select b.audience from board b join post p on p.board_id = b.id
        where p.id = ${uuidOf('Post', pairPost)}::uuid) as pair from board where id = ${boardId}::uuid`);
    const [open, pair] = [board?.audience ?? [], board?.pair ?? []];
    const event = {
      ...{ seq: 1, kind: BoardEventKind.POST_PUBLISHED, occurredAt: new Date() },
      ...{ threadId, postId: uuidOf('Post', createThread.post.id) },
    };
    const views = community.app.get(EventViews);
    const read = (keys: readonly string[]): Promise<BoardEvent | null> =>
      views.read({ receiver: someone(keys), stream: { boardId, audience: open, threadId: null }, event });
    const kinds = [open, ['cohort:of "others\\'], [...open, ...pair]];
    const alone = await statementsOf(() => read(open));
    const settled: PromiseSettledResult<BoardEvent | null>[] = [];
    const together = await statementsOf(async () => {
      const all = Array.from({ length: 300 }, (_one, at) => read(kinds[at % kinds.length] ?? []));
      settled.push(...(await Promise.allSettled(all)));
    });
    expect(together).toHaveLength(alone.length);
    for (const [at, one] of settled.entries()) {
      if (at % kinds.length === 1) {
        expect(one).toMatchObject({ status: 'rejected', reason: { code: 'NOT_FOUND' } });
      } else {
        const html = one.status === 'fulfilled' ? (one.value?.post?.bodyHtml ?? '') : '';
        expect([at, html.includes('For all.'), html.includes(secret)]).toEqual([at, true, at % kinds.length === 2]);
      }
    }
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
