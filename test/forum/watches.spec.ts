import { globalId, sql } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, careOperations, startThread } from './boards.js';

describe('watches', () => {
  let community: Community;
  let ben: Client;
  let ada: Client;
  let cora: Client;
  let boardId: string;

  beforeAll(async () => {
    community = await startCommunity();
    [ben, ada, cora] = await Promise.all([community.as('ben'), community.as('ada'), community.as('cora')]);
    boardId = await boardOf(ben, 'COHORT');
  });
  afterAll(() => community.stop());

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
});
