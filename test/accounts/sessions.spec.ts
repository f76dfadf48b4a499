import { Jobs, sql } from '#platform';
import { Client } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { codeOf, isLive, openSocket, refresh, type Tokens, trailOf, tryRefresh, Visitor } from './people.js';

const sessionsText = '{ mySessions { nodes { id device address current lastUsedAt } pageInfo { hasNextPage } } }';
const endText = 'mutation ($id: ID!) { endSession(input: { sessionId: $id }) { session { id current } } }';

describe('a session', () => {
  let community: Community;
  let url: string;
  const signIn = (username: string, address = '198.51.100.1'): Promise<Tokens> =>
    new Visitor(url, address).signIn(username);
  const clientOf = (tokens: Tokens): Client => new Client(url, tokens);

  beforeAll(async () => {
    community = await startCommunity({ env: { TRUST_PROXY: '1' } });
    ({ url } = community);
  });
  afterAll(() => community.stop());

  describe('that is refreshed', () => {
    it('gets new tokens each time, and is the same session', async () => {
      const first = await signIn('ada');
      const second = await refresh(url, first.refreshToken);
      const third = await refresh(url, second.refreshToken);
      expect(new Set([first.refreshToken, second.refreshToken, third.refreshToken]).size).toBe(3);
      expect(await isLive(url, third)).toBe(true);
      const current = await sessionIdsOf(third);
      expect(current).toEqual(await sessionIdsOf(first));
    });

    it('ends when an old token comes back, in the trail as well, and at once for tokens and sockets', async () => {
      const first = await signIn('ada');
      const socket = await openSocket(url, first);
      const second = await refresh(url, first.refreshToken);
      community.clock.advance(61_000);
      expect(codeOf(await tryRefresh(url, first.refreshToken))).toBe('UNAUTHENTICATED');
      expect(await isLive(url, second)).toBe(false);
      expect(codeOf(await tryRefresh(url, second.refreshToken))).toBe('UNAUTHENTICATED');
      expect(await socket.closed()).toBe(4401);
      const trail = await trailOf(community.database, 'session.replayed');
      expect(trail.at(-1)).toMatchObject({ actorId: null, reasonCode: 'REPLAYED', facts: {} });
    });

    it('goes on when the answer was lost and the client asks again within a minute', async () => {
      const first = await signIn('ada');
      await refresh(url, first.refreshToken);
      community.clock.advance(59_000);
      const again = await refresh(url, first.refreshToken);
      expect(await isLive(url, again)).toBe(true);
      expect(await isLive(url, await refresh(url, again.refreshToken))).toBe(true);
    });

    it('ends when the old token comes back within a minute, yet its answer had arrived', async () => {
      const first = await signIn('ada');
      const second = await refresh(url, first.refreshToken);
      const third = await refresh(url, second.refreshToken);
      expect(codeOf(await tryRefresh(url, first.refreshToken))).toBe('UNAUTHENTICATED');
      expect(await isLive(url, third)).toBe(false);
    });

    it('fifty times at once with one token goes on in one line, not in fifty', async () => {
      const first = await signIn('ben');
      const all = await Promise.all(Array.from({ length: 50 }, () => refresh(url, first.refreshToken)));
      expect(new Set(all.map(({ refreshToken }) => refreshToken)).size).toBe(50);
      const [used, other] = all as [Tokens, Tokens];
      const next = await refresh(url, used.refreshToken);
      expect(await isLive(url, next)).toBe(true);
      community.clock.advance(61_000);
      expect(codeOf(await tryRefresh(url, other.refreshToken))).toBe('UNAUTHENTICATED');
      expect(await isLive(url, next)).toBe(false);
    });

    it.each(['', 'A'.repeat(43), '\0', 'x'.repeat(10_000)])('with what is no token is refused: %j', async (token) => {
      expect(codeOf(await tryRefresh(url, token))).toBe('UNAUTHENTICATED');
    });

    it('is over after two weeks without, and after thirty days in any case', async () => {
      const idle = await signIn('dan');
      let kept = await signIn('dan');
      for (let day = 0; day < 30; day += 10) {
        kept = await refresh(url, kept.refreshToken);
        community.clock.advance(9.9 * 86_400_000);
      }
      expect(codeOf(await tryRefresh(url, idle.refreshToken))).toBe('UNAUTHENTICATED');
      kept = await refresh(url, kept.refreshToken);
      community.clock.advance(0.4 * 86_400_000);
      expect(codeOf(await tryRefresh(url, kept.refreshToken))).toBe('UNAUTHENTICATED');
    });
  });

  describe('that is signed out', () => {
    it('is over at once, sockets included, and no other session is', async () => {
      const [here, elsewhere] = [await signIn('cora'), await signIn('cora')];
      const socket = await openSocket(url, here);
      expect(await clientOf(here).run('SignOut')).toEqual({ signOut: { ok: true } });
      expect(await socket.closed()).toBe(4401);
      expect(await isLive(url, here)).toBe(false);
      expect(codeOf(await tryRefresh(url, here.refreshToken))).toBe('UNAUTHENTICATED');
      expect(await isLive(url, elsewhere)).toBe(true);
    });

    it('everywhere takes all sessions of the account along, and nobody else’s', async () => {
      const mine = [await signIn('sam'), await signIn('sam'), await signIn('sam')] as const;
      const others = await signIn('olu');
      const socket = await openSocket(url, mine[0]);
      const { signOutEverywhere } = await clientOf(mine[1]).data('mutation { signOutEverywhere { ok endedSessions } }');
      expect(signOutEverywhere).toEqual({ ok: true, endedSessions: 3 });
      expect(await socket.closed()).toBe(4401);
      expect(await Promise.all(mine.map((tokens) => isLive(url, tokens)))).toEqual([false, false, false]);
      expect(await isLive(url, others)).toBe(true);
    });
  });

  describe('is listed', () => {
    it('to its own person, with device, address and which one is current', async () => {
      const home = await new Visitor(url, '203.0.113.7').signIn('finn');
      const school = await new Visitor(url, '2001:db8::7').signIn('finn');
      const { mySessions } = await clientOf(home).data(sessionsText);
      expect(mySessions.nodes).toMatchObject([
        { address: '2001:db8::7', current: false, device: 'node' },
        { address: '203.0.113.7', current: true },
      ]);
      const { mySessions: page } = await clientOf(school).data(
        '{ mySessions(first: 1) { nodes { current } pageInfo { hasNextPage } } }',
      );
      expect(page).toEqual({ nodes: [{ current: true }], pageInfo: { hasNextPage: true } });
    });

    it('and ended from there; one of somebody else is not there', async () => {
      const [mine, lost] = [await signIn('mia'), await signIn('mia')];
      const [lostId] = await sessionIdsOf(lost);
      const stranger = await signIn('nia');
      expect(await clientOf(stranger).refused(endText, { id: lostId })).toBe('NOT_FOUND');
      const node = 'query ($id: ID!) { node(id: $id) { id } }';
      expect(await clientOf(stranger).data(node, { id: lostId })).toEqual({ node: null });
      expect(await clientOf(mine).data(node, { id: lostId })).toEqual({ node: { id: lostId } });
      expect(await clientOf(mine).data(endText, { id: lostId })).toEqual({
        endSession: { session: { id: lostId, current: false } },
      });
      expect(await isLive(url, lost)).toBe(false);
      expect(await isLive(url, mine)).toBe(true);
      expect(await clientOf(mine).refused(endText, { id: lostId })).toBe('NOT_FOUND');
      expect(await clientOf(mine).refused(endText, { id: 'nonsense' })).toBe('NOT_FOUND');
    });
  });

  describe('that others are ended from', () => {
    const confirmText =
      'mutation ($password: String!) { confirmPassword(input: { password: $password }) { confirmedUntil } }';
    const everywhereText = 'mutation { signOutEverywhere { ok } }';
    const tenMinutes = 600_000;

    it('needs the password again ten minutes after the sign-in, and does so for ten minutes', async () => {
      let here = await signIn('gus');
      const lost = await signIn('gus');
      const [lostId] = await sessionIdsOf(lost);
      community.clock.advance(tenMinutes + 1_000);
      here = await refresh(url, here.refreshToken);
      const client = clientOf(here);
      expect(await client.refused(endText, { id: lostId })).toBe('PASSWORD_CONFIRMATION_REQUIRED');
      expect(await client.refused(everywhereText)).toBe('PASSWORD_CONFIRMATION_REQUIRED');
      expect(await isLive(url, await refresh(url, lost.refreshToken))).toBe(true);
      expect(await client.refused(confirmText, { password: 'wrong' })).toBe('INVALID_INPUT');
      expect(await client.refused(endText, { id: lostId })).toBe('PASSWORD_CONFIRMATION_REQUIRED');
      const { confirmPassword } = await client.data(confirmText, { password: 'porchlight-demo' });
      const left = new Date(confirmPassword.confirmedUntil).getTime() - community.clock.now().getTime();
      expect(left).toBeLessThanOrEqual(tenMinutes);
      expect(await client.data(endText, { id: lostId })).toHaveProperty('endSession.session.id', lostId);
      community.clock.advance(tenMinutes + 1_000);
      here = await refresh(url, here.refreshToken);
      expect(await clientOf(here).refused(everywhereText)).toBe('PASSWORD_CONFIRMATION_REQUIRED');
      // One's own session needs nothing: to leave must be easy.
      const [hereId] = await sessionIdsOf(here);
      expect(await clientOf(here).data(endText, { id: hereId })).toHaveProperty('endSession.session.id', hereId);
      expect(await isLive(url, here)).toBe(false);
    });

    it('shares its count of wrong passwords with changing them', async () => {
      const client = clientOf(await signIn('ravi'));
      for (let guess = 0; guess < 5; guess += 1) await client.refused(confirmText, { password: `guess-${guess}` });
      expect(await client.refused(confirmText, { password: 'porchlight-demo' })).toBe('RATE_LIMITED');
    });
  });

  it('is one of twenty-five at most: the one that was used longest ago ends, and its person is told', async () => {
    const signInText =
      'mutation ($input: SignInInput!) { signIn(input: $input) { accessToken refreshToken endedSessions { id device } } }';
    const input = { username: 'pia', password: 'porchlight-demo' };
    const open = async (): Promise<Tokens & { endedSessions: { id: string }[] }> =>
      (await community.anonymous.data(signInText, { input })).signIn;
    let used = await open();
    const unused = await open();
    const socket = await openSocket(url, unused);
    const [unusedId] = await sessionIdsOf(unused);
    community.clock.advance(1_000);
    used = { ...used, ...(await refresh(url, used.refreshToken)) };
    for (let count = 2; count < 25; count += 1) expect((await open()).endedSessions).toEqual([]);
    const newest = await open();
    expect(newest.endedSessions).toMatchObject([{ id: unusedId, device: 'node' }]);
    expect(await socket.closed()).toBe(4401);
    expect([await isLive(url, unused), await isLive(url, used), await isLive(url, newest)]).toEqual([
      false,
      true,
      true,
    ]);
    const { mySessions } = await clientOf(newest).data('{ mySessions(first: 100) { nodes { id } } }');
    expect(mySessions.nodes).toHaveLength(25);
    expect((await trailOf(community.database, 'session.ended')).at(-1)).toMatchObject({ reasonCode: 'TOO_MANY' });
    const atOnce = await Promise.all(Array.from({ length: 10 }, open));
    expect(atOnce.map(({ endedSessions }) => endedSessions.length)).toEqual(Array<number>(10).fill(1));
    const [last] = atOnce;
    const after = await clientOf(last as Tokens).data('{ mySessions(first: 100) { nodes { id } } }');
    expect(after.mySessions.nodes).toHaveLength(25);
  });

  it('is deleted with its address thirty days after its start, and an old guess after a day', async () => {
    await signIn('dan');
    await new Visitor(url, '203.0.113.9').outcome('dan', 'wrong-password');
    community.clock.advance(30 * 86_400_000 + 1_000);
    const fresh = await signIn('dan', '203.0.113.10');
    const purge = community.app.get(Jobs).all.get('accounts.purge');
    const attempt = { number: 1, signal: new AbortController().signal };
    for (let run = 0; run < 2; run += 1) await purge?.({} as never, attempt);
    const left = await community.database.rows(sql`select address from session`);
    expect(left).toEqual([{ address: '203.0.113.10' }]);
    expect(await community.database.rows(sql`select key from sign_in_throttle`)).toEqual([]);
    expect(await isLive(url, await refresh(url, fresh.refreshToken))).toBe(true);
  });

  /** Ids of the session that these tokens belong to. */
  async function sessionIdsOf(tokens: Tokens): Promise<string[]> {
    const { mySessions } = await clientOf(tokens).data(sessionsText);
    return (mySessions.nodes as { id: string; current: boolean }[])
      .filter(({ current }) => current)
      .map(({ id }) => id);
  }
});
