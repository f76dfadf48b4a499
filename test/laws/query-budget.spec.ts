import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { countStatements } from '../support/statements.js';

/**
 * SQL statements of each operation of the contract, exact, whatever the page size. Not counted are `begin` and `commit`,
 * wake-ups of other processes (they gather, and go out after the answer), the one statement that writes what staff read,
 * and the one statement of a rate limit. Every signed-in operation begins with the one that loads its viewer. A number may fall; it
 * rises only with a reason beside it.
 */
const budget: Readonly<Record<string, number>> = {
  // Reading: the viewer, then one statement for each list or thing that is asked for.
  Viewer: 4,
  Node: 2,
  Board: 4,
  Thread: 3, // two more only on pages with mentions or quotes
  ThreadAround: 3,
  Replies: 3,
  PostReplies: 3,
  Post: 3,
  // Writing: key asked and claimed, place, screening's facts, hold on the thread, post with revision, lock, number, show,
  // trail, event, watch, whom to tell, key kept, post read back. A thread adds its row, its event and itself read back; an
  // edit writes its trail twice. Whom to tell is one small row: the telling itself comes behind the answer.
  CreateThread: 18,
  CreatePost: 16,
  EditPost: 15,
  WithdrawPost: 9,
  SetReaction: 7,
  MarkRead: 4,
  SetWatch: 3,
  SaveDraft: 4,
  // Safety.
  Flag: 15,
  ReviewQueue: 2,
  Reviewable: 5,
  ClaimReviewable: 6,
  DecideReviewable: 19, // its author is told
  MyDecisions: 2,
  Appeal: 11,
  AuditTrail: 7,
  // Running a program: seldom, and each with its trail. Where access ends, what is still read is asked for, so that only
  // the watches of what is lost fall asleep; a new match asks whether one of it blocks another.
  CreateProgram: 17,
  CreateCohort: 8,
  CreateAccount: 7, // the names of the programs may not be the password, and which names are free
  Enrol: 17,
  RecordConsent: 11,
  RecordScreening: 10,
  CreateMatch: 16,
  ChangeMatchState: 4,
  RevokeConsent: 20,
  EndEnrolment: 10,
};

/** Page sizes that must cost the same. */
const pages = [5, 50] as const;

/** Not held to a number here: signing in and out is proved in `test/accounts`, streams in `test/realtime`. */
const elsewhere: readonly string[] = [
  ...['SignIn', 'RefreshSession', 'SignOut'],
  ...['BoardEvents', 'ThreadEvents', 'ReviewQueueEvents'],
  // `test/search` counts its own: two engines, two numbers.
  'Search',
];

/** What differs by role, not by page: the number is that of the costliest. */
const byRole: readonly string[] = ['Enrol'];

const words = ['amber', 'birch', 'cloud', 'delta', 'ember', 'fjord'];
const heldText = 'Please call me on 07700 900123 tonight.';

const operations = parse(readFileSync('test/contract/operations.graphql', 'utf8')).definitions.flatMap((definition) =>
  definition.kind === Kind.OPERATION_DEFINITION && definition.name ? [definition.name.value] : [],
);

describe('the statements of every operation', () => {
  let community: Community;
  const counted: Record<string, number[]> = {};

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    await tellTheStory();
  }, 120_000);
  afterAll(() => community.stop());

  /** Runs an operation, notes what it cost, and answers with its data. Work of others in this process is not counted. */
  const run = async (client: Client, name: string, variables: Record<string, unknown> = {}): Promise<Data> => {
    const { data, statements } = await countStatements(client, contractOperation(name), variables);
    (counted[name] ??= []).push(statements);
    return data;
  };
  const paged = async (client: Client, name: string, variables: Record<string, unknown>): Promise<Data> => {
    let data: Data;
    for (const first of pages) data = await run(client, name, { ...variables, first });
    return data;
  };

  async function tellTheStory(): Promise<void> {
    const [ben, ada, cleo, mia, olu] = await Promise.all([
      community.as('ben'),
      community.as('ada'),
      community.as('cleo'),
      community.as('mia'),
      community.as('olu'),
    ]);
    const { viewer } = await run(ben, 'Viewer');
    const boardId = viewer.boards.nodes.find(({ kind }: Data) => kind === 'MATCH').id;
    const cohortBoard = viewer.boards.nodes.find(({ kind }: Data) => kind === 'COHORT').id;
    const programId = viewer.enrolments[0].program.id;
    const { createThread } = await run(ben, 'CreateThread', {
      input: { boardId, title: 'Many posts', body: 'The first of them.', idempotencyKey: 'thread' },
    });
    const [threadId, openingId] = [createThread.thread.id, createThread.post.id];
    for (let n = 0; n < 60; n += 1) {
      const body = `Something about ${words[n % words.length]}.`;
      await (n % 2 ? ben : ada).run('CreatePost', { input: { threadId, parentId: n % 3 ? openingId : null, body } });
    }
    const { createPost } = await run(ben, 'CreatePost', {
      input: { threadId, parentId: openingId, body: 'One more.', idempotencyKey: 'post' },
    });
    const postId = createPost.post.id;
    await paged(ada, 'Board', { id: boardId });
    await paged(ada, 'Thread', { id: threadId });
    await paged(ada, 'ThreadAround', { id: threadId, number: 3 });
    await paged(ada, 'Replies', { id: threadId, depth: 4 });
    await paged(ada, 'PostReplies', { id: openingId });
    await run(ada, 'Post', { id: postId });
    await run(ada, 'Node', { id: postId });
    await run(ada, 'MarkRead', { input: { threadId, number: 20, numbers: [25, 30] } });
    await run(ada, 'SetReaction', { input: { postId, kind: 'HEART', on: true } });
    await run(ada, 'SetWatch', { input: { threadId, level: 'ALL' } });
    await run(ada, 'SaveDraft', { input: { threadId, body: 'Half a thought.' } });
    await run(ben, 'EditPost', { input: { postId, body: 'One more, mended.', expectedVersion: 1 } });
    await run(ben, 'WithdrawPost', { input: { postId } });

    for (let n = 0; n < 8; n += 1) {
      await cleo.run('CreateThread', {
        input: { boardId: cohortBoard, title: 'From me', body: `About ${words[n % 6]}.` },
      });
    }
    const held = await cleo.run('CreateThread', { input: { boardId: cohortBoard, title: 'Call', body: heldText } });
    const { reviewQueue } = await paged(mia, 'ReviewQueue', { programId });
    const item = reviewQueue.edges.find(({ node }: Data) => node.post.id === held.createThread.post.id).node;
    await run(mia, 'ClaimReviewable', { input: { reviewableId: item.id } });
    const { reviewable } = await run(mia, 'Reviewable', { id: item.id });
    const { decideReviewable } = await run(mia, 'DecideReviewable', {
      input: {
        reviewableId: item.id,
        revisionId: reviewable.revision.id,
        version: reviewable.version,
        decision: 'REJECT',
        reasonCode: 'PERSONAL_INFORMATION',
        idempotencyKey: 'decide',
      },
    });
    await paged(cleo, 'MyDecisions', {});
    await run(cleo, 'Appeal', { input: { decisionId: decideReviewable.decision.id, text: 'It was a joke.' } });
    const flagged = await ada.run('CreateThread', {
      input: { boardId: cohortBoard, title: 'Rivers', body: 'Rivers run to the sea.' },
    });
    await run(cleo, 'Flag', { input: { postId: flagged.createThread.post.id, category: 'OTHER', note: 'Hm.' } });
    // The first look seals what was added since the last, and leaves a line of its own, which the second seals; a look after
    // that only reads.
    for (let look = 0; look < 2; look += 1) await olu.run('AuditTrail', { programId, first: 1 });
    await paged(olu, 'AuditTrail', { programId });

    const program = { name: 'Night school', timeZone: 'Europe/London', jurisdiction: 'GB' };
    const made = (await run(olu, 'CreateProgram', { input: program })).createProgram.program;
    const cohort = { programId: made.id, name: 'Year nine', startsOn: '2026-09-01', endsOn: '2027-07-31' };
    const { id: cohortId } = (await run(olu, 'CreateCohort', { input: cohort })).createCohort.cohort;
    const enrolled: Record<string, Data> = {};
    for (const [role, birthDate] of [
      ['MENTOR', '1980-01-01'],
      ['MENTEE', '2012-06-01'],
      ['COORDINATOR', '1985-01-01'],
    ] as const) {
      const person = {
        username: `budget.${role.toLowerCase()}`,
        displayName: 'Somebody',
        password: 'a first password that is long',
        birthDate,
      };
      const { account } = (await run(olu, 'CreateAccount', { input: person })).createAccount;
      const place = {
        accountId: account.id,
        programId: made.id,
        cohortId: role === 'COORDINATOR' ? null : cohortId,
        role,
      };
      enrolled[role] = { accountId: account.id, ...(await run(olu, 'Enrol', { input: place })).enrol.enrolment };
    }
    const paper = { kind: 'PARTICIPATION', method: 'paper', evidence: 'folder seven', guardianName: 'Parent' };
    const { consent } = (await run(olu, 'RecordConsent', { input: { enrolmentId: enrolled['MENTEE']!.id, ...paper } }))
      .recordConsent;
    const today = community.clock.now().toISOString().slice(0, 10);
    await run(olu, 'RecordScreening', {
      input: { enrolmentId: enrolled['MENTOR']!.id, status: 'CLEARED', checkedOn: today, reference: 'seven' },
    });
    const { match } = (
      await run(olu, 'CreateMatch', {
        input: {
          cohortId,
          mentorIds: [enrolled['MENTOR']!.accountId],
          menteeIds: [enrolled['MENTEE']!.accountId],
          coordinatorId: enrolled['COORDINATOR']!.accountId,
        },
      })
    ).createMatch;
    await run(olu, 'ChangeMatchState', { input: { matchId: match.id, state: 'ACTIVE', reason: 'all there' } });
    await run(olu, 'RevokeConsent', { input: { consentId: consent.id, reason: 'asked' } });
    await run(olu, 'EndEnrolment', { input: { enrolmentId: enrolled['MENTOR']!.id, reason: 'moved away' } });
  }

  it('is the same for a small page and a large one', () => {
    const uneven = Object.entries(counted).filter(
      ([name, counts]) => !byRole.includes(name) && new Set(counts).size > 1,
    );
    expect(uneven).toEqual([]);
  });

  it('is what is written above', () => {
    expect(Object.fromEntries(Object.entries(counted).map(([name, counts]) => [name, Math.max(...counts)]))).toEqual(
      budget,
    );
  });

  it('is known for every operation of the contract', () => {
    expect(operations.filter((name) => !(name in counted) && !elsewhere.includes(name))).toEqual([]);
  });
});
