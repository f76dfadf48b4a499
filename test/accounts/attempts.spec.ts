import { jest } from '@jest/globals';
import { AccessAttempts } from '#accounts';
import { logger, readGlobalId, sql } from '#platform';
import { Client } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { trailOf, Visitor } from './people.js';

describe('refused access', () => {
  let community: Community;
  const warned = jest.spyOn(logger, 'warn').mockImplementation(() => undefined);
  const flush = (): Promise<void> => community.app.get(AccessAttempts).flush();
  const uuidOf = async (username: string): Promise<string> => {
    const row = await community.database.first<{ id: string }>(
      sql`select id from account where username = ${username}`,
    );
    return row?.id ?? '';
  };

  beforeAll(async () => {
    community = await startCommunity({ env: { TRUST_PROXY: '1' } });
  });
  beforeEach(() => warned.mockClear());
  afterAll(async () => {
    await community.stop();
    jest.restoreAllMocks();
  });

  it('at the sign-in leaves a line for each account and minute, with how often, and one for all unknown names', async () => {
    const visitor = new Visitor(community.url, '198.51.100.1');
    for (let guess = 0; guess < 7; guess += 1) await visitor.outcome('ben', `secret-guess-${guess}`);
    for (const name of ['zanzibar', 'wobblegong', 'pumpernickel']) await visitor.outcome(name, 'secret-guess');
    expect(await trailOf(community.database, 'sign-in.failed')).toEqual([]);
    await flush();
    const failed = await trailOf(community.database, 'sign-in.failed');
    const ben = await uuidOf('ben');
    expect(failed).toHaveLength(2);
    expect(failed).toContainEqual(expect.objectContaining({ actorId: null, targetId: ben, facts: { count: 5 } }));
    expect(failed).toContainEqual(expect.objectContaining({ actorId: null, targetId: 'unknown', facts: { count: 3 } }));
    expect(await trailOf(community.database, 'sign-in.slowed')).toMatchObject([{ targetId: ben, facts: { count: 2 } }]);
    expect(warned).toHaveBeenCalledWith(
      { action: 'sign-in.failed', attempts: 8, accounts: 1 },
      'refused access of the last minute',
    );
    const [stored] = await community.database.rows<{ text: string }>(
      sql`select json_agg(e)::text as text from audit_event e`,
    );
    const all = [stored?.text, JSON.stringify(warned.mock.calls)].join();
    const secrets = ['secret-guess', 'zanzibar', 'wobblegong', 'pumpernickel', '198.51.100.1'];
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
    await flush();
    expect(await trailOf(community.database, 'sign-in.failed')).toHaveLength(2);
  });

  it('by guessed ids leaves a line for whoever guessed, by queries and mutations alike', async () => {
    const ada = await community.as('ada');
    const sam = await community.as('sam');
    const { viewer } = await sam.run('Viewer');
    const staffBoard = viewer.boards.nodes.find(({ kind }: { kind: string }) => kind === 'STAFF').id;
    await flush();
    await ada.data('query ($id: ID!) { node(id: $id) { id } other: board(id: $id) { id } }', { id: staffBoard });
    await ada.data('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [staffBoard, 'x', ada.accountId] });
    await ada.refused('mutation ($id: ID!) { setReaction(input: { postId: $id, kind: HEART, on: true }) { post { id } } }', { id: staffBoard }); // prettier-ignore
    await using stream = await ada.subscribe('subscription ($id: ID!) { boardEvents(boardId: $id) { kind } }', { id: staffBoard }); // prettier-ignore
    await stream.untilEnded();
    await community.anonymous.data('query ($id: ID!) { node(id: $id) { id } }', { id: staffBoard });
    await ada.run('Viewer');
    await flush();
    const lines = await trailOf(community.database, 'access.not-found');
    const uuid = readGlobalId(ada.accountId ?? '')?.uuid;
    expect(lines).toHaveLength(2);
    expect(lines).toContainEqual(expect.objectContaining({ actorId: uuid, targetId: uuid, facts: { count: 6 } }));
    expect(lines).toContainEqual(expect.objectContaining({ actorId: null, targetId: 'unknown', facts: { count: 1 } }));
    await ada.close();
  });

  it('by a wrong password in an open session leaves a line', async () => {
    const tokens = await new Visitor(community.url, '198.51.100.3').signIn('dan');
    const client = new Client(community.url, tokens);
    await client.refused('mutation { confirmPassword(input: { password: "wrong" }) { confirmedUntil } }');
    await client.refused(
      'mutation { changePassword(input: { currentPassword: "wrong", newPassword: "a quite different one" }) { ok } }',
    );
    await flush();
    const dan = await uuidOf('dan');
    expect(await trailOf(community.database, 'password.refused')).toMatchObject([
      { actorId: dan, targetId: dan, facts: { count: 2 } },
    ]);
  });

  it('of ten thousand accounts in a minute is two hundred lines, and none is lost from the count', async () => {
    const attempts = community.app.get(AccessAttempts);
    const before = (await trailOf(community.database, 'sign-in.failed')).length;
    for (let index = 0; index < 10_000; index += 1) attempts.note('sign-in.failed', `account-${index}`);
    await flush();
    const lines = (await trailOf(community.database, 'sign-in.failed')).slice(before);
    expect(lines.length).toBeLessThanOrEqual(201);
    const counted = lines.map(({ facts }) => (facts as { count: number }).count);
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(10_000);
  });
});
