import { globalId, sql, uuidOf } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, careOperations, startThread } from './boards.js';

describe('watches', () => {
  let community: Community;
  let ben: Client;
  let ada: Client;
  let cora: Client;
  let boardId: string;

  beforeEach(async () => {
    community = await startCommunity();
    [ben, ada, cora] = await Promise.all([community.as('ben'), community.as('ada'), community.as('cora')]);
    boardId = await boardOf(ben, 'COHORT');
  });
  afterEach(() => community.stop());

  const watchOf = async (client: Client, threadId: string): Promise<Data> =>
    (await client.data(careOperations.thread, { id: threadId })).thread.watch;
  const choose = (client: Client, input: object): Promise<Data> => client.run('SetWatch', { input });

  it('begin by themselves for who writes, with the reason, and never overrule what was chosen', async () => {
    const { threadId } = await startThread(ben, boardId);
    expect(await watchOf(ben, threadId)).toEqual({ level: 'ALL', reason: 'WROTE', asleep: false });
    expect(await watchOf(ada, threadId)).toBeNull();
    await ada.run('CreatePost', { input: { threadId, body: 'I reply.' } });
    expect(await watchOf(ada, threadId)).toEqual({ level: 'REPLIES_AND_MENTIONS', reason: 'REPLIED', asleep: false });
    await choose(ada, { threadId, level: 'MUTED' });
    await ada.run('CreatePost', { input: { threadId, body: 'I reply again.' } });
    expect(await watchOf(ada, threadId)).toEqual({ level: 'MUTED', reason: 'CHOSE', asleep: false });
  });

  it('are for a thread or a board that is there, one of them', async () => {
    const { threadId } = await startThread(ben, boardId);
    const refused = async (client: Client, input: object): Promise<string> =>
      client.refused(contractOperation('SetWatch'), { input });
    expect(await refused(ada, { threadId, boardId, level: 'ALL' })).toBe('INVALID_INPUT');
    expect(await refused(ada, { level: 'ALL' })).toBe('INVALID_INPUT');
    expect(await refused(await community.as('finn'), { threadId, level: 'ALL' })).toBe('NOT_FOUND');
    expect(await refused(await community.as('eve'), { boardId, level: 'ALL' })).toBe('NOT_FOUND');
  });

  it('fall asleep when access is lost, and are offered again on return, not silently active (S9)', async () => {
    const { threadId } = await startThread(ada, boardId, [], 'Before the leave');
    await choose(ben, { threadId, level: 'ALL' });
    await choose(ben, { boardId, level: 'ALL' });
    const [enrolment] = await community.database.rows<{ id: string; consent: string }>(sql`
      select e.id, c.id as consent from enrolment e join account a on a.id = e.account_id
        join consent c on c.enrolment_id = e.id where a.username = 'ben' and c.kind = 'PARTICIPATION'`);
    const consentId = globalId('Consent', enrolment?.consent ?? '');
    await cora.run('RevokeConsent', { input: { consentId, reason: 'Guardian asked' } });
    await ada.run('CreatePost', { input: { threadId, body: 'While he is away.' } });
    expect((await ben.data(careOperations.thread, { id: threadId })).thread).toBeNull();
    await cora.run('RecordConsent', {
      input: {
        enrolmentId: globalId('Enrolment', enrolment?.id ?? ''),
        kind: 'PARTICIPATION',
        method: 'SIGNED_FORM',
        evidence: 'Form 7',
        guardianName: 'A guardian',
        expiresAt: new Date(community.clock.now().getTime() + 300 * 86_400_000).toISOString(),
      },
    });
    expect(await watchOf(ben, threadId)).toEqual({ level: 'ALL', reason: 'CHOSE', asleep: true });
    await choose(ben, { threadId, level: 'ALL' });
    expect(await watchOf(ben, threadId)).toEqual({ level: 'ALL', reason: 'CHOSE', asleep: false });
  });

  it('sleep only where access is lost: a mentor whose match ends for safety, her mentee not', async () => {
    const matchBoard = await boardOf(ada, 'MATCH');
    const elsewhere = (await startThread(ada, boardId, [], 'In the cohort')).threadId;
    const { threadId } = await startThread(ada, matchBoard, [], 'In the match');
    for (const client of [ada, ben]) await choose(client, { threadId, level: 'ALL' });
    const [match] = await community.database.rows<{ id: string }>(sql`
      select match_id as id from board where id = ${uuidOf('Board', matchBoard)}::uuid`);
    const matchId = globalId('Match', match?.id ?? '');
    await cora.run('ChangeMatchState', { input: { matchId, state: 'PAUSED', reason: 'Holiday' } });
    expect(await asleep('ada', threadId)).toBe(false);
    await cora.run('ChangeMatchState', { input: { matchId, state: 'CLOSED_SAFETY', reason: 'A concern' } });
    expect(await asleep('ada', threadId)).toBe(true);
    expect(await asleep('ben', threadId)).toBe(false);
    // A stop for safety reaches all of the program: she reads nothing there any more.
    expect(await asleep('ada', elsewhere)).toBe(true);
  });

  it('sleep for the coordinator who hands a match over', async () => {
    const sam = await community.as('sam');
    const matchBoard = await boardOf(ben, 'MATCH');
    const { threadId } = await startThread(ben, matchBoard, [], 'In the match');
    await choose(cora, { threadId, level: 'ALL' });
    const [match] = await community.database.rows<{ id: string }>(sql`
      select match_id as id from board where id = ${uuidOf('Board', matchBoard)}::uuid`);
    const input = { matchId: globalId('Match', match?.id ?? ''), coordinatorId: sam.accountId };
    await (
      await community.as('olu')
    ).data(`mutation ($input: AssignCoordinatorInput!) { assignCoordinator(input: $input) { match { id } } }`, {
      input,
    });
    expect(await asleep('cora', threadId)).toBe(true);
  });

  const asleep = async (username: string, threadId: string): Promise<boolean | undefined> =>
    (
      await community.database.first<{ asleep: boolean }>(sql`
        select asleep_since is not null as asleep from watch w join account a on a.id = w.account_id
        where a.username = ${username} and w.thread_id = ${uuidOf('Thread', threadId)}::uuid`)
    )?.asleep;
});
