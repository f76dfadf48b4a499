import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { Visitor } from './people.js';

const password = 'frequency hopping';

/** Ravi administers the second program, of another organisation than Ada's. */
describe('the names that others have', () => {
  let community: Community;
  let ravi: Client, cora: Client;

  beforeEach(async () => {
    community = await startCommunity();
    [ravi, cora] = [await community.as('ravi'), await community.as('cora')];
  });
  afterEach(() => community.stop());

  const create = async (client: Client, username: string, more: object = {}): Promise<Data> =>
    await client.send(contractOperation('CreateAccount'), {
      input: { username, displayName: 'Robin', password, ...more },
    });
  const made = async (client: Client, username: string, more: object = {}): Promise<string> => {
    const { data, errors } = await create(client, username, more);
    expect(errors).toBeUndefined();
    return data.createAccount.account.username;
  };

  it('are refused to those who look after the person, and given with digits to everybody else', async () => {
    expect(await made(ravi, 'rosalind')).toBe('rosalind');
    for (const username of ['ada', 'ADA', 'c1eo']) {
      expect((await create(cora, username)).errors?.[0].extensions).toMatchObject({ fields: [{ field: 'username' }] });
      const given = await made(ravi, username);
      expect(given).toMatch(new RegExp(`^${username}\\.[2-9]{4}$`));
      const { data } = await new Visitor(community.url, '198.51.100.7').trySignIn(given, password);
      expect(data.signIn.viewer.account.username).toBe(given);
    }
    // Whoever had the name goes on with it.
    expect((await community.anonymous.signedInAs('ada')).accountId).toBe((await community.as('ada')).accountId);
  });

  it('are not found out by trying: after a few, no name is given as it was asked for', async () => {
    for (const username of ['ada', 'ben', 'cleo']) expect(await made(ravi, username)).not.toBe(username);
    for (const username of ['mia', 'nobody.has.this', 'dan', 'nor.this']) {
      expect(await made(ravi, username)).toMatch(new RegExp(`^${username}\\.[2-9]{4}$`));
    }
    expect(await made(cora, 'nobody.has.this')).toBe('nobody.has.this');
    community.clock.advance(86_400_001);
    const tomorrow = await community.anonymous.signedInAs('ravi');
    expect(await made(tomorrow, 'margaret')).toBe('margaret');
  });

  it('are refused to who made the account, though it is enrolled nowhere yet', async () => {
    expect(await made(ravi, 'rosalind')).toBe('rosalind');
    expect((await create(ravi, 'Rosalind')).errors?.[0].extensions).toMatchObject({ fields: [{ field: 'username' }] });
  });

  it('stay the same for a call that is repeated', async () => {
    const again = { idempotencyKey: 'one' };
    const given = await made(ravi, 'ada', again);
    expect(await made(ravi, 'ada', again)).toBe(given);
  });

  it('have nothing to do with addresses: two people may have one', async () => {
    const email = { email: 'ada@example.org' };
    expect(await made(cora, 'first.one', email)).toBe('first.one');
    expect(await made(ravi, 'second.one', email)).toBe('second.one');
  });
});
