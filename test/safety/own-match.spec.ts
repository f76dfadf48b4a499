import { globalId, sql, uuidOf } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { alsoEnrol } from '../support/second-role.js';
import { type Desk, openDesk } from './desk.js';
import { flagWith } from './places.js';

const blockPerson = 'mutation ($input: BlockPersonInput!) { blockPerson(input: $input) { blocked } }';
const breakGlass = 'mutation ($input: BreakGlassInput!) { breakGlass(input: $input) { match { id } } }';
const coverMatch = 'mutation ($input: CoverMatchInput!) { coverMatch(input: $input) { match { id } } }';
const updateThread = 'mutation ($input: UpdateThreadInput!) { updateThread(input: $input) { thread { id } } }';
const hidden = `query ($query: String!) { search(query: $query, includeHidden: true, first: 10) { edges { node { id } } } }`;
const staffRoles = ['MODERATOR', 'COORDINATOR', 'SAFEGUARDING_LEAD', 'PROGRAM_ADMIN'];

/** Ada, mentor of Ben, is staff besides: on their board she is his mentor and nothing else. */
describe.each([...staffRoles, 'AUDITOR', 'GUARDIAN'])('a mentor who is also %s', (role) => {
  let community: Community;
  let desk: Desk;
  let ada: Client, ben: Client, sam: Client, cora: Client;
  let boardId: string, threadId: string, matchId: string;
  const isStaff = staffRoles.includes(role);

  beforeAll(async () => {
    community = await startCommunity();
    desk = await openDesk(community);
    [ada, ben, sam, cora] = (await Promise.all(['ada', 'ben', 'sam', 'cora'].map((name) => community.as(name)))) as [
      Client,
      Client,
      Client,
      Client,
    ];
    await alsoEnrol(community, ada, desk.program, role);
    boardId = await desk.boardOf('ben');
    const { board } = await ben.run('Board', { id: boardId, first: 5 });
    threadId = board.threads.edges[0].node.id;
    const match = await community.database.first<{ id: string }>(sql`
      select match_id as id from match_participant where account_id = ${uuidOf('Account', ada.accountId ?? '')}`);
    matchId = globalId('Match', match?.id ?? '');
  });
  afterAll(() => community.stop());

  const write = async (client: Client, body: string): Promise<Data> =>
    (await client.run('CreatePost', { input: { threadId, body } })).createPost.post;

  const published = async (): Promise<number> => {
    const figures = 'query ($id: ID!) { coverage(programId: $id) { published } }';
    return (await sam.data(figures, { id: desk.program })).coverage.published;
  };

  it('writes there as a mentor, and each post counts among those that staff have to see', async () => {
    const before = await published();
    const post = await write(ada, 'How was the museum?');
    expect(post).toMatchObject({ state: 'PUBLISHED', author: { role: 'MENTOR' } });
    // What was written under another role, before there was this rule, counts as well.
    await community.database.run(sql`update post set author_role = ${role} where id = ${uuidOf('Post', post.id)}`);
    expect(await published()).toBe(before + 1);
  });

  it('has the first posts held, on the board of the pair and on every board that members read', async () => {
    const { viewer } = await ada.run('Viewer');
    const cohort = viewer.boards.nodes.find(({ kind }: Data) => kind === 'COHORT').id;
    // As if she had written nothing before.
    const earlier = await community.database.rows<{ id: string }>(sql`
      update post set author_id = ${uuidOf('Account', sam.accountId ?? '')}
      where author_id = ${uuidOf('Account', ada.accountId ?? '')} returning id`);
    expect(await write(ada, 'Shall we read a book?')).toMatchObject({ state: 'HELD', author: { role: 'MENTOR' } });
    const { createThread } = await ada.run('CreateThread', {
      input: { boardId: cohort, title: 'A book', body: 'Who likes to read?' },
    });
    expect(createThread.post).toMatchObject({ state: 'HELD', author: { role: isStaff ? role : 'MENTOR' } });
    await community.database.run(sql`
      update post set author_id = ${uuidOf('Account', ada.accountId ?? '')}
      where id = any(${earlier.map(({ id }) => id)}::uuid[])`);
  });

  it('sees nothing of what the mentee wrote and waits', async () => {
    const post = await write(ben, 'My number is 07700 900456.');
    expect(post.state).toBe('HELD');
    const item = await desk.itemFor('mia', post.id);
    expect((await ada.run('Post', { id: post.id })).post).toBeNull();
    for (const id of [post.id, item.id]) expect((await ada.run('Node', { id })).node).toBeNull();
    expect(
      (await ada.run('Thread', { id: threadId, last: 20 })).thread.posts.edges.map(({ node }: Data) => node.id),
    ).not.toContain(post.id);
    const found = await ada.send(hidden, { query: 'number' });
    expect(JSON.stringify(found.data ?? null)).not.toContain(post.id);
    const queue = await ada.send(contractOperation('ReviewQueue'), { programId: desk.program, first: 100 });
    expect(JSON.stringify(queue.data ?? null)).not.toContain(item.id);
    if (isStaff) {
      const input = { reviewableId: item.id, revisionId: item.revision.id, version: item.version, decision: 'APPROVE' };
      expect(await ada.refused(contractOperation('DecideReviewable'), { input })).toBe('NOT_FOUND');
      expect(await ada.refused(contractOperation('ClaimReviewable'), { input: { reviewableId: item.id } })).toBe(
        'NOT_FOUND',
      );
    }
  });

  it('cares for nothing there, opens no door to it, and does not look after it', async () => {
    expect(await ada.refused(updateThread, { input: { threadId, locked: true } })).toBe('FORBIDDEN');
    const input = { matchId, reason: 'I want to have a look at it.' };
    expect(await ada.refused(breakGlass, { input })).toBe('FORBIDDEN');
    const until = new Date(community.clock.now().getTime() + 86_400_000).toISOString();
    const cover = { matchId, accountId: ada.accountId, until, reason: 'Cora is away for a day.' };
    expect(await cora.refused(coverMatch, { input: cover })).toBe('INVALID_INPUT');
    const announce = { boardId, title: 'News', body: 'From now on.', kind: 'ANNOUNCEMENT' };
    expect(await ada.refused(contractOperation('CreateThread'), { input: announce })).toBe('FORBIDDEN');
    await cora.data(updateThread, { input: { threadId, locked: true } });
    const reply = { threadId, body: 'One more word.' };
    expect(await ada.refused(contractOperation('CreatePost'), { input: reply })).toBe('THREAD_LOCKED');
    await cora.data(updateThread, { input: { threadId, locked: false } });
  });

  it('reads no file of the mentee, and keeps none', async () => {
    const account = 'query ($id: ID!) { node(id: $id) { __typename ... on Account { birthDate email } } }';
    expect((await ada.data(account, { id: ben.accountId })).node).toEqual({ __typename: 'Person' });
    const enrolment = await community.database.first<{ id: string; consentId: string }>(sql`
      select e.id, k.id as "consentId" from enrolment e join consent k on k.enrolment_id = e.id
      where e.account_id = ${uuidOf('Account', ben.accountId ?? '')} limit 1`);
    const enrolmentId = globalId('Enrolment', enrolment?.id ?? '');
    const consentId = globalId('Consent', enrolment?.consentId ?? '');
    for (const id of [enrolmentId, consentId]) expect((await ada.run('Node', { id })).node).toBeNull();
    const consent = { enrolmentId, kind: 'IN_PERSON', method: 'paper', evidence: 'folder 7', guardianName: 'Parent' };
    const none = isStaff ? 'NOT_FOUND' : 'FORBIDDEN';
    expect([none, 'FORBIDDEN']).toContain(await ada.refused(contractOperation('RecordConsent'), { input: consent }));
    const revoke = { input: { consentId, reason: 'No longer needed.' } };
    expect([none, 'FORBIDDEN']).toContain(await ada.refused(contractOperation('RevokeConsent'), revoke));
    expect((await cora.run('Node', { id: enrolmentId })).node).not.toBeNull();
  });

  it('counts as one reporter when she flags her mentee, and hides nothing by it', async () => {
    const post = await write(ben, 'I do not like this museum.');
    expect(post.state).toBe('PUBLISHED');
    await flagWith(ada, { postId: post.id, category: 'OTHER' });
    expect(await desk.state(post.id)).toBe('PUBLISHED');
  });

  it('can be blocked by the mentee, whatever she writes as', async () => {
    const before = await write(ada, 'Good morning.');
    await community.database.run(sql`update post set author_role = ${role} where id = ${uuidOf('Post', before.id)}`);
    await ben.data(blockPerson, { input: { accountId: ada.accountId } });
    expect((await ben.run('Post', { id: before.id })).post).toMatchObject({ author: null, bodyHtml: null });
    expect(await desk.queue('mia')).toContainEqual(expect.objectContaining({ kind: 'BLOCK' }));
    const trail = await ada.send(contractOperation('AuditTrail'), { programId: desk.program, first: 100 });
    expect(JSON.stringify(trail.data ?? null)).not.toContain('person.blocked');
    if (isStaff || role === 'AUDITOR') {
      const queue = await ada.send(contractOperation('ReviewQueue'), { programId: desk.program, first: 100 });
      expect(JSON.stringify(queue.data ?? null)).not.toContain('"BLOCK"');
    }
  });

  it('reads nothing of it once the match is closed for safety', async () => {
    const said = await write(ben, 'A word for nobody else.');
    await sam.run('ChangeMatchState', { input: { matchId, state: 'CLOSED_SAFETY', reason: 'What Ben told us.' } });
    expect((await ada.run('Board', { id: boardId, first: 5 })).board).toBeNull();
    for (const id of [threadId, said.id, matchId]) expect((await ada.run('Node', { id })).node).toBeNull();
    const { search } = await ada.run('Search', { query: 'word', first: 10 });
    expect(search.edges.map(({ node }: Data) => node.id)).not.toContain(said.id);
    await using stream = await ada.subscribe(contractOperation('BoardEvents'), { boardId });
    expect(JSON.stringify(await stream.untilEnded())).toContain('NOT_FOUND');
    expect((await ben.run('Board', { id: boardId, first: 5 })).board).not.toBeNull();
    expect((await sam.run('Board', { id: boardId, first: 5 })).board).not.toBeNull();
  });
});

describe('who looks after a pair', () => {
  it('is never one of it', async () => {
    const community = await startCommunity();
    const desk = await openDesk(community);
    const [ada, olu] = [await community.as('ada'), await community.as('olu')];
    await alsoEnrol(community, ada, desk.program, 'COORDINATOR');
    const match = await community.database.first<{ id: string; cohortId: string; menteeId: string }>(sql`
      select m.id, m.cohort_id as "cohortId", them.account_id as "menteeId" from match m
        join match_participant mp on mp.match_id = m.id join match_participant them on them.match_id = m.id
      where mp.account_id = ${uuidOf('Account', ada.accountId ?? '')} and them.role = 'MENTEE'`);
    const matchId = globalId('Match', match?.id ?? '');
    const assign = `mutation ($input: AssignCoordinatorInput!) { assignCoordinator(input: $input) { match { id } } }`;
    expect(await olu.refused(assign, { input: { matchId, coordinatorId: ada.accountId } })).toBe('INVALID_INPUT');
    const people = {
      mentorIds: [ada.accountId],
      menteeIds: [globalId('Account', match?.menteeId ?? '')],
      coordinatorId: ada.accountId,
    };
    const input = { cohortId: globalId('Cohort', match?.cohortId ?? ''), ...people };
    expect(await olu.refused(contractOperation('CreateMatch'), { input })).toBe('INVALID_INPUT');
    // However it came about, it opens nothing.
    await community.database.run(sql`
      update match set coordinator_id = ${uuidOf('Account', ada.accountId ?? '')} where id = ${match?.id ?? ''}`);
    const ben = await community.as('ben');
    const { board } = await ben.run('Board', { id: await desk.boardOf('ben'), first: 5 });
    const threadId = board.threads.edges[0].node.id;
    const { createPost } = await ben.run('CreatePost', { input: { threadId, body: 'Call me: 07700 900456.' } });
    expect(createPost.post.state).toBe('HELD');
    expect((await ada.run('Post', { id: createPost.post.id })).post).toBeNull();
    expect(await ada.refused(updateThread, { input: { threadId, locked: true } })).toBe('FORBIDDEN');
    await community.stop();
  });
});

describe('a mentor who is staff as well', () => {
  it.each(['COORDINATOR', 'PROGRAM_ADMIN', 'SAFEGUARDING_LEAD'])(
    'as %s gets no hold of the account of the own mentee, also while the match is stopped',
    async (role) => {
      const community = await startCommunity();
      const desk = await openDesk(community);
      const [ada, ben] = [await community.as('ada'), await community.as('ben')];
      await alsoEnrol(community, ada, desk.program, role);
      const acts: Record<string, object> = {
        setTemporaryPassword: { password: 'a lamp on seven stairs' },
        endMemberSessions: {},
        correctBirthDate: { birthDate: '2008-01-31', reason: 'a slip of the pen' },
      };
      const type = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const results: Record<string, string> = {
        setTemporaryPassword: 'expiresAt',
        endMemberSessions: 'endedSessions',
        correctBirthDate: '__typename',
      };
      const answers = async (): Promise<string[]> =>
        Promise.all(
          Object.entries(acts).map(([name, input]) =>
            ada.refused(`mutation ($input: ${type(name)}!) { ${name}(input: $input) { ${results[name]} } }`, {
              input: { accountId: ben.accountId, ...input },
            }),
          ),
        );
      expect(await answers()).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
      await flagWith(ben, { accountId: ada.accountId, category: 'UNSAFE_ADULT' });
      expect(new Set(await answers())).toEqual(new Set(['NOT_FOUND']));
      expect((await ben.run('Viewer')).viewer.account.username).toBe('ben');
      await community.stop();
    },
  );
});

describe('a lead who was stopped as a mentor', () => {
  it('is let back in by another lead alone', async () => {
    const community = await startCommunity();
    const desk = await openDesk(community);
    const [ada, sam] = [await community.as('ada'), await community.as('sam')];
    await alsoEnrol(community, ada, desk.program, 'SAFEGUARDING_LEAD');
    const mentor = await community.database.first<{ id: string }>(sql`
      update enrolment set status = 'PAUSED', pause_reason = 'SAFETY'
      where account_id = ${uuidOf('Account', ada.accountId ?? '')} and role = 'MENTOR' returning id`);
    const lift = 'mutation ($input: LiftStopInput!) { liftStop(input: $input) { enrolment { status } } }';
    const input = { enrolmentId: globalId('Enrolment', mentor?.id ?? ''), reason: 'It was a mistake of ours.' };
    expect(await ada.refused(lift, { input })).toBe('FORBIDDEN');
    expect((await sam.data(lift, { input })).liftStop.enrolment.status).toBe('ACTIVE');
    await community.stop();
  });
});
