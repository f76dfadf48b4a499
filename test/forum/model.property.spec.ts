import fc from 'fast-check';
import { PostStates } from '#forum';
import { type Database, sql, uuidOf } from '#platform';
import { type Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, careOperations, drifts, heldText, startThread } from './boards.js';
import { ForumModel, type ModelPost, type ModelThread, numbered } from './model.js';

const writers = ['ada', 'ben', 'dan'] as const;
/** The lead sees all that waits; what an adult may not say is held for her alone. */
const reviewer = 'sam';
const viewers = [...writers, reviewer];

const fields = `id number depth state authorBlocked bodyText replyCount descendantCount author { displayName } parent { number }`;
const page = `pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
const posts = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $order: PostOrder) {
  thread(id: $id) { posts(first: $first, after: $after, last: $last, before: $before, order: $order) {
    edges { cursor node { ${fields} } } ${page} } } }`;
const replies = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $order: PostOrder) {
  post(id: $id) { replies(first: $first, after: $after, last: $last, before: $before, order: $order) {
    edges { cursor node { ${fields} } } ${page} } } }`;
const tree = `query ($id: ID!, $first: Int!, $after: String, $depth: Int!) { thread(id: $id) {
  tree(first: $first, after: $after, depth: $depth) { edges { node { ${fields} } moreReplies { count cursor } } ${page} } } }`;
const threads = `query ($id: ID!, $first: Int, $after: String) { board(id: $id) { unreadCount
  threads(first: $first, after: $after) { edges { node { id postCount unreadCount } } ${page} } } }`;
const heading = `query ($id: ID!) { thread(id: $id) { postCount unreadCount firstUnreadNumber lastActivityAt
  participants(first: 50) { displayName }
  posts(first: 100) { nodes { number publishedAt state authorBlocked } } } }`;

/** One thing that happens; who and what is chosen among what there is by then. */
const step = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant('reply' as const) },
    {
      weight: 5,
      arbitrary: fc.constantFrom<'hold' | 'approve' | 'withdraw' | 'hide' | 'remove' | 'restore' | 'erase'>(
        'hold',
        'approve',
        'withdraw',
        'hide',
        'remove',
        'restore',
        'erase',
      ),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom<'read' | 'block' | 'unblock' | 'move' | 'split'>(
        'read',
        'block',
        'unblock',
        'move',
        'split',
      ),
    },
  ),
  who: fc.nat({ max: 2 }),
  what: fc.nat({ max: 1_000 }),
  deep: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('what is shown of a thread is what a forum in memory says, to each of its readers', () => {
  let community: Community;
  const clients = new Map<string, Client>();
  let cohort: string, program: string;

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    for (const name of viewers) clients.set(name, await community.as(name));
    cohort = await boardOf(as('ben'), 'COHORT');
    program = await boardOf(as('ben'), 'PROGRAM');
  });
  afterAll(() => community.stop());

  const as = (name: string): Client => {
    const client = clients.get(name);
    if (!client) throw new Error(name);
    return client;
  };

  /** A thread and the model of it, changed together. */
  class Story {
    readonly model = new ForumModel(reviewer);
    readonly threads: ModelThread[] = [];
    /** The board of each thread, by the thread's id. */
    private readonly places = new Map<string, string>();
    private written = 0;

    async begin(chain: number): Promise<void> {
      const { threadId, postIds } = await startThread(as('ada'), program, [], 'The story');
      this.places.set(threadId, program);
      const thread: ModelThread = { id: threadId, posts: [], read: new Map() };
      this.threads.push(thread);
      this.add(thread, { id: postIds[0]!, state: 'PUBLISHED' }, 'ada', null);
      for (let n = 0; n < chain; n += 1) await this.reply('dan', thread, thread.posts.at(-1) ?? null, `Link ${n}.`);
    }

    private add(
      thread: ModelThread,
      made: { id: string; state: string },
      author: string,
      parent: ModelPost | null,
    ): void {
      const post: ModelPost = {
        id: made.id,
        author,
        written: (this.written += 1),
        parent,
        number: null,
        state: 'HELD',
      };
      thread.posts.push(post);
      if (made.state === 'PUBLISHED') this.model.publish(thread, post);
    }

    private async reply(author: string, thread: ModelThread, parent: ModelPost | null, body: string): Promise<void> {
      const input = { threadId: thread.id, parentId: parent?.id ?? null, body };
      const { createPost } = await as(author).run('CreatePost', { input });
      this.add(thread, createPost.post, author, parent);
    }

    async take({ kind, who, what, deep }: Step): Promise<void> {
      const thread = this.threads[what % this.threads.length]!;
      const writer = writers[who]!;
      const some = (choose: (post: ModelPost) => boolean): ModelPost | undefined => {
        const fitting = thread.posts.filter(choose);
        return fitting[deep ? fitting.length - 1 : what % fitting.length];
      };
      const isOpening = (post: ModelPost): boolean => post === thread.posts.find(({ number }) => number === 1);
      switch (kind) {
        case 'reply':
        case 'hold': {
          const parent = what % 4 === 0 ? null : some(({ state, number }) => number !== null && state !== 'MOVED');
          await this.reply(writer, thread, parent ?? null, kind === 'hold' ? heldText : `Some words, ${this.written}.`);
          return;
        }
        case 'approve': {
          const post = some(({ state }) => state === 'HELD');
          if (!post) return;
          await stepOf(post.id, (states, tx, id, revision) => states.publish(tx, id, revision, nobody));
          this.model.publish(thread, post);
          return;
        }
        case 'withdraw': {
          const post = some((one) => one.author === writer && one.state === 'PUBLISHED' && !isOpening(one));
          if (!post) return;
          await as(writer).run('WithdrawPost', { input: { postId: post.id } });
          post.state = 'WITHDRAWN';
          return;
        }
        case 'hide':
        case 'remove':
        case 'erase': {
          const post = some(({ state, number }) => state === 'PUBLISHED' && number !== null);
          if (!post || isOpening(post)) return;
          await stepOf(post.id, (states, tx, id) => states.takeDown(tx, id, kind, nobody));
          post.state = kind === 'hide' ? 'HIDDEN' : kind === 'remove' ? 'REMOVED' : 'ERASED';
          return;
        }
        case 'restore': {
          const post = some(({ state }) => state === 'HIDDEN');
          if (!post) return;
          await stepOf(post.id, (states, tx, id, revision) => states.publish(tx, id, revision, nobody, 'restore'));
          post.state = 'PUBLISHED';
          return;
        }
        case 'read': {
          const upTo = what % (numbered(thread).length + 1);
          await as(writer).run('MarkRead', { input: { threadId: thread.id, number: upTo } });
          for (let n = 1; n <= upTo; n += 1) this.model.readBy(thread, writer).add(n);
          return;
        }
        case 'block':
        case 'unblock': {
          const other = writers[(who + 1 + (what % 2)) % 3]!;
          const operation = kind === 'block' ? careOperations.blockPerson : careOperations.unblockPerson;
          await as(writer).data(operation, { input: { accountId: as(other).accountId } });
          this.model.blocks[kind === 'block' ? 'add' : 'delete'](`${writer} ${other}`);
          return;
        }
        case 'move': {
          const boardId = what % 2 === 0 ? cohort : program;
          const input = { threadId: thread.id, boardId };
          // More members read the board of the program than that of a cohort.
          if (boardId === program && this.places.get(thread.id) === cohort) {
            expect(await as(reviewer).refused(careOperations.moveThread, { input })).toBe('INVALID_INPUT');
            return;
          }
          await as(reviewer).data(careOperations.moveThread, { input });
          this.places.set(thread.id, boardId);
          return;
        }
        case 'split': {
          const post = some((one) => one.state === 'PUBLISHED' && !isOpening(one));
          if (!post) return;
          const input = { threadId: thread.id, postIds: [post.id], title: 'Branched off' };
          const { splitThread } = await as(reviewer).data(careOperations.splitThread, { input });
          this.threads.push(this.model.split(thread, [post], splitThread.thread.id));
          this.places.set(splitThread.thread.id, this.places.get(thread.id) ?? '');
          return;
        }
      }
    }

    async end(): Promise<void> {
      for (const pair of this.model.blocks) {
        const [who = '', whom = ''] = pair.split(' ');
        await as(who).data(careOperations.unblockPerson, { input: { accountId: as(whom).accountId } });
      }
    }
  }

  const nobody = { actorId: null, actorRole: null, by: 'story' } as const;

  async function stepOf(
    postId: string,
    take: (
      states: PostStates,
      tx: Parameters<Parameters<Database['transaction']>[0]>[0],
      id: string,
      revisionId: string,
    ) => Promise<unknown>,
  ): Promise<void> {
    const id = uuidOf('Post', postId) ?? '';
    const states = community.app.get(PostStates, { strict: false });
    await community.database.transaction(async (tx) => {
      const row = await tx.first<{ revisionId: string }>(
        sql`select latest_revision_id as "revisionId" from post where id = ${id}`,
      );
      await take(states, tx, id, row?.revisionId ?? '');
    });
  }

  /** A list from one end to the other, in pages; each is full while more follows, and none is empty. */
  async function walk(
    load: (args: object) => Promise<Data>,
    size: number,
    direction: 'forward' | 'backward',
    from: string | null = null,
  ): Promise<Data[]> {
    const nodes: Data[] = [];
    for (let cursor = from, more = true; more;) {
      const args = direction === 'forward' ? { first: size, after: cursor } : { last: size, before: cursor };
      const { edges, pageInfo } = await load(args);
      more = direction === 'forward' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
      if (more) expect(edges).toHaveLength(size);
      if (cursor !== null && cursor !== from) expect(edges.length).toBeGreaterThan(0);
      const found = edges.map(({ node }: Data) => node);
      if (direction === 'forward') nodes.push(...found);
      else nodes.unshift(...found);
      cursor = direction === 'forward' ? pageInfo.endCursor : pageInfo.startCursor;
    }
    return nodes;
  }

  async function check({ model, threads: all }: Story, size: number, depth: number): Promise<void> {
    for (const viewer of viewers) {
      const client = as(viewer);
      for (const thread of all) await checkThread(model, thread, viewer, client, size, depth);
      for (const id of [cohort, program]) {
        const load = async (args: object): Promise<Data> => (await client.data(threads, { id, ...args })).board.threads;
        const nodes: Data[] = await walk(load, 50, 'forward');
        const { board } = await client.data(threads, { id, first: 1 });
        expect({ viewer, unread: board.unreadCount }).toEqual({
          viewer,
          unread: nodes.reduce<number>((sum, { unreadCount }) => sum + Number(unreadCount), 0),
        });
      }
    }
    expect(await drifts(community)).toEqual([]);
  }

  async function checkThread(
    model: ForumModel,
    thread: ModelThread,
    viewer: string,
    client: Client,
    size: number,
    depth: number,
  ): Promise<void> {
    const listed = model.listed(thread, viewer);
    const expected = listed.map((post) => shapeOf(model, thread, post, viewer));
    const { thread: head } = await client.data(heading, { id: thread.id });
    const unread = model.unread(thread, viewer);
    const { postCount, unreadCount, firstUnreadNumber } = head;
    const participants = head.participants.map(({ displayName }: Data) => displayName.toLowerCase());
    expect({ viewer, postCount, unreadCount, firstUnreadNumber, participants }).toEqual({
      viewer,
      postCount: model.postCount(thread, viewer),
      unreadCount: unread.length,
      firstUnreadNumber: unread[0] ?? null,
      participants: model.participants(thread, viewer),
    });
    const newest = head.posts.nodes.findLast(
      ({ state, authorBlocked }: Data) => state === 'PUBLISHED' && !authorBlocked,
    );
    if (newest) expect(head.lastActivityAt).toBe(newest.publishedAt);

    const ofThread =
      (order?: string) =>
      async (args: object): Promise<Data> =>
        (await client.data(posts, { id: thread.id, order, ...args })).thread.posts;
    expect((await walk(ofThread(), size, 'forward')).map(shown)).toEqual(expected);
    expect((await walk(ofThread(), size, 'backward')).map(shown)).toEqual(expected);
    const turned = [...expected].reverse();
    expect((await walk(ofThread('NEWEST_FIRST'), size, 'forward')).map(shown)).toEqual(turned);
    expect((await walk(ofThread('NEWEST_FIRST'), size, 'backward')).map(shown)).toEqual(turned);

    const parent = listed.findLast((post) => thread.posts.some((one) => one.parent === post));
    if (parent && parent.state !== 'MOVED') {
      const below = listed.filter((post) => post.parent === parent).map((post) => shapeOf(model, thread, post, viewer));
      const ofPost =
        (order?: string) =>
        async (args: object): Promise<Data> =>
          (await client.data(replies, { id: parent.id, order, ...args })).post.replies;
      expect((await walk(ofPost(), 2, 'forward')).map(shown)).toEqual(below);
      expect((await walk(ofPost(), 2, 'backward')).map(shown)).toEqual(below);
      expect((await walk(ofPost('NEWEST_FIRST'), 2, 'forward')).map(shown)).toEqual([...below].reverse());
    }

    // As a tree, with all that is folded: everything that has a place in it once, and what waits below a post.
    const inTree: Data[] = [];
    const unfold = async (id: string, cursor: string | null, count: number | null): Promise<void> => {
      const load = async (args: object): Promise<Data> => (await client.data(replies, { id, ...args })).post.replies;
      const found = await walk(load, size, 'forward', cursor);
      if (count !== null) expect(found).toHaveLength(count);
      for (const node of found) {
        inTree.push(node);
        if (node.number !== null) await unfold(node.id, null, null);
      }
    };
    for (let after: string | null = null, more = true; more;) {
      const { edges, pageInfo }: Data = (await client.data(tree, { id: thread.id, first: size, after, depth })).thread
        .tree;
      if (pageInfo.hasNextPage) expect(edges).toHaveLength(size);
      for (const { node, moreReplies } of edges) {
        inTree.push(node);
        if (moreReplies) await unfold(node.id, moreReplies.cursor, moreReplies.count);
      }
      ({ hasNextPage: more, endCursor: after } = pageInfo);
    }
    const reachable = listed.filter((post) => post.number !== null || post.parent !== null);
    const byId = (a: Data, b: Data): number => (a.key < b.key ? -1 : 1);
    expect(inTree.map(shown).sort(byId)).toEqual(
      reachable.map((post) => shapeOf(model, thread, post, viewer)).sort(byId),
    );
  }

  const shown = ({ id, state, parent, ...node }: Data): Data => ({
    key: state === 'MOVED' ? `stub ${node.number}` : id,
    number: node.number,
    depth: node.depth,
    state,
    parent: parent?.number ?? null,
    replyCount: node.replyCount,
    descendantCount: node.descendantCount,
    hasText: node.bodyText !== null,
    authorBlocked: node.authorBlocked,
  });

  const shapeOf = (model: ForumModel, thread: ModelThread, post: ModelPost, viewer: string): Data => ({
    key: post.state === 'MOVED' ? `stub ${post.number}` : post.id,
    number: post.number,
    depth: model.depth(post),
    state: post.state,
    parent: post.parent?.number ?? null,
    replyCount: model.replyCount(thread, post, viewer),
    descendantCount: model.descendantCount(thread, post, viewer),
    hasText: model.hasText(post, viewer),
    authorBlocked: model.hasBlocked(viewer, post),
  });

  it('after anything that may happen, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 8, maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(0, 2, 15),
        fc.constantFrom(0, 0, 18),
        async (steps, size, depth, chain) => {
          const story = new Story();
          await story.begin(chain);
          for (const one of steps) await story.take(one);
          try {
            await check(story, size, depth);
          } finally {
            await story.end();
          }
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
  }, 240_000);
});
