import { audienceOf, type BoardPlace, BoardReaders, Observers } from '#membership';
import { globalId, sql, type TokenClaims, type Viewer, ViewerLoader } from '#platform';
import { type Community, startCommunity } from '../support/community.js';
import { statementsOf } from '../support/statements.js';

const people = ['ada', 'ben', 'cleo', 'dan', 'eve', 'finn', 'gus', 'mia', 'cora', 'sam', 'olu', 'nia'];

describe('the viewer of a request', () => {
  let community: Community;
  let loader: ViewerLoader;
  const claims: TokenClaims[] = [];
  const viewers = new Map<string, Viewer>();

  beforeAll(async () => {
    community = await startCommunity();
    loader = community.app.get(ViewerLoader);
    for (const name of people) {
      await community.as(name);
      const row = await community.database.first<{ accountId: string; sessionId: string }>(sql`
        select a.id as "accountId", s.id as "sessionId" from account a join session s on s.account_id = a.id
        where a.username_key = ${name}`);
      if (!row) throw new Error(`${name} has no session`);
      const claim = { ...row, expiresAt: new Date('2030-01-01T00:00:00Z') };
      claims.push(claim);
      const viewer = await loader.load(claim);
      if (viewer) viewers.set(name, viewer);
    }
  });
  afterAll(() => community.stop());

  const claimsOf = (name: string): TokenClaims => {
    const claim = claims[people.indexOf(name)];
    if (!claim) throw new Error(`${name} is not of the demo`);
    return claim;
  };

  it('is the same whether loaded alone or among many', async () => {
    const many = await loader.loadMany(claims);
    expect(many.size).toBe(people.length);
    for (const name of people) expect(many.get(claimsOf(name).sessionId)).toEqual(viewers.get(name));
  });

  it('is loaded in one statement, alone or among many', async () => {
    expect(await statementsOf(() => loader.load(claimsOf('cora')))).toHaveLength(1);
    expect(await statementsOf(() => loader.loadMany(claims))).toHaveLength(1);
  });

  it('holds nothing while the consent is missing, and knows that it is', () => {
    expect(viewers.get('eve')).toMatchObject({ enrolments: [], keys: [], consentMissing: true });
    expect(viewers.get('ben')).toMatchObject({ consentMissing: false });
  });

  it('does not exist with the session of somebody else', async () => {
    const mixed = { ...claimsOf('ben'), sessionId: claimsOf('ada').sessionId };
    expect(await loader.load(mixed)).toBeNull();
    expect((await loader.loadMany([mixed])).size).toBe(0);
  });

  it('does not exist once the session or the account has ended', async () => {
    const [gus, nia] = [claimsOf('gus'), claimsOf('nia')];
    await community.database.run(sql`
      update session set ended_at = ${community.clock.now()}, end_reason = 'SIGNED_OUT' where id = ${gus.sessionId}`);
    await community.database.run(sql`update account set status = 'SUSPENDED' where id = ${nia.accountId}`);
    for (const ended of [gus, nia]) {
      expect(await loader.load(ended)).toBeNull();
      expect((await loader.loadMany([ended])).size).toBe(0);
    }
  });

  it('finds the readers of a board by the same keys, and names its staff as observers', async () => {
    const { programId } = viewers.get('cora')?.enrolments[0] ?? { programId: '' };
    const match = await community.database.first<{ id: string }>(sql`
      select m.id from match m join match_participant mp on mp.match_id = m.id
      where mp.account_id = ${claimsOf('ben').accountId}`);
    const places: BoardPlace[] = [
      { kind: 'MATCH', programId, matchId: match?.id ?? '' },
      { kind: 'PROGRAM', programId },
      { kind: 'STAFF', programId },
    ];
    const staff = new Set(['cora', 'mia', 'sam', 'olu']);
    for (const place of places) {
      const { audience } = audienceOf(place);
      const reading = people.filter((name) => viewers.get(name)?.keys.some((key) => audience.includes(key)));
      const found = await community.app.get(BoardReaders).named(audience, people);
      expect(found.map(({ username }) => username).sort()).toEqual(reading.sort());
      const observers = await community.app.get(Observers).observersOf(place);
      const watching = reading
        .filter((name) => staff.has(name))
        .map((name) => globalId('Account', claimsOf(name).accountId));
      expect(observers.map(({ id }) => id).sort()).toEqual(watching.sort());
    }
  });
});
