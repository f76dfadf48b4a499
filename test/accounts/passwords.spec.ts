import { Client } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { demoPassword, isLive, openSocket, type Tokens, trailOf, Visitor } from './people.js';

const changeText = /* GraphQL */ `
  mutation ($currentPassword: String!, $newPassword: String!) {
    changePassword(input: { currentPassword: $currentPassword, newPassword: $newPassword }) {
      ok
      endedSessions
    }
  }
`;

describe('changing the password', () => {
  let community: Community;
  let url: string;
  const signIn = (username: string, password?: string): Promise<Tokens> =>
    new Visitor(url, '198.51.100.1').signIn(username, password);
  const change = (tokens: Tokens, currentPassword: string, newPassword: string): ReturnType<Client['send']> =>
    new Client(url, tokens).send(changeText, { currentPassword, newPassword });

  beforeAll(async () => {
    community = await startCommunity({ env: { TRUST_PROXY: '1' } });
    ({ url } = community);
  });
  afterAll(() => community.stop());

  it('makes the new one good and the old one not, and ends every other session with its sockets', async () => {
    const [here, elsewhere] = [await signIn('ada'), await signIn('ada')];
    const socket = await openSocket(url, elsewhere);
    const { data } = await change(here, demoPassword, 'a quite different one');
    expect(data).toEqual({ changePassword: { ok: true, endedSessions: 1 } });
    expect(await socket.closed()).toBe(4401);
    expect([await isLive(url, here), await isLive(url, elsewhere)]).toEqual([true, false]);
    const visitor = new Visitor(url, '198.51.100.2');
    expect(await visitor.outcome('ada', demoPassword)).toBe('UNAUTHENTICATED');
    expect(await visitor.outcome('ada', 'a quite different one')).toBe('SIGNED_IN');
    expect(await trailOf(community.database, 'password.changed')).toHaveLength(1);
  });

  it.each([
    ['without the current one', 'wrong-password', 'a quite different one', 'currentPassword'],
    ['to a short one', demoPassword, 'short', 'newPassword'],
    ['to one of the commonest', demoPassword, 'Password123', 'newPassword'],
    ['to the same one', demoPassword, demoPassword, 'newPassword'],
  ])('is refused %s', async (_what, currentPassword, newPassword, field) => {
    const tokens = await signIn('ben');
    const { errors } = await change(tokens, currentPassword, newPassword);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', fields: [{ field }] });
    expect(await isLive(url, await signIn('ben'))).toBe(true);
  });

  it('is slowed down for a thief of tokens who guesses', async () => {
    const tokens = await signIn('dan');
    const codes = [];
    for (let guess = 0; guess < 6; guess += 1) {
      codes.push((await change(tokens, `guess-${guess}`, 'a quite different one')).errors?.[0]?.extensions.code);
    }
    expect(codes).toEqual([...Array<string>(5).fill('INVALID_INPUT'), 'RATE_LIMITED']);
    expect(await signIn('dan')).toBeDefined();
  });

  it('twice at once with the same current one changes it once', async () => {
    const tokens = await signIn('cora');
    const answers = await Promise.all([
      change(tokens, demoPassword, 'the first new one'),
      change(tokens, demoPassword, 'the second new one'),
    ]);
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'CHANGED');
    expect(codes.sort()).toEqual(['CHANGED', 'CONFLICT']);
  });

  it('is for those who are signed in', async () => {
    const answer = await community.anonymous.refused(changeText, { currentPassword: 'x', newPassword: 'y' });
    expect(answer).toBe('UNAUTHENTICATED');
  });
});
