import fc from 'fast-check';
import { boardOf, careOperations, heldText, startThread } from '../forum/boards.js';
import { type Client, type Data, type Stream } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';

/** Mentors, mentees and staff of one program; who blocks whom changes on the way. */
const people = ['ada', 'ben', 'cleo', 'dan', 'mia', 'cora', 'sam', 'olu'] as const;
type Name = (typeof people)[number];
/** Their posts are published at once; Cleo's wait. */
const writers: readonly Name[] = ['ada', 'ben', 'dan', 'cleo'];
const boards = ['PROGRAM', 'COHORT', 'MATCH'] as const;
type Kind = (typeof boards)[number];
const readersOf: Readonly<Record<Kind, readonly Name[]>> = {
  PROGRAM: people,
  COHORT: people,
  MATCH: ['ada', 'ben', 'cora', 'sam'],
};

/** Parts of a selection on a post; a document takes some of them. */
const parts = [
  'number depth state createdAt publishedAt editedAt version staffEdited movedTo',
  'bodyHtml bodyText authorBlocked',
  'author { id displayName role } parent { id number }',
  'replyCount descendantCount reactions { kind count viewerReacted }',
  'replies(first: 4) { pageInfo { hasNextPage } nodes { id state bodyHtml replyCount author { displayName } } }',
  'revisions(first: 3) { nodes { number state body bodyHtml } }',
  `thread { id title locked postCount unreadCount firstUnreadNumber lastActivityAt acceptedPostId author { id displayName }
    watch { level } participants(first: 9) { id } }`,
  'thread { posts(last: 4) { nodes { id state bodyHtml bodyText version authorBlocked } } }',
  `thread { tree(first: 5, depth: 2) { edges { moreReplies { count } node { id bodyText } } }
    board { id title kind unreadCount observers { id role } } }`,
] as const;

const step = fc.record({
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('reply', 'react', 'edit') },
    { weight: 2, arbitrary: fc.constantFrom('create', 'withdraw', 'hide', 'lock', 'block') },
  ),
  who: fc.nat({ max: 3 }),
  what: fc.nat({ max: 1_000 }),
  /** Bits: quotes what, mentions whom, is held. */
  text: fc.record({
    quote: fc.option(fc.nat({ max: 1_000 })),
    mention: fc.option(fc.nat({ max: 7 })),
    held: fc.nat({ max: 4 }).map((number) => number === 0),
  }),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
const story = fc.record({
  kind: fc.constantFrom(...boards),
  listeners: fc.shuffledSubarray([...people], { minLength: 4 }),
  selection: fc.subarray([...parts], { minLength: 2 }),
  steps: fc.array(step, { minLength: 3, maxLength: 5 }),
});

interface Known {
  id: string;
  threadId: string;
  author: Name;
  kind: Kind;
}

describe('what a subscriber receives is what the same selection answers to that subscriber', () => {
  let community: Community;
  const clients = new Map<Name, Client>();
  const boardIds = new Map<Kind, string>();
  const markers = new Map<Kind, string>();
  const known: Known[] = [];
  const pins = new Map<Kind, boolean>();
  let words = 0;
  let compared = 0;

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    for (const name of people) clients.set(name, await community.as(name));
    for (const kind of boards) {
      const boardId = await boardOf(client('ben'), kind);
      boardIds.set(kind, boardId);
      markers.set(kind, (await startThread(client('cora'), boardId, [], 'The marker')).threadId);
      const { threadId, postIds } = await startThread(client('ben'), boardId, [['A word of a pair or of many.']]);
      for (const id of postIds) known.push({ id, threadId, author: 'ben', kind });
    }
  });
  afterAll(() => community.stop());

  const client = (name: Name): Client => clients.get(name) as Client;
  const one = <Item>(items: readonly Item[], at: number): Item | undefined => items[at % Math.max(1, items.length)];

  function bodyOf({ quote, mention, held }: { quote: number | null; mention: number | null; held: boolean }): string {
    const quoted = quote === null ? undefined : one(known, quote);
    return [
      `Text number ${(words += 1)} about the garden.`,
      ...(quoted ? [`> [quote:${quoted.id}]`] : []),
      ...(mention === null ? [] : [`Hello @${people[mention]}.`]),
      ...(held ? [heldText] : []),
    ].join('\n\n');
  }

  /** One thing that somebody does on the board; what is refused there is nothing. */
  async function act(kind: Kind, { kind: what, who, what: which, text }: Step): Promise<void> {
    // Of the story that runs; anything may be quoted.
    const here = known.filter((post) => post.kind === kind).slice(-8);
    const author = one(
      writers.filter((name) => readersOf[kind].includes(name)),
      who,
    ) as Name;
    const target = one(here, which) as Known;
    const own = one(
      here.filter((post) => post.author === author),
      which,
    );
    const learn = (post: Data, threadId: string): void => {
      if (post) known.push({ id: post.id, threadId, author, kind });
    };
    switch (what) {
      case 'create': {
        const input = { boardId: boardIds.get(kind), title: `Topic ${words}`, body: bodyOf(text) };
        const { data } = await client(author).send(careOperations.createThread, { input });
        if (data?.createThread) learn(data.createThread.post, data.createThread.thread.id);
        return;
      }
      case 'reply': {
        const input = { threadId: target.threadId, parentId: target.id, body: bodyOf(text) };
        const { data } = await client(author).send(createPost, { input });
        learn(data?.createPost?.post, target.threadId);
        return;
      }
      case 'edit': {
        if (!own) return;
        const { post } = await client(author).data('query ($id: ID!) { post(id: $id) { version } }', { id: own.id });
        if (!post) return;
        const input = { postId: own.id, body: bodyOf(text), expectedVersion: post.version };
        await client(author).send('mutation ($input: EditPostInput!) { editPost(input: $input) { post { id } } }', {
          input,
        });
        return;
      }
      case 'withdraw':
        if (own) {
          const input = { postId: own.id };
          await client(author).send(
            'mutation ($input: WithdrawPostInput!) { withdrawPost(input: $input) { post { id } } }',
            { input },
          );
        }
        return;
      case 'react': {
        const input = { postId: target.id, kind: 'HEART', on: which % 3 > 0 };
        await client(author).send(
          'mutation ($input: SetReactionInput!) { setReaction(input: $input) { post { id } } }',
          {
            input,
          },
        );
        return;
      }
      case 'hide':
        // A report by staff takes the post out of sight at once; on the board of a pair it would end the story.
        if (kind !== 'MATCH') {
          const input = { postId: target.id, category: 'OTHER' };
          await client('mia').send('mutation ($input: FlagInput!) { flag(input: $input) { flag { id } } }', { input });
        }
        return;
      case 'lock': {
        const input = { threadId: target.threadId, locked: which % 2 === 0 };
        await client('cora').send(careOperations.updateThread, { input });
        return;
      }
      case 'block': {
        const accountId = client(target.author).accountId;
        const document = which % 3 > 0 ? careOperations.blockPerson : careOperations.unblockPerson;
        // Within a pair a block calls the coordinator; here it is among others.
        if (!(author === 'ada' && target.author === 'ben') && !(author === 'ben' && target.author === 'ada')) {
          await client(author).send(document, { input: { accountId } });
        }
      }
    }
  }

  const createPost = 'mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id } } }';
  const isMarker = (event: Data): boolean => event.thread?.title === 'The marker';

  /** Waits until the marker came; what came before it, since the last one. */
  async function untilMarker(stream: Stream, from: number): Promise<Data[]> {
    for (let count = from + 1; ; count += 1) {
      const events = (await stream.until(count)).slice(from).map(({ data, errors }: Data) => {
        expect(errors).toBeUndefined();
        return data.boardEvents;
      });
      if (stream.ended) throw new Error(`the stream ended: ${JSON.stringify(stream.ended)}`);
      if (events.some(isMarker)) return events.filter((event) => !isMarker(event));
    }
  }

  async function compare(name: Name, selection: string, events: readonly Data[], at: string): Promise<void> {
    // Of one change that is told twice, what came last is what stands now.
    for (const { kind, thread, post } of events) {
      const asked = await client(name).data(
        `query ($thread: ID!, $post: ID!, $none: Boolean!) {
          thread(id: $thread) { id title locked pinned board { id } }
          post(id: $post) @skip(if: $none) { id ${selection} } }`,
        { thread: thread.id, post: post?.id ?? '', none: post === null },
      );
      const where = `${at}: ${name} ${kind}`;
      expect([where, thread]).toEqual([where, { ...asked.thread, board: undefined, boardId: asked.thread.board.id }]);
      if (post) expect([where, post]).toEqual([where, asked.post]);
      if (post) compared += 1;
    }
  }

  /** Whoever got no event of a post that another got does not see it, or does not want to. */
  async function nothingMissed(received: ReadonlyMap<Name, readonly Data[]>, at: string): Promise<void> {
    const keyOf = ({ kind, post }: Data): string => `${kind} ${post.id}`;
    const all = [...received.values()].flat().filter(({ post }) => post);
    for (const [name, events] of received) {
      const got = new Set(events.filter(({ post }) => post).map(keyOf));
      for (const event of all.filter((other) => !got.has(keyOf(other)))) {
        const { post } = await client(name).data('query ($id: ID!) { post(id: $id) { authorBlocked } }', {
          id: event.post.id,
        });
        expect([at, name, event.kind, post?.authorBlocked ?? true]).toEqual([at, name, event.kind, true]);
      }
    }
  }

  it('whoever they are, in whatever order they came, and whatever is quoted, held, hidden or blocked', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ kind, listeners, selection, steps }) => {
        const names = listeners.filter((name) => readersOf[kind].includes(name));
        const fields = selection.join(' ');
        const document = `subscription ($boardId: ID!) { boardEvents(boardId: $boardId) {
          kind thread { id title locked pinned boardId } post { id ${fields} } } }`;
        const boardId = boardIds.get(kind);
        const begun = await startThread(client('ben'), boardId ?? '', [[`Begun at ${(words += 1)}.`]]);
        for (const id of begun.postIds) known.push({ id, threadId: begun.threadId, author: 'ben', kind });
        const streams = new Map<Name, Stream>();
        for (const name of names) {
          const stream = await client(name).subscribe(document, { boardId });
          await stream.until(1);
          streams.set(name, stream);
        }
        for (const [place, each] of steps.entries()) {
          const before = new Map([...streams].map(([name, stream]) => [name, stream.events.length]));
          await act(kind, each);
          const pinned = !pins.get(kind);
          pins.set(kind, pinned);
          await client('cora').data(careOperations.updateThread, { input: { threadId: markers.get(kind), pinned } });
          const received = new Map<Name, Data[]>();
          for (const [name, stream] of streams) received.set(name, await untilMarker(stream, before.get(name) ?? 0));
          const at = `step ${place} (${each.kind}) on ${kind}`;
          for (const [name, events] of received) await compare(name, fields, events, at);
          await nothingMissed(received, at);
        }
        for (const stream of streams.values()) stream.unsubscribe();
      }),
      { numRuns: 25, seed: 20261129, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(100);
  }, 240_000);
});
