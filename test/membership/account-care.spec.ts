import { jest } from '@jest/globals';
import { sql } from '#platform';
import { isLive, openSocket, trailOf, Visitor, type Tokens } from '../accounts/people.js';
import { Client } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';

const setText =
  'mutation ($input: SetTemporaryPasswordInput!) { setTemporaryPassword(input: $input) { expiresAt endedSessions } }';
const endText = 'mutation ($input: EndMemberSessionsInput!) { endMemberSessions(input: $input) { endedSessions } }';
const confirmText = 'mutation ($input: ConfirmPasswordInput!) { confirmPassword(input: $input) { confirmedUntil } }';
const password = 'told on the telephone';

// Each password is hashed, which takes as long as the machine needs.
jest.setTimeout(300_000);

describe('the account of somebody in the care of staff', () => {
  let community: Community;
  let url: string;
  let next = 0;
  const signIn = (username: string): Promise<Tokens> => new Visitor(url, `198.51.100.${(next += 1)}`).signIn(username);
  const as = (username: string): Promise<Client> => community.anonymous.signedInAs(username);
  const idOf = async (username: string): Promise<string> => (await as(username)).accountId ?? '';
  const end = async (by: string, whose: string): Promise<string> => {
    const answer = await (await as(by)).send(endText, { input: { accountId: await idOf(whose) } });
    return answer.errors?.[0]?.extensions.code ?? 'ENDED';
  };
  const set = async (by: string, whose: string): Promise<string> => {
    const answer = await (await as(by)).send(setText, { input: { accountId: await idOf(whose), password } });
    return answer.errors?.[0]?.extensions.code ?? 'SET';
  };

  beforeEach(async () => {
    community = await startCommunity({ env: { TRUST_PROXY: '1' } });
    ({ url } = community);
  });
  afterEach(() => community.stop());

  it('can be signed out everywhere, sockets at once, with a line in the trail of the program', async () => {
    const [here, there, dans] = [await signIn('ben'), await signIn('ben'), await signIn('dan')];
    const socket = await openSocket(url, here);
    const cora = await as('cora');
    const accountId = await idOf('ben');
    expect(await cora.data(endText, { input: { accountId } })).toEqual({ endMemberSessions: { endedSessions: 3 } });
    expect(await socket.closed()).toBe(4401);
    expect([await isLive(url, here), await isLive(url, there), await isLive(url, dans)]).toEqual([false, false, true]);
    expect(await trailOf(community.database, 'account.signed-out')).toMatchObject([
      { actorRole: 'COORDINATOR', facts: { sessions: 3 } },
    ]);
    const [line] = await community.database.rows<{ programId: string | null }>(
      sql`select program_id as "programId" from audit_event where action = 'account.signed-out'`,
    );
    expect(line?.programId).not.toBeNull();
    expect((await trailOf(community.database, 'session.ended')).at(-1)).toMatchObject({ reasonCode: 'ENDED_BY_STAFF' });
    expect(await isLive(url, await signIn('ben'))).toBe(true);
  });

  it.each([
    ['cora', 'ben'],
    ['olu', 'mia'],
    ['sam', 'olu'],
  ])('may be signed out, and get a new password, from %s for %s', async (by, whose) => {
    expect([await end(by, whose), await set(by, whose)]).toEqual(['ENDED', 'SET']);
  });

  it('may not be touched from below, beside, or another program', async () => {
    const refused = [
      ['mia', 'ben', 'FORBIDDEN'],
      ['ada', 'ben', 'FORBIDDEN'],
      ['cora', 'mia', 'FORBIDDEN'],
      ['cora', 'olu', 'FORBIDDEN'],
      ['olu', 'sam', 'FORBIDDEN'],
      ['cora', 'sam', 'FORBIDDEN'],
      ['cora', 'cora', 'FORBIDDEN'],
      ['pia', 'ben', 'NOT_FOUND'],
      ['cora', 'finn', 'NOT_FOUND'],
      ['pia', 'cora', 'NOT_FOUND'],
    ] as const;
    for (const [by, whose, code] of refused) {
      expect([by, whose, await end(by, whose), await set(by, whose)]).toEqual([by, whose, code, code]);
      expect(await isLive(url, await signIn(whose))).toBe(true);
    }
  });

  it('is nothing to a program that has only invited its person', async () => {
    await community.database.run(sql`
      insert into enrolment (id, account_id, program_id, role, status, created_at)
      select gen_random_uuid(), cleo.id, e.program_id, 'MENTOR', 'INVITED', cleo.created_at
      from account cleo, account pia join enrolment e on e.account_id = pia.id
      where cleo.username = 'cleo' and pia.username = 'pia'`);
    expect([await set('pia', 'cleo'), await end('pia', 'cleo')]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });

  it('that is also in another program gets a password only from somebody who stands above them in both', async () => {
    await community.database.run(sql`
      insert into enrolment (id, account_id, program_id, role, status, created_at, accepted_at)
      select gen_random_uuid(), ben.id, e.program_id, 'MENTEE', 'ACTIVE', ben.created_at, ben.created_at
      from account ben, account pia join enrolment e on e.account_id = pia.id
      where ben.username = 'ben' and pia.username = 'pia'`);
    expect([await set('cora', 'ben'), await set('pia', 'ben')]).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    // Signing out does no harm, so one program is enough.
    expect([await end('cora', 'ben'), await end('pia', 'ben')]).toEqual(['ENDED', 'ENDED']);
  });

  it('of staff in another program is not theirs to touch who only know the person as a member', async () => {
    await community.database.run(sql`
      insert into enrolment (id, account_id, program_id, role, status, created_at, accepted_at)
      select gen_random_uuid(), sam.id, e.program_id, 'MENTOR', 'ACTIVE', sam.created_at, sam.created_at
      from account sam, account pia join enrolment e on e.account_id = pia.id
      where sam.username = 'sam' and pia.username = 'pia'`);
    expect([await set('pia', 'sam'), await end('pia', 'sam')]).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it('gets a new password only from staff who gave their own of late', async () => {
    const accountId = await idOf('ben');
    const tokens = await signIn('cora');
    community.clock.advance(601_000);
    const refreshText =
      'mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { accessToken refreshToken } }';
    const { refreshSession } = await community.anonymous.data(refreshText, {
      input: { refreshToken: tokens.refreshToken },
    });
    const cora = new Client(url, refreshSession);
    const input = { accountId, password };
    expect(await cora.refused(setText, { input })).toBe('PASSWORD_CONFIRMATION_REQUIRED');
    await cora.data(confirmText, { input: { password: 'porchlight-demo' } });
    expect(await cora.refused(setText, { input: { accountId, password: 'Lantern2026!' } })).toBe('INVALID_INPUT');
    expect(await cora.refused(setText, { input: { accountId, password: 'LanternMentoring' } })).toBe('INVALID_INPUT');
    expect(await cora.data(setText, { input })).toMatchObject({ setTemporaryPassword: { endedSessions: 1 } });
    expect(await trailOf(community.database, 'password.set')).toMatchObject([{ actorRole: 'COORDINATOR', facts: {} }]);
  });
});
