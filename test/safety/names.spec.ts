import { type Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { type Desk, openDesk } from './desk.js';

const rename = 'mutation ($input: ChangeDisplayNameInput!) { changeDisplayName(input: $input) { displayName waits } }';
const create = 'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id displayName } } }';
const undo = 'mutation ($input: UndoDecisionInput!) { undoDecision(input: $input) { reviewable { id state } } }';
const queue = `query ($id: ID!) { reviewQueue(programId: $id, first: 100) { nodes {
  id kind state version subject { id displayName } evidence { title body } findings { ruleId } revision { id } } } }`;

describe('the name that others see', () => {
  let community: Community;
  let desk: Desk;
  let ada: Client, ben: Client, cora: Client, mia: Client, sam: Client;

  beforeAll(async () => {
    community = await startCommunity();
    desk = await openDesk(community);
    const clients = await Promise.all(['ada', 'ben', 'cora', 'mia', 'sam'].map((name) => community.as(name)));
    [ada, ben, cora, mia, sam] = clients as [Client, Client, Client, Client, Client];
  });
  afterAll(() => community.stop());

  const change = async (client: Client, displayName: string, accountId?: string | null): Promise<Data> =>
    (await client.data(rename, { input: { displayName, accountId } })).changeDisplayName;
  const made = async (username: string, displayName: string): Promise<Data> => {
    const input = { username, displayName, password: 'a-long-enough-secret' };
    return (await cora.data(create, { input })).createAccount.account;
  };
  const itemOf = async (accountId: string | null, reader = mia): Promise<Data> => {
    const { reviewQueue } = await reader.data(queue, { id: desk.program });
    return reviewQueue.nodes.find(({ subject }: Data) => subject?.id === accountId);
  };
  const nameOf = async (client: Client): Promise<string> => (await client.run('Viewer')).viewer.account.displayName;
  const others = async (): Promise<string> => {
    const { viewer } = await ada.run('Viewer');
    const board = viewer.boards.nodes.find(({ kind }: Data) => kind === 'MATCH');
    return JSON.stringify(await ada.run('Board', { id: board.id, first: 20 }));
  };

  it('changes at once if nothing is wrong with it', async () => {
    expect(await change(ben, 'Benno')).toEqual({ displayName: 'Benno', waits: false });
    expect(await nameOf(ben)).toBe('Benno');
    expect(await change(cora, 'Ben', ben.accountId)).toEqual({ displayName: 'Ben', waits: false });
    expect(await nameOf(ben)).toBe('Ben');
  });

  it('waits for a human when it tells too much, and nobody sees it before', async () => {
    expect(await change(ben, 'Ben 07700 900123')).toEqual({ displayName: 'Ben', waits: true });
    expect(await nameOf(ben)).toBe('Ben');
    expect(await others()).not.toContain('900123');
    const item = await itemOf(ben.accountId);
    expect(item).toMatchObject({
      kind: 'PROFILE_TEXT',
      evidence: { title: 'DISPLAY_NAME', body: 'Ben 07700 900123' },
      findings: [{ ruleId: expect.stringMatching(/^PII-PHONE/) }],
    });
  });

  it('is decided about as it stands: another one meanwhile makes the decision stale', async () => {
    const item = await itemOf(ben.accountId);
    await change(ben, 'Ben (moderator)');
    expect(await desk.refusedDecision('mia', item, { decision: 'APPROVE' })).toBe('CONFLICT');
    expect(await nameOf(ben)).toBe('Ben');
    const again = await itemOf(ben.accountId);
    expect(again).toMatchObject({ id: item.id, evidence: { body: 'Ben (moderator)' } });
    expect(again.findings).toEqual([{ ruleId: 'NAME.STAFF-WORD' }]);
  });

  it('is refused with words for the person, and one is called as before', async () => {
    const item = await itemOf(ben.accountId);
    expect(await desk.refusedDecision('mia', item, { decision: 'REJECT' })).toBe('INVALID_INPUT');
    await desk.decide('mia', item, { decision: 'REJECT', reasonCode: 'OTHER' });
    expect(await nameOf(ben)).toBe('Ben');
    const { viewer } = await ben.run('MyDecisions', { first: 1 });
    expect(viewer.decisions.nodes[0]).toMatchObject({ kind: 'REJECT', appealableUntil: null, post: null });
    expect(viewer.decisions.nodes[0].statement).toContain('You can choose another name at any time.');
  });

  it('is taken when a human approves it, and given back when that is undone', async () => {
    await change(ben, 'Mod Ben');
    const { decision } = await desk.decide('mia', await itemOf(ben.accountId), { decision: 'APPROVE' });
    expect(await nameOf(ben)).toBe('Mod Ben');
    await mia.data(undo, { input: { decisionId: decision.id } });
    expect(await nameOf(ben)).toBe('Ben');
    expect((await itemOf(ben.accountId)).state).toBe('PENDING');
    await change(ben, 'Benny');
    expect(await itemOf(ben.accountId)).toBeUndefined();
    expect(await nameOf(ben)).toBe('Benny');
  });

  it.each(['Mia', 'MIA', 'Moderator', 'Adm1n', 'Safeguarding Team', 'Porchlight Support'])(
    'does not pass for staff: %s',
    async (name) => {
      expect((await change(ada, name)).waits).toBe(true);
      expect(await nameOf(ada)).toBe('Ada');
    },
  );

  it.each(['Stafford', 'Modesty', 'Teamo', 'Ada L.', 'Élodie', 'Zoë 2', 'Ada.co', 'J.D. Me'])(
    'is not held for nothing: %s',
    async (name) => {
      expect(await change(ada, name)).toEqual({ displayName: name, waits: false });
      await change(ada, 'Ada');
    },
  );

  it('is no place for a link', async () => {
    expect(await change(ada, 'see wombats.com')).toEqual({ displayName: 'Ada', waits: true });
    await change(ada, 'Ada');
  });

  const enrol = async (accountId: string, role: string): Promise<void> => {
    const olu = await community.as('olu');
    const { viewer } = await ada.run('Viewer');
    const cohortId = viewer.enrolments[0].cohort?.id ?? null;
    const input = { accountId, programId: desk.program, role, ...(role === 'MENTOR' ? { cohortId } : {}) };
    await olu.run('Enrol', { input });
  };

  it('given to a new account waits too, if it tells too much', async () => {
    expect(await made('rosalind', 'Rosalind')).toMatchObject({ displayName: 'Rosalind' });
    const { id, displayName } = await made('rosalind.f', 'Rosalind 07700 900123');
    expect(displayName).toBe('New member');
    expect(await desk.refusedDecision('cora', await itemOf(id), { decision: 'APPROVE' })).toBe('NOT_FOUND');
  });

  it('may say what staff are, for staff alone', async () => {
    const { id } = await made('vera', 'Vera, Moderator');
    await enrol(id, 'MODERATOR');
    const vera = await community.anonymous.signedInAs('vera', 'a-long-enough-secret');
    expect(await nameOf(vera)).toBe('Vera, Moderator');
    expect(await change(vera, 'Vera (staff)')).toEqual({ displayName: 'Vera (staff)', waits: false });
  });

  it('that passes for staff is stopped at the door, and not decided by who gave it', async () => {
    const { id, displayName } = await made('rosa.staff', 'Staff Rosa');
    expect(displayName).toBe('Staff Rosa');
    await enrol(id, 'MENTOR');
    const item = await itemOf(id);
    expect(await desk.refusedDecision('cora', item, { decision: 'APPROVE' })).toBe('NOT_FOUND');
    await desk.decide('mia', item, { decision: 'APPROVE' });
    const rosa = await community.anonymous.signedInAs('rosa.staff', 'a-long-enough-secret');
    expect(await nameOf(rosa)).toBe('Staff Rosa');
  });

  it('opens a case when it is a cry for help', async () => {
    const help =
      'mutation ($input: ChangeDisplayNameInput!) { changeDisplayName(input: $input) { displayName supportResources { title } } }';
    const input = { displayName: 'I will kill myself tonight' };
    const { changeDisplayName } = await ben.data(help, { input });
    expect(changeDisplayName.supportResources.length).toBeGreaterThan(0);
    expect(await nameOf(ben)).toBe('Benny');
    expect(await itemOf(ben.accountId)).toBeUndefined();
    expect(await itemOf(ben.accountId, sam)).toMatchObject({ kind: 'PROFILE_TEXT' });
    const { safetyCases } = await sam.data(
      'query ($id: ID!) { safetyCases(programId: $id, first: 9) { nodes { category } } }',
      { id: desk.program },
    );
    expect(safetyCases.nodes).toContainEqual({ category: 'PROFILE_TEXT' });
  });

  it('is changed by oneself and by those who make accounts there, and by nobody else', async () => {
    const finn = await community.as('finn');
    const eve = await community.as('eve');
    const input = { displayName: 'Nobody', accountId: ben.accountId };
    for (const client of [ada, mia, finn, eve]) expect(await client.refused(rename, { input })).toBe('NOT_FOUND');
    expect(await cora.refused(rename, { input: { ...input, accountId: finn.accountId } })).toBe('NOT_FOUND');
    expect(await eve.refused(rename, { input: { displayName: 'Evelyn' } })).toBe('CONSENT_REQUIRED');
    expect(await ben.refused(rename, { input: { displayName: ' ' } })).toBe('INVALID_INPUT');
  });

  it('leaves lines in the trail, and no name in them', async () => {
    const olu = await community.as('olu');
    const trail = await olu.run('AuditTrail', { programId: desk.program, first: 100 });
    expect(JSON.stringify(trail)).toContain('account.renamed');
    for (const name of ['Benno', 'Rosa', 'Mod Ben', 'kill']) expect(JSON.stringify(trail)).not.toContain(name);
  });
});
