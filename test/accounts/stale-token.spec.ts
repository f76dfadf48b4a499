import { Client, contractOperation } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';

describe('a client whose access token is no longer good', () => {
  let community: Community;
  beforeAll(async () => {
    community = await startCommunity();
  });
  afterAll(() => community.stop());

  it('is told so on every operation, and still gets a fresh token with that header in place', async () => {
    const ben = await community.anonymous.signedInAs('ben');
    const stale = new Client(community.url, { accessToken: 'eyJhbGciOiJFZERTQSJ9.e30.AA', refreshToken: '' });
    const answer = await stale.send(contractOperation('Viewer'));
    expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    // Not even what anybody may ask: a client must notice that its session needs a refresh.
    expect((await stale.send('{ __typename }')).status).toBe(401);
    const { refreshSession } = await stale.run('RefreshSession', { input: { refreshToken: ben.tokens?.refreshToken } });
    expect(refreshSession.accessToken).toEqual(expect.any(String));
    const { signIn } = await stale.run('SignIn', { input: { username: 'ada', password: 'porchlight-demo' } });
    expect(signIn.accessToken).toEqual(expect.any(String));
    expect((await stale.send(`mutation { signOut { ok } }`)).status).toBe(401);
  });
});
