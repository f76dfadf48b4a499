import { sql } from '#platform';
import { type Client, contractOperation, type Data, type Stream } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, careOperations, drifts, startThread } from './boards.js';

const codeOf = (reason: unknown): string | undefined =>
  Array.isArray(reason) ? (reason as { extensions: { code: string } }[])[0]?.extensions.code : undefined;

describe('a thread that moves to another board', () => {
  let community: Community;
  let ben: Client;
  let ada: Client;
  let mia: Client;
  let cora: Client;
  let boards: Record<'PROGRAM' | 'COHORT' | 'STAFF' | 'MATCH', string>;

  beforeEach(async () => {
    community = await startCommunity();
    [ben, ada, mia, cora] = await Promise.all([
      community.as('ben'),
      community.as('ada'),
      community.as('mia'),
      community.as('cora'),
    ]);
    boards = {
      PROGRAM: await boardOf(ben, 'PROGRAM'),
      COHORT: await boardOf(ben, 'COHORT'),
      STAFF: await boardOf(mia, 'STAFF'),
      MATCH: await boardOf(ben, 'MATCH'),
    };
  });
  afterEach(async () => {
    expect(await drifts(community)).toEqual([]);
    await community.stop();
  });

  const move = (threadId: string, boardId: string, client = mia): Promise<Data> =>
    client.data(careOperations.moveThread, { input: { threadId, boardId } });
  const unreadOn = async (client: Client, id: string): Promise<number> =>
    (await client.run('Board', { id, first: 1 })).board.unreadCount;
  const subscribed = async (client: Client, name: string, variables: Record<string, unknown>): Promise<Stream> => {
    const stream = await client.subscribe(contractOperation(name), variables);
    await stream.until(1);
    return stream;
  };

  it('is gone at once for people without the new board: lists, ids, open streams', async () => {
    const { threadId, postIds } = await startThread(ben, boards.PROGRAM, [['One.'], ['Two.']], 'To the staff room');
    const toBen = await subscribed(ben, 'ThreadEvents', { threadId });
    const toMia = await subscribed(mia, 'ThreadEvents', { threadId });
    const benOnBoard = await subscribed(ben, 'BoardEvents', { boardId: boards.PROGRAM });
    const coraOnBoard = await subscribed(cora, 'BoardEvents', { boardId: boards.PROGRAM });
    await move(threadId, boards.STAFF);
    expect(codeOf(await toBen.untilEnded())).toBe('NOT_FOUND');
    expect(codeOf(await toMia.untilEnded())).toBe('RESYNC_REQUIRED');
    expect(toBen.events).toHaveLength(1);
    expect((await benOnBoard.until(2))[1].data.boardEvents).toMatchObject({
      kind: 'THREAD_CHANGED',
      thread: { id: threadId, title: '' },
      post: null,
    });
    expect((await coraOnBoard.until(2))[1].data.boardEvents).toMatchObject({ thread: { title: 'To the staff room' } });
    for (const id of [threadId, ...postIds]) expect(await ben.run('Node', { id })).toEqual({ node: null });
    expect(await ben.run('Thread', { id: threadId, first: 5 })).toEqual({ thread: null });
    const { board } = await ben.run('Board', { id: boards.PROGRAM, first: 50 });
    expect(board.threads.edges.map(({ node }: Data) => node.id)).not.toContain(threadId);
    expect(await ben.refused(contractOperation('CreatePost'), { input: { threadId, body: 'Still here?' } })).toBe(
      'NOT_FOUND',
    );
    expect(
      await ben.refused(contractOperation('EditPost'), {
        input: { postId: postIds[0], body: 'Mine!', expectedVersion: 1 },
      }),
    ).toBe('NOT_FOUND');
  });

  it('never shows its new life to those who watch the old board', async () => {
    const { threadId } = await startThread(ben, boards.PROGRAM);
    const onOld = await subscribed(ben, 'BoardEvents', { boardId: boards.PROGRAM });
    const { cursor } = onOld.events[0].data.boardEvents;
    await move(threadId, boards.STAFF);
    await mia.run('CreatePost', { input: { threadId, body: 'Rivers run to the sea.' } });
    await startThread(ben, boards.PROGRAM, [], 'Afterwards');
    await onOld.until(4);
    const replay = await ben.subscribe(contractOperation('BoardEvents'), { boardId: boards.PROGRAM, after: cursor });
    await replay.until(3);
    for (const stream of [onOld, replay]) expect(JSON.stringify(stream.events)).not.toMatch(/Rivers|A thread/);
  });

  it('keeps reading marks and watches of those who follow, puts the others’ to sleep, and moves the counts', async () => {
    const { threadId } = await startThread(ben, boards.PROGRAM, [['One.'], ['Two.']]);
    await cora.run('MarkRead', { input: { threadId, number: 2 } });
    for (const client of [ada, cora]) await client.run('SetWatch', { input: { threadId, level: 'ALL' } });
    const before = await Promise.all([
      unreadOn(mia, boards.PROGRAM),
      unreadOn(mia, boards.STAFF),
      unreadOn(cora, boards.STAFF),
    ]);
    await move(threadId, boards.STAFF);
    const after = await Promise.all([
      unreadOn(mia, boards.PROGRAM),
      unreadOn(mia, boards.STAFF),
      unreadOn(cora, boards.STAFF),
    ]);
    expect(after).toEqual([before[0] - 3, before[1] + 3, before[2] + 1]);
    const { thread } = await cora.data(careOperations.thread, { id: threadId });
    expect(thread).toMatchObject({ lastReadNumber: 2, unreadCount: 1, watch: { level: 'ALL', asleep: false } });
    const [slept] = await community.database.rows<{ asleep: boolean }>(sql`
      select w.asleep_since is not null as asleep from watch w join account a on a.id = w.account_id
      where a.username = 'ada' and w.level = 'ALL' order by w.updated_at desc limit 1`);
    expect(slept?.asleep).toBe(true);
  });

  it('appears on the new board’s stream', async () => {
    const { threadId } = await startThread(ben, boards.PROGRAM, [['One.']], 'For the cohort');
    await using live = await subscribed(ada, 'BoardEvents', { boardId: boards.COHORT });
    await move(threadId, boards.COHORT);
    expect((await live.until(2))[1].data.boardEvents).toMatchObject({
      kind: 'THREAD_CREATED',
      thread: { id: threadId },
    });
    expect((await ada.run('Thread', { id: threadId, first: 5 })).thread.postCount).toBe(2);
  });

  it('never crosses from or to a match, nor to another program', async () => {
    const { threadId } = await startThread(ben, boards.MATCH);
    const input = (threadOf: string, boardId: string): object => ({ input: { threadId: threadOf, boardId } });
    const plain = await startThread(ben, boards.PROGRAM);
    const refused = (variables: object, client = cora): Promise<string> =>
      client.refused(careOperations.moveThread, variables as Record<string, unknown>);
    expect(await refused(input(threadId, boards.PROGRAM))).toBe('INVALID_INPUT');
    expect(await refused(input(plain.threadId, boards.MATCH))).toBe('INVALID_INPUT');
    const elsewhere = await boardOf(await community.as('nia'), 'PROGRAM');
    expect(await refused(input(plain.threadId, elsewhere))).toBe('NOT_FOUND');
    expect(await refused(input(plain.threadId, boards.COHORT), await community.as('olu'))).toBe('FORBIDDEN');
    expect(await refused(input(plain.threadId, boards.COHORT), ben)).toBe('FORBIDDEN');
    const [{ count } = { count: -1 }] = await community.database.rows<{ count: number }>(
      sql`select count(*) from audit_event where action = 'thread.moved'`,
    );
    expect(count).toBe(0);
  });

  it('goes to no board that a member reads who did not read it before, whatever the kinds', async () => {
    const kinds = ['PROGRAM', 'COHORT', 'STAFF', 'MATCH'] as const;
    const allowed = ['PROGRAM COHORT', 'PROGRAM STAFF', 'COHORT STAFF'];
    const went: string[] = [];
    for (const from of kinds) {
      for (const to of kinds) {
        if (from === to) continue;
        const author = from === 'STAFF' ? mia : ben;
        const { threadId, postIds } = await startThread(author, boards[from], [], `From ${from} to ${to}`);
        // Cora reviews on all four boards.
        const { data, errors } = await cora.send(careOperations.moveThread, {
          input: { threadId, boardId: boards[to] },
        });
        if (data) went.push(`${from} ${to}`);
        else expect(errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
        if (from === 'STAFF') {
          for (const member of [ben, ada]) expect((await member.run('Node', { id: postIds[0] })).node).toBeNull();
        }
      }
    }
    expect(went).toEqual(allowed);
    const others = await community.database.rows(sql`
      select from board_event e join board b on b.id = e.board_id join thread t on t.id = e.thread_id
      where b.kind <> 'STAFF' and t.title like 'From STAFF%'`);
    expect(others).toEqual([]);
  });

  it('never goes from one cohort to another, nor wider than its cohort', async () => {
    const { threadId } = await startThread(ben, boards.COHORT);
    const olu = await community.as('olu');
    const { viewer } = await olu.run('Viewer');
    const programId = viewer.enrolments[0].program.id;
    const { createCohort } = await olu.run('CreateCohort', {
      input: { programId, name: 'Next year', startsOn: '2027-09-01', endsOn: '2028-07-31' },
    });
    const { board } = (
      await olu.data('query ($id: ID!) { node(id: $id) { ... on Cohort { board { id } } } }', {
        id: createCohort.cohort.id,
      })
    ).node;
    for (const boardId of [board.id, boards.PROGRAM]) {
      expect(await mia.refused(careOperations.moveThread, { input: { threadId, boardId } })).toBe('INVALID_INPUT');
    }
  });

  it('takes every post with it while people write, and stays in step when two move at once', async () => {
    const { threadId } = await startThread(ben, boards.PROGRAM);
    const other = await startThread(ben, boards.PROGRAM);
    const writing = Array.from({ length: 30 }, (_, n) =>
      (n % 2 ? ada : cora).send(contractOperation('CreatePost'), {
        input: { threadId, body: `Thought ${'abcdefgh'[n % 8]}.` },
      }),
    );
    await Promise.all([...writing, move(threadId, boards.COHORT), move(other.threadId, boards.COHORT, cora)]);
    await Promise.all([move(threadId, boards.COHORT), move(other.threadId, boards.STAFF, cora)]);
    const answers = await Promise.all(writing);
    for (const { errors } of answers) expect([undefined, 'NOT_FOUND']).toContain(errors?.[0]?.extensions.code);
    const stored = answers.filter(({ data }) => data?.createPost?.post.state === 'PUBLISHED').length;
    // Ben wrote nothing here, so what waits of the others is not in his count.
    expect((await ben.run('Thread', { id: threadId, first: 1 })).thread.postCount).toBe(stored + 1);
  });
});
