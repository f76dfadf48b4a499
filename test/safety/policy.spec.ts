import { sql } from '#platform';
import { Breaches } from '../../libs/safety/review/breaches.js';
import { Coverage } from '../../libs/safety/review/coverage.js';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { type Desk, openDesk } from './desk.js';

const set = `mutation ($input: SetProgramPolicyInput!) { setProgramPolicy(input: $input) {
  policy { version exceptionUntil trustedAfter rules { ageBand relation boardKind mode } allowedHosts } } }`;
const day = 86_400_000;

describe('the policy of a program', () => {
  let community: Community;
  let desk: Desk;
  let dan: Client;
  let olu: Client;
  let sam: Client;
  let board: string;

  beforeAll(async () => {
    community = await startCommunity();
    desk = await openDesk(community);
    [dan, olu, sam] = await Promise.all([community.as('dan'), community.as('olu'), community.as('sam')]);
    board = await desk.boardOf('dan');
  });
  afterAll(() => community.stop());

  const write = async (body: string, client = dan): Promise<Data> =>
    (await client.run('CreateThread', { input: { boardId: board, title: 'A word', body } })).createThread.post;
  const input = (more: Record<string, unknown>): Record<string, unknown> => ({
    input: { programId: desk.program, reason: 'Decided by the board.', ...more },
  });

  it('may be tightened by an administrator at any time, and holds at once', async () => {
    expect((await write('Good morning.')).state).toBe('PUBLISHED');
    const rules = [{ relation: 'ADULT_TO_YOUTH', boardKind: 'MATCH', mode: 'PRE_MODERATED' }];
    const { setProgramPolicy } = await olu.data(set, input({ rules }));
    expect(setProgramPolicy.policy).toMatchObject({ version: 1, exceptionUntil: null });
    const post = await write('Good evening.');
    expect(post.state).toBe('HELD');
    const { reviewable } = await sam.run('Reviewable', { id: (await desk.itemFor('sam', post.id)).id });
    expect(reviewable.findings.map(({ ruleId }: Data) => ruleId)).toEqual(['TRUST.PRE-MODERATED']);
    expect((await write('From the staff.', await community.as('cora'))).state).toBe('PUBLISHED');
  });

  it('may be loosened by the safeguarding lead alone, and below our own rules only with an end', async () => {
    expect(await olu.refused(set, input({ rules: [] }))).toBe('FORBIDDEN');
    await sam.data(set, input({ rules: [] }));
    expect((await write('A fine day for a walk.')).state).toBe('PUBLISHED');
    const rules = [{ ageBand: 'UNDER_13', mode: 'POST_MODERATED' }];
    expect(await sam.refused(set, input({ rules }))).toBe('INVALID_INPUT');
    expect(await olu.refused(set, input({ rules, exceptionUntil: in_(7) }))).toBe('FORBIDDEN');
    expect(await sam.refused(set, input({ rules, exceptionUntil: in_(-1) }))).toBe('INVALID_INPUT');
    expect(await sam.refused(set, input({ rules, exceptionUntil: in_(800) }))).toBe('INVALID_INPUT');
    await sam.data(set, input({ rules, exceptionUntil: in_(7) }));
    const cleo = await community.as('cleo');
    expect((await write('Hello!', cleo)).state).toBe('PUBLISHED');
    expect((await write('Call me on 07700 900123.', cleo)).state).toBe('HELD');
    community.clock.advance(8 * day);
    const later = await community.anonymous.signedInAs('cleo');
    expect((await write('Hello again!', later)).state).toBe('HELD');
    community.clock.advance(-8 * day);
    const lines = await community.database.rows<{ facts: Data }>(
      sql`select facts from audit_event where action = 'policy.set' order by at, id`,
    );
    expect(lines.map(({ facts }) => facts.loosened)).toEqual([[], ['rules'], ['rules']]);
  });

  it('decides where links may lead, and what cannot be read is refused', async () => {
    expect((await write('Look: https://library.example/rare-birds')).state).toBe('HELD');
    const { programPolicy } = await sam.data('query ($id: ID!) { programPolicy(programId: $id) { allowedHosts } }', {
      id: desk.program,
    });
    const allowedHosts = [...programPolicy.allowedHosts, 'library.example'];
    expect(await sam.refused(set, input({ allowedHosts }))).toBe('INVALID_INPUT');
    await sam.data(set, input({ allowedHosts, exceptionUntil: in_(90) }));
    expect((await write('Look: https://library.example/rare-birds')).state).toBe('PUBLISHED');
    for (const wrong of [
      { allowedHosts: ['no host'] },
      { trustedAfter: -1 },
      { shifts: [{ weekday: 1, from: '17:00', until: '09:00' }] },
      { closedOn: ['tomorrow'] },
    ]) {
      expect(await sam.refused(set, input(wrong))).toBe('INVALID_INPUT');
    }
    expect(await sam.refused(set, input({ expectedVersion: 1 }))).toBe('CONFLICT');
    expect(await (await community.as('nia')).refused(set, input({}))).toBe('NOT_FOUND');
    expect(await (await community.as('mia')).refused(set, input({}))).toBe('FORBIDDEN');
  });

  describe('when a text cannot be judged', () => {
    const rulesOf = async (postId: string): Promise<string[]> => {
      const { reviewable } = await sam.run('Reviewable', { id: (await desk.itemFor('sam', postId)).id });
      return reviewable.findings.map(({ ruleId }: Data) => ruleId);
    };

    it('holds it because of the error', async () => {
      await community.database.run(sql`alter table decision rename column overturned_at to overturned_at_away`);
      const post = await write('A quiet afternoon.').finally(() =>
        community.database.run(sql`alter table decision rename column overturned_at_away to overturned_at`),
      );
      expect(post.state).toBe('HELD');
      expect(await rulesOf(post.id)).toEqual(['DETECTOR.ERROR']);
    });

    it('holds it after four seconds, and reads it for danger all the same', async () => {
      const blocker = await community.database.pool.connect();
      await blocker.query('begin; lock table finding in access exclusive mode');
      const writing = Promise.all([write('A slow morning.'), write('I am going to kill myself tonight.')]);
      await new Promise((resolve) => setTimeout(resolve, 4_500));
      await blocker.query('rollback');
      blocker.release();
      const [slow, danger] = await writing;
      expect([slow.state, danger.state]).toEqual(['HELD', 'HELD']);
      expect(await rulesOf(slow.id)).toEqual(['DETECTOR.TIMEOUT']);
      expect(['P0', 'P1']).toContain((await desk.itemFor('sam', danger.id)).priority);
    });
  });

  const in_ = (days: number): string => new Date(community.clock.now().getTime() + days * day).toISOString();
});

describe('time', () => {
  let community: Community;
  let desk: Desk;

  beforeAll(async () => {
    community = await startCommunity();
    desk = await openDesk(community);
  });
  afterAll(() => community.stop());

  it('puts what is late up the queue and tells it, and never publishes it', async () => {
    const cleo = await community.as('cleo');
    const { createThread } = await cleo.run('CreateThread', {
      input: { boardId: await desk.boardOf('cleo'), title: 'Hm', body: 'A blank page.' },
    });
    const item = await desk.itemFor('sam', createThread.post.id);
    const breaches = community.app.get(Breaches);
    await breaches.run();
    expect(await desk.itemFor('sam', createThread.post.id)).toEqual(item);
    community.clock.advance(Date.parse(String(item.dueAt)) - community.clock.now().getTime() + 1_000);
    await breaches.run();
    await breaches.run();
    const raised = (await queueOf('sam')).find(({ id }) => id === item.id);
    expect(raised).toMatchObject({ priority: 'P2', version: Number(item.version) + 1 });
    expect(Date.parse(raised.dueAt)).toBeGreaterThan(community.clock.now().getTime());
    const lines = await community.database.rows(sql`
      select from_state, to_state from audit_event where action = 'review.overdue'`);
    expect(lines).toEqual([{ from_state: 'P3', to_state: 'P2' }]);
    const states = await community.database.rows(sql`select state from post where body_text = 'A blank page.'`);
    expect(states).toEqual([{ state: 'HELD' }]);
  });

  it('wants a text that was edited seen again, and lets nobody decide on the one of before', async () => {
    const ben = await community.anonymous.signedInAs('ben');
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId: await desk.boardOf('ben'), title: 'Rivers', body: 'The river is long.' },
    });
    const postId = createThread.post.id;
    const coverage = community.app.get(Coverage);
    const later = async (days: number): Promise<Client> => {
      community.clock.advance(days * day);
      await coverage.run();
      return community.anonymous.signedInAs('mia');
    };
    const itemOf = async (mia: Client): Promise<Data> => {
      const { reviewQueue } = await mia.run('ReviewQueue', { programId: desk.program, first: 100 });
      return reviewQueue.edges.map(({ node }: Data) => node).find(({ post }: Data) => post?.id === postId);
    };
    const decide = (item: Data): Data => ({
      input: {
        reviewableId: item.id,
        revisionId: item.revision.id,
        version: item.version,
        decision: 'REMOVE',
        reasonCode: 'OTHER',
      },
    });
    const edit = async (body: string, expectedVersion: number): Promise<void> => {
      const author = await community.anonymous.signedInAs('ben');
      const { editPost } = await author.run('EditPost', { input: { postId, body, expectedVersion } });
      expect(editPost.post.state).toBe('PUBLISHED');
    };
    let mia = await later(6);
    const item = await itemOf(mia);
    expect(item).toMatchObject({ kind: 'COVERAGE', revision: { body: 'The river is long.' } });
    await edit('The river is wide.', 1);
    expect(await mia.refused(contractOperation('DecideReviewable'), decide(item))).toBe('CONFLICT');
    const again = await itemOf(mia);
    expect(again).toMatchObject({ id: item.id, revision: { body: 'The river is wide.' } });
    const seen = { ...decide(again).input, decision: 'APPROVE', reasonCode: 'OK' };
    await mia.run('DecideReviewable', { input: seen });
    mia = await later(1);
    expect(await itemOf(mia)).toBeUndefined();
    await edit('The river is deep.', 2);
    mia = await later(1);
    expect(await itemOf(mia)).toMatchObject({ id: item.id, revision: { body: 'The river is deep.' } });
    community.clock.advance(-8 * day);
  });

  it('publishes what is uncertain, offers no help for it, and has it read', async () => {
    const ben = await community.anonymous.signedInAs('ben');
    const { createThread } = await ben.run('CreateThread', {
      input: {
        boardId: await desk.boardOf('ben'),
        title: 'My week',
        body: 'damn, that robot finally turns left',
      },
    });
    expect(createThread.post.state).toBe('PUBLISHED');
    expect(createThread.supportResources ?? []).toEqual([]);
    const items = (await queueOf('sam', { kind: 'COVERAGE' })).filter(({ post }) => post?.id === createThread.post.id);
    expect(items).toMatchObject([{ kind: 'COVERAGE', priority: 'P3', post: { state: 'PUBLISHED' } }]);
  });

  it('brings what no member of staff has seen into the queue, and says so in its figures', async () => {
    const ben = await community.anonymous.signedInAs('ben');
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId: await desk.boardOf('ben'), title: 'Robots', body: 'Nobody has read this yet.' },
    });
    expect(createThread.post.state).toBe('PUBLISHED');
    const coverage = community.app.get(Coverage);
    const about = async (): Promise<Data[]> =>
      (await queueOf('sam', { kind: 'COVERAGE' })).filter(({ post }) => post?.id === createThread.post.id);
    await coverage.run();
    expect(await about()).toEqual([]);
    // Ids tell when a post was written, by the machine's clock: so the posts stay where they are, and time goes by.
    community.clock.advance(5 * day + 60_000);
    await coverage.run();
    await coverage.run();
    const [item, ...more] = await about();
    expect(item).toMatchObject({ kind: 'COVERAGE', priority: 'P3', post: { state: 'PUBLISHED' } });
    expect(more).toEqual([]);
    const sam = await community.anonymous.signedInAs('sam');
    await sam.run('DecideReviewable', {
      input: { reviewableId: item.id, revisionId: item.revision.id, version: item.version, decision: 'NO_ACTION' },
    });
    await coverage.run();
    expect(await about()).toEqual([]);
    const figures = 'query ($id: ID!) { coverage(programId: $id) { published seenInTime unseenTooLong } }';
    const { coverage: report } = await sam.data(figures, { id: desk.program });
    expect(report.seenInTime).toBeGreaterThanOrEqual(1);
    expect(report.published).toBeGreaterThanOrEqual(report.seenInTime);
    expect(await (await community.anonymous.signedInAs('nia')).refused(figures, { id: desk.program })).toBe(
      'NOT_FOUND',
    );
  });

  const queueOf = async (person: string, more: Record<string, unknown> = {}): Promise<Data[]> => {
    const client = await community.anonymous.signedInAs(person);
    const { reviewQueue } = await client.data(
      `query ($programId: ID!, $kind: ReviewableKind) { reviewQueue(programId: $programId, first: 100, kind: $kind) {
        edges { node { id kind priority dueAt version revision { id } post { id state } } } } }`,
      { programId: desk.program, ...more },
    );
    return reviewQueue.edges.map(({ node }: Data) => node);
  };
});
