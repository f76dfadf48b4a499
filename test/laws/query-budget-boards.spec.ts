import { careOperations, boardOf, heldText, startThread } from '../forum/boards.js';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { countStatements } from '../support/statements.js';

/**
 * SQL statements of what people do on boards beyond the contract, exact and whatever the page size, counted as in
 * `query-budget.spec.ts`. Lists within lists are among them: a list of each post of a page is one statement for all.
 */
const budget: Readonly<Record<string, number>> = {
  // Reading: the viewer, the thing, its list, and one statement for each list or figure within the list.
  newestFirst: 3,
  mentionsAndQuotes: 6, // quoted posts, who is mentioned, which boards those read; the bodies lie on one page
  blocking: 3,
  repliesOfEach: 4,
  revisionsOfEach: 4,
  descendantsOfEach: 4,
  postsOfEach: 7, // among them three for mentions and quotes
  treeOfEach: 7,
  boardsOfEach: 4,
  threadsOfEach: 3,
  participantsOfEach: 4,
  watchesOfEach: 5,
  acknowledgedByViewer: 4,
  acknowledgementsOfEach: 5,
  titlesOfEach: 5,
  drafts: 2,
  blockedPeople: 2,
  mentionCandidates: 3,
  // Writing.
  markBoardRead: 4,
  saveDraft: 4,
  changeDraft: 4,
  deleteDraft: 2,
  blockPerson: 8,
  unblockPerson: 4,
  // One of each holds the match of the board (`board-holds.ts`) where no row of its own was locked before; an accepted
  // answer also asks whether its author is kept apart from who accepts.
  acknowledge: 5,
  acceptAnswer: 9,
  updateThread: 11,
  updateBoard: 7,
  moveThread: 16,
  splitThread: 17,
};

const posts = 'id number bodyHtml replyCount author { displayName } reactions { kind count }';
const reading = {
  newestFirst: `query ($id: ID!, $first: Int) { thread(id: $id) { posts(first: $first, order: NEWEST_FIRST) { nodes { ${posts} } } } }`,
  repliesOfEach: `query ($id: ID!, $first: Int) { thread(id: $id) { posts(first: $first) { nodes { replies(first: 3) { nodes { ${posts} } } } } } }`,
  revisionsOfEach: `query ($id: ID!, $first: Int) { thread(id: $id) { posts(first: $first) { nodes { revisions(first: 3) { nodes { number } } } } } }`,
  descendantsOfEach: `query ($id: ID!, $first: Int) { thread(id: $id) { posts(first: $first) { nodes { descendantCount } } } }`,
} as const;
const listing = {
  postsOfEach: `query ($id: ID!, $first: Int) { board(id: $id) { threads(first: $first) { nodes { title posts(first: 3) { nodes { ${posts} } } } } } }`,
  treeOfEach: `query ($id: ID!, $first: Int) { board(id: $id) { threads(first: $first) { nodes { tree(first: 3) { nodes { ${posts} } } } } } }`,
  boardsOfEach: `query ($id: ID!, $first: Int) { board(id: $id) { threads(first: $first) { nodes { board { title unreadCount } } } } }`,
  participantsOfEach: `query ($id: ID!, $first: Int) { board(id: $id) { threads(first: $first) { nodes { participants(first: 5) { displayName } } } } }`,
  watchesOfEach: `query ($id: ID!, $first: Int) { board(id: $id) { watch { level } threads(first: $first) { nodes { watch { level asleep } } } } }`,
  acknowledgedByViewer: `query ($id: ID!, $first: Int) { board(id: $id) { threads(first: $first) { nodes { viewerAcknowledged } } } }`,
  acknowledgementsOfEach: `query ($id: ID!, $first: Int) { board(id: $id) { threads(first: $first) { nodes { acknowledgements(first: 5) { nodes { acknowledgedAt } } } } } }`,
  titlesOfEach: `query ($id: ID!, $first: Int) { board(id: $id) { threads(first: $first) { nodes { titleHistory(first: 5) { nodes { title } } } } } }`,
} as const;
const ofViewer = {
  threadsOfEach: `query ($first: Int) { viewer { boards(first: $first) { nodes { title unreadCount threads(first: 3) { nodes { title unreadCount } } } } } }`,
  drafts: `query ($first: Int) { viewer { drafts(first: $first) { nodes { body version } } } }`,
  blockedPeople: careOperations.blockedPeople,
} as const;
const writing = {
  markBoardRead: `mutation ($input: MarkBoardReadInput!) { markBoardRead(input: $input) { board { unreadCount } } }`,
  deleteDraft: `mutation ($input: DeleteDraftInput!) { deleteDraft(input: $input) { draftId } }`,
} as const;

describe('the statements of what people do on boards', () => {
  let community: Community;
  const counted: Record<string, number[]> = {};

  const run = async (
    name: string,
    client: Client,
    document: string,
    variables: Record<string, unknown>,
  ): Promise<Data> => {
    const { data, statements } = await countStatements(client, document, variables);
    (counted[name] ??= []).push(statements);
    return data;
  };
  const paged = async (
    names: Readonly<Record<string, string>>,
    client: Client,
    variables: Record<string, unknown>,
  ): Promise<void> => {
    for (const [name, document] of Object.entries(names)) {
      for (const first of [2, 40]) await run(name, client, document, { ...variables, first });
    }
  };

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    const [ben, ada, dan, mia] = await Promise.all(['ben', 'ada', 'dan', 'mia'].map((name) => community.as(name)));
    if (!ben || !ada || !dan || !mia) throw new Error('somebody is missing');
    const cohort = await boardOf(ben, 'COHORT');
    const staff = await boardOf(mia, 'STAFF');
    const { threadId, postIds } = await startThread(ada, cohort, [], 'Many posts');
    for (let n = 1; n < 45; n += 1) {
      const parentId = n % 3 ? postIds[n - 1] : null;
      const { createPost } = await (n % 2 ? ben : dan).run('CreatePost', {
        input: { threadId, parentId, body: `Something else, ${n}.` },
      });
      postIds.push(createPost.post.id);
    }
    await ben.run('CreatePost', { input: { threadId, parentId: postIds[0], body: heldText } });
    for (let n = 0; n < 8; n += 1)
      await startThread(
        ada,
        cohort,
        [
          ['One.', 1],
          ['Two.', 2],
        ],
        `Topic ${n}`,
      );

    await paged(reading, ada, { id: threadId });
    for (let n = 0; n < 5; n += 1) {
      const input = { boardId: cohort, title: 'Later', body: `Half a thought, ${n}.` };
      await run('saveDraft', ben, contractOperation('SaveDraft'), { input });
    }
    await paged(ofViewer, ben, {});

    const quoting = await startThread(ada, cohort, [], 'Who said what');
    for (let n = 0; n < 20; n += 1) {
      const body = `> [quote:${postIds[n]}]\n\nDear @ben, dear @dan, dear @nobody, look.`;
      await ada.run('CreatePost', { input: { threadId: quoting.threadId, body } });
    }
    await paged({ mentionsAndQuotes: contractOperation('Thread') }, ben, { id: quoting.threadId });

    await run('blockPerson', ben, careOperations.blockPerson, { input: { accountId: dan.accountId } });
    await paged({ blocking: contractOperation('Thread') }, ben, { id: threadId });
    await run('unblockPerson', ben, careOperations.unblockPerson, { input: { accountId: dan.accountId } });
    for (const first of [1, 20]) {
      await run('mentionCandidates', ben, careOperations.mentionCandidates, { boardId: cohort, prefix: '', first });
    }
    await run('markBoardRead', ben, writing.markBoardRead, { input: { boardId: cohort } });
    const { viewer } = await ben.data('{ viewer { drafts(first: 1) { nodes { id } } } }');
    const draftId = viewer.drafts.nodes[0].id;
    const changed = { boardId: cohort, draftId, title: 'Later', body: 'A whole thought.', expectedVersion: 1 };
    await run('changeDraft', ben, contractOperation('SaveDraft'), { input: changed });
    await run('deleteDraft', ben, writing.deleteDraft, { input: { draftId } });

    const announced = await mia.data(careOperations.createThread, {
      input: { boardId: cohort, title: 'Rules', body: 'New.', kind: 'ANNOUNCEMENT', requiresAcknowledgement: true },
    });
    await paged(listing, mia, { id: cohort });
    await run('acknowledge', ben, careOperations.acknowledge, {
      input: { threadId: announced.createThread.thread.id },
    });
    const asked = await ben.data(careOperations.createThread, {
      input: { boardId: cohort, title: 'How?', body: 'How does one do it?', kind: 'QUESTION' },
    });
    const question = asked.createThread.thread.id;
    const { createPost } = await ada.run('CreatePost', { input: { threadId: question, body: 'Like this.' } });
    await run('acceptAnswer', ben, careOperations.acceptAnswer, {
      input: { threadId: question, postId: createPost.post.id },
    });
    await run('updateThread', mia, careOperations.updateThread, {
      input: { threadId, title: 'Other posts', pinned: true },
    });
    await run('updateBoard', mia, careOperations.updateBoard, { input: { boardId: cohort, slowModeSeconds: 30 } });
    await run('moveThread', mia, careOperations.moveThread, { input: { threadId, boardId: staff } });
    for (const numbers of [[40], [3, 5, 7, 9, 11, 13, 15, 17, 19, 21]]) {
      await run('splitThread', mia, careOperations.splitThread, {
        input: { threadId, postIds: numbers.map((number) => postIds[number]), title: 'Branched off' },
      });
    }
  }, 180_000);
  afterAll(() => community.stop());

  it('is the same for a small page and a large one', () => {
    expect(Object.entries(counted).filter(([, counts]) => new Set(counts).size > 1)).toEqual([]);
  });

  it('is what is written above', () => {
    expect(Object.fromEntries(Object.entries(counted).map(([name, counts]) => [name, Math.max(...counts)]))).toEqual(
      budget,
    );
  });
});
