import { Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { codeOf, demoPassword, isLive, openSocket, type Tokens, trailOf, Visitor } from './people.js';

const viewerFields = `viewer {
  account { id username }
  enrolments { id role }
  boards(first: 50) { nodes { id title unreadCount } }
  drafts(first: 50) { nodes { id body } }
}`;
const ownText = `{ ${viewerFields} }`;
const signInText = `mutation ($input: SignInInput!) { signIn(input: $input) { accessToken refreshToken ${viewerFields} } }`;
const refreshText = `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { accessToken refreshToken ${viewerFields} } }`;

describe('who is signed in', () => {
  let community: Community;
  let url: string;
  let bens: Data;
  const signIn = (username: string): Promise<Tokens> => new Visitor(url, '198.51.100.1').signIn(username);
  const ben = { username: 'ben', password: demoPassword };

  beforeAll(async () => {
    community = await startCommunity({ env: { TRUST_PROXY: '1' } });
    ({ url } = community);
    for (const person of ['ada', 'ben']) {
      const client = await community.as(person);
      const { viewer } = await client.data(ownText);
      const boardId = viewer.boards.nodes[0].id;
      await client.data('mutation ($input: SaveDraftInput!) { saveDraft(input: $input) { draft { id } } }', {
        input: { boardId, title: 'A draft', body: `a draft of ${person}` },
      });
    }
    bens = (await (await community.as('ben')).data(ownText)).viewer;
    expect(bens.drafts.nodes).toMatchObject([{ body: 'a draft of ben' }]);
  });
  afterAll(() => community.stop());

  it('after a sign-in with the token of somebody else is the one who signed in, in every field, and the other is out', async () => {
    const adas = await signIn('ada');
    const socket = await openSocket(url, adas);
    const { signIn: payload } = await new Client(url, adas).data(signInText, { input: ben });
    expect(payload.viewer).toEqual(bens);
    expect(await socket.closed()).toBe(4401);
    expect(await isLive(url, adas)).toBe(false);
    expect((await new Client(url, payload).data(ownText)).viewer).toEqual(bens);
    const trail = await trailOf(community.database, 'session.ended');
    expect(trail.at(-1)).toMatchObject({ reasonCode: 'SIGNED_IN_AS_ANOTHER' });
  });

  it('after a refresh with the token of somebody else is the one of the refreshed session, and the other is out', async () => {
    const [adas, benTokens] = [await signIn('ada'), await signIn('ben')];
    const input = { refreshToken: benTokens.refreshToken };
    const { refreshSession: payload } = await new Client(url, adas).data(refreshText, { input });
    expect(payload.viewer).toEqual(bens);
    expect([await isLive(url, adas), await isLive(url, payload)]).toEqual([false, true]);
  });

  it('after a failed sign-in or refresh is still the one of before', async () => {
    const adas = await signIn('ada');
    const client = new Client(url, adas);
    expect(codeOf(await client.send(signInText, { input: { ...ben, password: 'wrong' } }))).toBe('UNAUTHENTICATED');
    expect(codeOf(await client.send(refreshText, { input: { refreshToken: 'x' } }))).toBe('UNAUTHENTICATED');
    expect(await isLive(url, adas)).toBe(true);
  });

  it('after signing in once more is the same person, in both sessions', async () => {
    const first = await signIn('ben');
    const { signIn: second } = await new Client(url, first).data(signInText, { input: ben });
    expect([await isLive(url, first), await isLive(url, second)]).toEqual([true, true]);
  });

  it('over a socket of somebody else ends that socket', async () => {
    const client = new Client(url, await signIn('ada'));
    await using stream = await client.subscribe(signInText, { input: ben });
    await stream.untilEnded();
    expect(await isLive(url, client.tokens as Tokens)).toBe(false);
    // If the answer came before the socket closed, it was Ben's.
    for (const { data } of stream.events) expect(data.signIn.viewer).toEqual(bens);
    await client.close();
  });

  it.each([
    ['signIn(input: $input) { accessToken } saveDraft(input: $draft) { draft { id } }'],
    ['saveDraft(input: $draft) { draft { id } } again: signIn(input: $input) { accessToken }'],
    ['...on Mutation { signIn(input: $input) { accessToken } } ...Rest'],
  ])('cannot change in the middle of an operation: %s', async (fields) => {
    const adas = await signIn('ada');
    const rest = fields.includes('...Rest')
      ? 'fragment Rest on Mutation { saveDraft(input: $draft) { draft { id } } }'
      : '';
    const draft = { boardId: bens.boards.nodes[0].id, title: 'Smuggled', body: 'smuggled' };
    const answer = await new Client(url, adas).send(
      `mutation ($input: SignInInput!, $draft: SaveDraftInput!) { ${fields} } ${rest}`,
      { input: ben, draft },
    );
    expect([answer.data, codeOf(answer)]).toEqual([undefined, 'GRAPHQL_VALIDATION_FAILED']);
    expect(await isLive(url, adas)).toBe(true);
    expect((await (await community.as('ben')).data(ownText)).viewer).toEqual(bens);
  });

  it.each([
    ['signOut', 'signOut { ok }'],
    ['signOutEverywhere', 'signOutEverywhere { ok }'],
  ])('is nobody in what stands behind %s', async (name, field) => {
    const tokens = await signIn('dan');
    const { viewer } = await new Client(url, tokens).data(ownText);
    const input = { boardId: viewer.boards.nodes[0].id, title: 'Late', body: 'too late' };
    const answer = await new Client(url, tokens).send(
      `mutation ($input: SaveDraftInput!) { ${field} saveDraft(input: $input) { draft { id } } }`,
      { input },
    );
    expect(answer.errors).toMatchObject([{ path: ['saveDraft'], extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(answer.data ?? {}).not.toHaveProperty('saveDraft.draft');
    expect(name in (answer.data ?? { [name]: null })).toBe(true);
    expect((await new Client(url, await signIn('dan')).data(ownText)).viewer.drafts.nodes).toEqual([]);
  });
});
