import { readGlobalId, sql } from '#platform';
import { type Client, contractOperation } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { trailOf, Visitor } from './people.js';

const person = {
  username: 'Hedy',
  displayName: 'Hedy',
  password: 'frequency hopping',
  birthDate: '2012-11-09',
  email: 'hedy@example.org',
};

describe('creating an account', () => {
  let community: Community;
  let cora: Client;
  const create = (client: Client, input: object): ReturnType<Client['send']> =>
    client.send(contractOperation('CreateAccount'), { input: { ...person, ...input } });
  const faultOf = async (input: object): Promise<unknown> =>
    (await create(cora, input)).errors?.[0]?.extensions['fields'];

  beforeAll(async () => {
    community = await startCommunity({ env: { TRUST_PROXY: '1' } });
    cora = await community.as('cora');
  });
  afterAll(() => community.stop());

  it('by a coordinator gives somebody a name to sign in with, and leaves a line in the trail without any text', async () => {
    const { createAccount } = await cora.run('CreateAccount', { input: person });
    expect(createAccount.account).toMatchObject({ username: 'Hedy', displayName: 'Hedy' });
    const { viewer } = (await new Visitor(community.url, '198.51.100.1').trySignIn('hedy', person.password)).data
      .signIn;
    expect(viewer.account.id).toBe(createAccount.account.id);
    const trail = await trailOf(community.database, 'account.created');
    const uuid = readGlobalId(createAccount.account.id)?.uuid;
    expect(trail.at(-1)).toMatchObject({
      actorId: readGlobalId(cora.accountId ?? '')?.uuid,
      actorRole: 'COORDINATOR',
      targetId: uuid,
      facts: {},
    });
  });

  it.each(['ada', 'ben', 'mia', 'eve'])('is not for %s', async (username) => {
    const answer = await create(await community.as(username), { username: 'intruder' });
    expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await community.database.rows(sql`select from account where username = 'intruder'`)).toEqual([]);
  });

  it.each([
    ['taken', 'ada'],
    ['taken in other letters', 'ADA'],
    ['like a taken one with a digit for a letter', 'c1eo'],
    ['like a taken one with r and n for m', 'rnia'],
    ['in Cyrillic, looking like Latin', '\u0441\u043er\u0430'],
    ['wholly in letters that look like a taken one', '\u0430\u0501\u0430'],
    ['with a bidi control in it', 'ada\u202e'],
    ['with an unseen character in it', 'a\u200bda'],
    ['with a tower of marks', `ada${'\u0301'.repeat(6)}`],
  ])('refuses a username that is %s', async (_what, username) => {
    expect(await faultOf({ username })).toMatchObject([{ field: 'username' }]);
  });

  it.each([
    ['displayName', { displayName: '\u0421ora' }],
    ['displayName', { displayName: ' \u200b ' }],
    ['password', { password: 'short' }],
    ['password', { password: '12345678' }],
    ['password', { username: 'Greta.T2003', password: 'greta.t2003' }],
    ['email', { email: 'not an address' }],
    ['email', { email: 'a@b@example.org' }],
    ['email', { email: 'Hedy <hedy@example.org>' }],
    ['birthDate', { birthDate: '2999-01-01' }],
  ])('names the field that is not acceptable: %s', async (field, input) => {
    expect(await faultOf({ username: 'newcomer', ...input })).toMatchObject([{ field }]);
    expect(await community.database.rows(sql`select from account where username = 'newcomer'`)).toEqual([]);
  });

  it('cleans the display name of what is not seen', async () => {
    const { data } = await create(cora, { username: 'margaret', displayName: ' Mar\u202egaret\u200b  H. ' });
    expect(data.createAccount.account.displayName).toBe('Margaret H.');
  });

  it('twice at once with one name makes one account', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => create(cora, { username: 'twin' })));
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
  });

  it('with one idempotency key makes one account and answers the same, and never keeps the password', async () => {
    const input = { username: 'dorothy', idempotencyKey: 'row-7' };
    const answers = await Promise.all([1, 2, 3].map(() => create(cora, input)));
    expect(new Set(answers.map(({ data }) => data?.createAccount.account.id)).size).toBe(1);
    const other = await create(cora, { ...input, displayName: 'Other' });
    expect(other.errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('shows the account by its id to its own person, and to peers no more than a name', async () => {
    const [ada, ben] = [await community.as('ada'), await community.as('ben')];
    const node = 'query ($id: ID!) { node(id: $id) { id ... on Account { username birthDate email } } }';
    expect((await ben.data(node, { id: ben.accountId })).node).toMatchObject({ id: ben.accountId, username: 'ben' });
    // A Person to her (test/membership): nothing of the account is in the answer.
    expect(await ada.data(node, { id: ben.accountId })).toEqual({ node: { id: ben.accountId } });
    expect(await community.anonymous.data(node, { id: ben.accountId })).toEqual({ node: null });
  });
});
