import fc from 'fast-check';
import { type Answer, type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, careOperations, drifts, startThread } from './boards.js';

const people = ['ada', 'ben', 'dan'] as const;
const theBoard = `query ($id: ID!) { board(id: $id) { unreadCount threads(first: 100) { nodes { id postCount unreadCount } } } }`;
const theThread = `query ($id: ID!, $after: String) { thread(id: $id) { postCount posts(first: 20, after: $after) {
  nodes { id number state authorBlocked } pageInfo { hasNextPage endCursor } } } }`;

/** What may be refused when everybody does everything at once: the state of things, never the server. */
const fairRefusals = ['CONFLICT', 'NOT_FOUND', 'VERSION_CONFLICT', 'INVALID_INPUT', 'FORBIDDEN'];

describe('when everybody does everything at once', () => {
  let community: Community;

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
  });
  afterAll(() => community.stop());

  it('nothing fails for a reason of the server’s, and every count is what a recount gives', async () => {
    const clients: Client[] = await Promise.all(people.map((name) => community.as(name)));
    const mia = await community.as('mia');
    const boards = await Promise.all(['COHORT', 'PROGRAM'].map((kind) => boardOf(mia, kind)));
    const { threadId, postIds } = await startThread(clients[0]!, boards[0]!, [['One.'], ['Two.', 2], ['Three.', 3]]);
    const other = await startThread(clients[1]!, boards[1]!, [['Four.'], ['Five.', 2]]);
    const threadIds = [threadId, other.threadId];
    const known = [...postIds, ...other.postIds];
    const refusals = new Map<string, number>();

    const note = ({ data, errors }: Answer): Data => {
      for (const { extensions } of errors ?? [])
        refusals.set(extensions.code, (refusals.get(extensions.code) ?? 0) + 1);
      return errors ? null : data;
    };
    const acts: ((client: Client, pick: (count: number) => number) => Promise<unknown>)[] = [
      async (client, pick) => {
        const at = pick(threadIds.length);
        const parentId = pick(2) ? known[pick(known.length)] : null;
        const input = { threadId: threadIds[at], parentId, body: `Words ${known.length}.` };
        const data = note(await client.send(contractOperation('CreatePost'), { input }));
        if (data) known.push(data.createPost.post.id);
      },
      async (client, pick) =>
        note(await client.send(contractOperation('WithdrawPost'), { input: { postId: known[pick(known.length)] } })),
      async (client, pick) => {
        const input = { postId: known[pick(known.length)], body: 'Other words.', expectedVersion: 1 };
        note(await client.send(contractOperation('EditPost'), { input }));
      },
      async (client, pick) => {
        const input = { postId: known[pick(known.length)], kind: 'HEART', on: pick(3) > 0 };
        note(await client.send(contractOperation('SetReaction'), { input }));
      },
      async (client, pick) => {
        const input = { threadId: threadIds[pick(threadIds.length)], number: pick(30), numbers: [pick(40) + 1] };
        note(await client.send(contractOperation('MarkRead'), { input }));
      },
      async (client, pick) => {
        const accountId = clients[pick(clients.length)]?.accountId;
        const operation = pick(2) ? careOperations.blockPerson : careOperations.unblockPerson;
        note(await client.send(operation, { input: { accountId } }));
      },
      async (_client, pick) => {
        const input = { threadId: threadIds[pick(threadIds.length)], boardId: boards[pick(2)] };
        note(await mia.send(careOperations.moveThread, { input }));
      },
      async (_client, pick) => {
        const input = {
          threadId: threadIds[pick(threadIds.length)],
          postIds: [known[pick(known.length)]],
          title: 'Apart',
        };
        const data = note(await mia.send(careOperations.splitThread, { input }));
        if (data) threadIds.push(data.splitThread.thread.id);
      },
    ];
    const weighed = [0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 4, 5, 6, 7];
    const dice = fc.sample(fc.array(fc.nat({ max: 9_999 }), { minLength: 8, maxLength: 8 }), {
      numRuns: 360,
      seed: 20261125,
    });
    const turns = dice.map((throws) => (): Promise<unknown> => {
      let at = 0;
      const pick = (count: number): number => (throws[(at += 1) % throws.length] ?? 0) % count;
      return acts[weighed[pick(weighed.length)] ?? 0]!(clients[pick(clients.length)]!, pick);
    });
    while (turns.length > 0) await Promise.all(turns.splice(0, 60).map((turn) => turn()));

    expect(known.length).toBeGreaterThan(50);
    expect(threadIds.length).toBeGreaterThan(2);
    expect([...refusals.keys()].filter((code) => !fairRefusals.includes(code))).toEqual([]);
    expect(await drifts(community)).toEqual([]);
    for (const client of [...clients, mia]) {
      for (const id of boards) await recount(client, id);
    }
  }, 120_000);

  /** What this person is told of a board, against what they can page to. */
  async function recount(client: Client, id: string): Promise<void> {
    const { board } = await client.data(theBoard, { id });
    let unread = 0;
    for (const thread of board.threads.nodes) {
      unread += Number(thread.unreadCount);
      const seen: Data[] = [];
      for (let after: string | null = null, more = true; more;) {
        const { posts }: Data = (await client.data(theThread, { id: thread.id, after })).thread;
        seen.push(...posts.nodes);
        ({ hasNextPage: more, endCursor: after } = posts.pageInfo);
      }
      expect(seen.map(({ number }) => number)).toEqual(seen.map((_, index) => index + 1));
      const readable = seen.filter(({ state, authorBlocked }) => state === 'PUBLISHED' && !authorBlocked);
      expect(readable).toHaveLength(thread.postCount);
    }
    expect(board.unreadCount).toBe(unread);
  }
});
