import { globalId, sql, uuidOf } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, careOperations, drifts, startThread } from './boards.js';

const theThread = `query ($id: ID!) { thread(id: $id) { id title postCount unreadCount firstUnreadNumber lastActivityAt
  acceptedPostId author { displayName }
  posts(first: 50) { nodes { id number depth state authorBlocked bodyHtml bodyText replyCount publishedAt parent { number }
    author { displayName } reactions { kind count } revisions(first: 5) { nodes { bodyHtml } } } }
  tree(first: 50, depth: 15) { edges { node { number authorBlocked bodyText } moreReplies { count } } } } }`;
const theBoard = `query ($id: ID!, $first: Int!, $after: String) { board(id: $id) { unreadCount
  threads(first: $first, after: $after) { nodes { id title postCount unreadCount lastActivityAt author { displayName } }
    pageInfo { hasNextPage endCursor } } } }`;
const theQueue = `query ($programId: ID!) { reviewQueue(programId: $programId, first: 50) { nodes {
  id kind state priority version subject { displayName } history { action actor { displayName } } } } }`;

describe('blocking somebody', () => {
  let community: Community;
  let ben: Client;
  let dan: Client;
  let ada: Client;
  let cohort: string;

  beforeEach(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    [ben, dan, ada] = await Promise.all([community.as('ben'), community.as('dan'), community.as('ada')]);
    cohort = await boardOf(ben, 'COHORT');
  });
  afterEach(async () => {
    expect(await drifts(community)).toEqual([]);
    await community.stop();
  });

  const block = (who: Client, whom: Client): Promise<Data> =>
    who.data(careOperations.blockPerson, { input: { accountId: whom.accountId } });
  const unblock = (who: Client, whom: Client): Promise<Data> =>
    who.data(careOperations.unblockPerson, { input: { accountId: whom.accountId } });
  const thread = async (client: Client, id: string): Promise<Data> => (await client.data(theThread, { id })).thread;
  const programOf = async (client: Client): Promise<string> =>
    (await client.run('Viewer')).viewer.enrolments[0].program.id;
  const reply = async (client: Client, threadId: string, body: string, parentId: string | null = null): Promise<Data> =>
    (await client.run('CreatePost', { input: { threadId, parentId, body } })).createPost.post;
  const boardUnread = async (client: Client): Promise<number> =>
    (await client.run('Board', { id: cohort, first: 1 })).board.unreadCount;

  /** Ada opens, Dan answers her, Ada answers Dan, Dan comes last. */
  async function talk(): Promise<{ threadId: string; ids: string[] }> {
    const { threadId, postIds } = await startThread(ada, cohort, [], 'What are you reading?');
    const ids = [postIds[0]!];
    ids.push((await reply(dan, threadId, 'A book about **ships**.', ids[0])).id);
    ids.push((await reply(ada, threadId, 'Which one?', ids[1])).id);
    ids.push((await reply(dan, threadId, 'The long one.', ids[0])).id);
    return { threadId, ids };
  }

  it('leaves an empty place where that person wrote, and counts it nowhere (S19)', async () => {
    const { threadId, ids } = await talk();
    await ada.run('SetReaction', { input: { postId: ids[1], kind: 'HEART', on: true } });
    const before = await thread(ben, threadId);
    const unreadBefore = await boardUnread(ben);
    expect(before).toMatchObject({ postCount: 4, unreadCount: 4, firstUnreadNumber: 1 });
    await block(ben, dan);

    const seen = await thread(ben, threadId);
    expect(seen).toMatchObject({ title: 'What are you reading?', postCount: 2, unreadCount: 2, firstUnreadNumber: 1 });
    const [opening, first, answer, last] = seen.posts.nodes;
    expect(opening).toMatchObject({ replyCount: 0, bodyText: 'The beginning.', authorBlocked: false });
    for (const place of [first, last]) {
      expect(place).toMatchObject({ authorBlocked: true, bodyHtml: null, bodyText: null, author: null, reactions: [] });
      expect(place.revisions.nodes).toEqual([]);
    }
    expect(first).toMatchObject({ number: 2, replyCount: 1 });
    expect(answer).toMatchObject({ number: 3, bodyText: 'Which one?', parent: { number: 2 }, authorBlocked: false });
    expect(seen.lastActivityAt).toBe(answer.publishedAt);
    expect(seen.tree.edges.map(({ node }: Data) => node.number)).toEqual([1, 2, 3, 4]);
    expect(seen.postCount).toBe(seen.posts.nodes.filter(({ bodyHtml }: Data) => bodyHtml !== null).length);
    expect(JSON.stringify(seen)).not.toMatch(/ships|long one|Dan/);
    expect(await boardUnread(ben)).toBe(await unreadOfThreads(ben));
    expect(await boardUnread(ben)).toBeLessThanOrEqual(unreadBefore - 2);

    await ben.run('MarkRead', { input: { threadId, number: 2 } });
    expect(await thread(ben, threadId)).toMatchObject({ unreadCount: 1, firstUnreadNumber: 3 });
    await ben.run('MarkRead', { input: { threadId, number: 3 } });
    expect(await thread(ben, threadId)).toMatchObject({ unreadCount: 0, firstUnreadNumber: null });

    await unblock(ben, dan);
    expect(await thread(ben, threadId)).toMatchObject({ postCount: 4, unreadCount: 1, firstUnreadNumber: 4 });
    expect((await thread(ben, threadId)).posts.nodes).toEqual(before.posts.nodes);
  });

  /** What is unread in all threads that are listed for this person. */
  async function unreadOfThreads(reader: Client): Promise<number> {
    const { threads } = (await reader.data(theBoard, { id: cohort, first: 100 })).board;
    return (threads.nodes as { unreadCount: number }[]).reduce((sum, { unreadCount }) => sum + unreadCount, 0);
  }

  it('keeps pages full and exact: threads with nothing else in them are left out of the list', async () => {
    for (let n = 0; n < 6; n += 1) {
      await startThread(dan, cohort, [], `Of Dan ${n}`);
      await startThread(ada, cohort, [], `Of Ada ${n}`);
    }
    const answered = await startThread(dan, cohort, [], 'Answered');
    await reply(ada, answered.threadId, 'An answer.');
    await block(ben, dan);
    const walk = async (first: number): Promise<Data[]> => {
      const nodes: Data[] = [];
      for (let after: string | null = null, more = true; more;) {
        const { threads }: Data = (await ben.data(theBoard, { id: cohort, first, after })).board;
        expect(threads.nodes).toHaveLength(threads.pageInfo.hasNextPage ? first : threads.nodes.length);
        expect(threads.nodes.length).toBeGreaterThan(0);
        nodes.push(...threads.nodes);
        ({ hasNextPage: more, endCursor: after } = threads.pageInfo);
      }
      return nodes;
    };
    const listed = await walk(2);
    expect(await walk(100)).toEqual(listed);
    expect(listed[0]).toMatchObject({ id: answered.threadId, title: '', author: null, postCount: 1 });
    expect(listed.map(({ title }) => title)).toEqual(expect.arrayContaining(['Of Ada 0', 'Of Ada 5']));
    expect(JSON.stringify(listed)).not.toMatch(/Of Dan|Answered|"Dan"/);
    for (const one of listed) expect(one.postCount).toBeGreaterThan(0);
  });

  it('collapses quotes, finds nothing and offers no name of that person', async () => {
    const { threadId, ids } = await talk();
    const quoting = await reply(ada, threadId, `> [quote:${ids[1]}]\n\nI like it.`);
    const candidates = async (client: Client): Promise<string[]> =>
      (
        await client.data(careOperations.mentionCandidates, { boardId: cohort, prefix: '', first: 20 })
      ).mentionCandidates.map(({ username }: Data) => username);
    const found = async (client: Client): Promise<Data> => {
      const { search } = await client.run('Search', { query: 'ships', first: 10 });
      return search.edges.map(({ node }: Data) => node.id);
    };
    expect(await candidates(ben)).toContain('dan');
    expect((await ben.run('Post', { id: quoting.id })).post.bodyHtml).toMatch(/ships/);
    await block(ben, dan);
    expect(await candidates(ben)).not.toContain('dan');
    expect(await candidates(dan)).toContain('ben');
    expect((await ben.run('Post', { id: quoting.id })).post.bodyHtml).not.toMatch(/ships/);
    expect(await found(ben)).toEqual([]);
    expect(await found(ada)).not.toContain(quoting.id);
  });

  it('does not tell whose an empty place is', async () => {
    const { threadId, ids } = await talk();
    await dan.run('WithdrawPost', { input: { postId: ids[1] } });
    const before = (await thread(ben, threadId)).posts.nodes[1];
    await block(ben, dan);
    expect((await thread(ben, threadId)).posts.nodes[1]).toEqual(before);
    const toBen = await ben.subscribe(contractOperation('BoardEvents'), { boardId: cohort });
    await toBen.until(1);
    await dan.run('WithdrawPost', { input: { postId: ids[3] } });
    const [, event] = await toBen.until(2);
    expect(event.data.boardEvents).toMatchObject({ kind: 'POST_WITHDRAWN', post: { bodyHtml: null, author: null } });
  });

  it('shows no accepted answer of that person', async () => {
    const question = `mutation ($input: CreateThreadInput!) { createThread(input: $input) { thread { id } post { id } } }`;
    const { createThread } = await ada.data(question, {
      input: { boardId: cohort, title: 'A question', body: 'How?', kind: 'QUESTION' },
    });
    const threadId = createThread.thread.id;
    const { id: postId } = await reply(dan, threadId, 'Like this.');
    await ada.data(careOperations.acceptAnswer, { input: { threadId, postId } });
    expect((await thread(ben, threadId)).acceptedPostId).toBe(postId);
    await block(ben, dan);
    expect((await thread(ben, threadId)).acceptedPostId).toBeNull();
  });

  it('brings no live news of that person, and all of the others', async () => {
    const { threadId } = await talk();
    await block(ben, dan);
    const boardEvents = `subscription ($boardId: ID!) { boardEvents(boardId: $boardId) { kind thread { title }
      post { number authorBlocked bodyText replyCount } } }`;
    const [toBen, toDan] = await Promise.all([ben, dan].map((one) => one.subscribe(boardEvents, { boardId: cohort })));
    await Promise.all([toBen!.until(1), toDan!.until(1)]);
    await reply(dan, threadId, 'Secret words of Dan.');
    await startThread(dan, cohort, [], 'A title of Dan');
    await reply(ada, threadId, 'Words of Ada.');
    await toDan!.until(5);
    const events = await toBen!.until(2);
    expect(events.slice(1).map(({ data }) => data.boardEvents)).toEqual([
      {
        kind: 'POST_PUBLISHED',
        thread: { title: 'What are you reading?' },
        post: { number: 6, authorBlocked: false, bodyText: 'Words of Ada.', replyCount: 0 },
      },
    ]);
  });

  it('is never felt by the blocked person, whatever they ask (S19)', async () => {
    const { threadId, ids } = await talk();
    const mine = await startThread(ben, cohort, [['Mine.']], 'Of Ben');
    const sight = async (): Promise<Data> => ({
      viewer: await dan.run('Viewer'),
      board: (await dan.data(theBoard, { id: cohort, first: 50 })).board.threads.nodes,
      unread: await boardUnread(dan),
      threads: [await thread(dan, threadId), await thread(dan, mine.threadId)],
      post: await dan.run('Post', { id: ids[1] }),
      ben: await dan.run('Node', { id: ben.accountId }),
      mentions: await dan.data(careOperations.mentionCandidates, { boardId: cohort, prefix: 'b', first: 20 }),
      decisions: await dan.run('MyDecisions', { first: 20 }),
      blocked: await dan.data(careOperations.blockedPeople, { first: 20 }),
    });
    const before = await sight();
    const toDan = await dan.subscribe(contractOperation('BoardEvents'), { boardId: cohort });
    await toDan.until(1);
    await block(ben, dan);
    expect(await sight()).toEqual(before);
    const own = await reply(dan, mine.threadId, 'To Ben.', mine.postIds[1]);
    await reply(ben, mine.threadId, 'To nobody.', null);
    expect(own).toMatchObject({ state: 'PUBLISHED', author: { displayName: expect.any(String) } });
    await dan.run('SetReaction', { input: { postId: mine.postIds[1], kind: 'HEART', on: true } });
    expect((await toDan.until(4)).map(({ data }) => data.boardEvents.kind)).toEqual([
      'SUBSCRIBED',
      'POST_PUBLISHED',
      'POST_PUBLISHED',
      'REACTIONS_CHANGED',
    ]);
    await unblock(ben, dan);
    expect((await sight()).blocked).toEqual(before.blocked);
  });

  it('asks the coordinator of a match to look after who blocked, and nobody of the pair sees that', async () => {
    const cora = await community.as('cora');
    const programId = await programOf(cora);
    const items = async (client: Client): Promise<Data[]> =>
      (await client.data(theQueue, { programId })).reviewQueue.nodes.filter(({ kind }: Data) => kind === 'BLOCK');
    const match = await boardOf(ben, 'MATCH');
    const { threadId } = await startThread(ada, match, [], 'About the book');
    const before = await ada.run('Thread', { id: threadId, first: 5 });
    await block(ben, ada);
    await block(ben, ada);
    expect(await items(cora)).toMatchObject([
      {
        state: 'PENDING',
        priority: 'P2',
        subject: { displayName: 'Ada' },
        history: [{ action: 'opened', actor: { displayName: 'Ben' } }],
      },
    ]);
    expect(await items(await community.as('sam'))).toHaveLength(1);
    for (const client of [ada, ben]) expect(await client.refused(theQueue, { programId })).toBe('FORBIDDEN');
    expect(await ada.run('Thread', { id: threadId, first: 5 })).toEqual(before);
    expect((await thread(ben, threadId)).posts.nodes[0]).toMatchObject({ authorBlocked: true, bodyText: null });
    expect((await reply(ada, threadId, 'Are you there?')).state).toBe('PUBLISHED');

    const [item] = await items(cora);
    await cora.run('ClaimReviewable', { input: { reviewableId: item.id } });
    const [claimed] = await items(cora);
    await cora.run('DecideReviewable', {
      input: { reviewableId: item.id, revisionId: null, version: claimed.version, decision: 'NO_ACTION' },
    });
    expect(await items(cora)).toEqual([]);
    for (const client of [ada, ben]) {
      expect((await client.run('MyDecisions', { first: 5 })).viewer.decisions.nodes).toEqual([]);
    }
  });

  it('asks the coordinator too when people are matched who had blocked before', async () => {
    const cora = await community.as('cora');
    const programId = await programOf(cora);
    await block(ben, dan);
    const { viewer } = await ben.run('Viewer');
    const cohortId = viewer.enrolments[0].cohort.id;
    const [match] = await community.database.rows<{ id: string }>(sql`
      select match_id as id from board where id = ${uuidOf('Board', await boardOf(ben, 'MATCH'))}::uuid`);
    for (const state of ['CLOSING', 'CLOSED']) {
      const input = { matchId: globalId('Match', match?.id ?? ''), state, reason: 'The year is over.' };
      await cora.run('ChangeMatchState', { input });
    }
    const { createMatch } = await cora.run('CreateMatch', {
      input: { cohortId, mentorIds: [dan.accountId], menteeIds: [ben.accountId], coordinatorId: cora.accountId },
    });
    expect(createMatch.match.board.kind).toBe('MATCH');
    const { reviewQueue } = await cora.data(theQueue, { programId });
    expect(reviewQueue.nodes.filter(({ kind }: Data) => kind === 'BLOCK')).toMatchObject([
      { subject: { displayName: 'Dan' }, history: [{ actor: { displayName: 'Ben' } }] },
    ]);
  });

  it('opens nothing for two people who share no match', async () => {
    const sam = await community.as('sam');
    await block(ben, dan);
    const { reviewQueue } = await sam.data(theQueue, { programId: await programOf(sam) });
    expect(reviewQueue.nodes.filter(({ kind }: Data) => kind === 'BLOCK')).toEqual([]);
  });

  it('is not for staff, on either side: nobody can be cut off from those who look after them', async () => {
    const [cora, mia, olu] = await Promise.all([community.as('cora'), community.as('mia'), community.as('olu')]);
    for (const staff of [cora, mia, olu]) {
      const input = { accountId: staff.accountId };
      expect(await ben.refused(careOperations.blockPerson, { input })).toBe('FORBIDDEN');
      expect(await staff.refused(careOperations.blockPerson, { input: { accountId: ben.accountId } })).toBe(
        'FORBIDDEN',
      );
    }
    const { threadId, ids } = await talk();
    await block(ben, dan);
    expect((await thread(mia, threadId)).postCount).toBe(4);
    // What can be flagged, can be flagged unseen.
    const { flag } = await ben.run('Flag', { input: { postId: ids[1], category: 'BULLYING' } });
    expect(flag.flag.receipt).toEqual(expect.any(String));
  });

  it('knows nobody whom the viewer cannot meet, and oneself neither', async () => {
    const [finn, eve] = [await community.as('finn'), await community.as('eve')];
    for (const accountId of [finn.accountId, eve.accountId, 'nonsense']) {
      expect(await ben.refused(careOperations.blockPerson, { input: { accountId } })).toBe('NOT_FOUND');
    }
    expect(await ben.refused(careOperations.blockPerson, { input: { accountId: ben.accountId } })).toBe(
      'INVALID_INPUT',
    );
    expect(await unblock(ben, finn)).toEqual({ unblockPerson: { blocked: false } });
  });

  it('is listed for its owner alone, newest first and page by page', async () => {
    const cleo = await community.as('cleo');
    await block(ben, dan);
    community.clock.advance(1_000);
    await block(ben, cleo);
    const first = (await ben.data(careOperations.blockedPeople, { first: 1 })).viewer.blockedPeople;
    expect(first.edges[0].node.person).toEqual({ id: cleo.accountId, displayName: 'Cleo', role: null });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = (await ben.data(careOperations.blockedPeople, { first: 1, after: first.pageInfo.endCursor })).viewer
      .blockedPeople;
    expect(second.edges.map(({ node }: Data) => node.person.displayName)).toEqual(['Dan']);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect((await cleo.data(careOperations.blockedPeople, { first: 5 })).viewer.blockedPeople.edges).toEqual([]);
  });
});
