import { jest } from '@jest/globals';
import { sql } from '#platform';
import type { Answer } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { demoPassword, Visitor } from './people.js';

/** What an answer tells, without what differs from request to request. */
const told = ({ status, data, errors }: Answer): string =>
  JSON.stringify({ status, data, errors }).replaceAll(/,"requestId":"[^"]+"/g, '');

// Each password is hashed, which takes as long as the machine needs.
jest.setTimeout(300_000);

describe('wrong passwords from one address', () => {
  let community: Community;
  let next = 0;
  const visitor = (): Visitor => new Visitor(community.url, `203.0.113.${(next += 1)}`);
  const inRows = async <Result>(times: number, one: (index: number) => Promise<Result>): Promise<Result[]> => {
    const results: Result[] = [];
    for (let from = 0; from < times; from += 10) {
      const size = Math.min(10, times - from);
      results.push(...(await Promise.all(Array.from({ length: size }, (_, index) => one(from + index)))));
    }
    return results;
  };
  const pupils = Array.from({ length: 50 }, (_, index) => `pupil.${index}`);

  beforeAll(async () => {
    community = await startCommunity({ env: { TRUST_PROXY: '1' } });
    community.clock.hold(community.clock.now());
    await community.database.run(sql`
      insert into account (id, username, username_key, username_skeleton, display_name, password_hash, status, created_at)
      select gen_random_uuid(), name, name, name, 'Pupil', a.password_hash, 'ACTIVE', a.created_at
      from unnest(${pupils}::text[]) name, account a where a.username = 'ada'`);
  });
  afterAll(() => community.stop());

  it('by fifty pupils of one school keep none of them out', async () => {
    const school = visitor();
    const mistyped = await inRows(pupils.length, (index) => school.outcome(pupils[index] ?? '', 'porchlihgt-demo'));
    expect(new Set(mistyped)).toEqual(new Set(['UNAUTHENTICATED']));
    const right = await inRows(pupils.length, (index) => school.outcome(pupils[index] ?? ''));
    expect(new Set(right)).toEqual(new Set(['SIGNED_IN']));
    // What they mistyped was taken back with the right one, so tomorrow is the same.
    const again = await inRows(10, (index) => school.outcome(pupils[index] ?? '', 'porchlihgt-demo'));
    expect(new Set(again)).toEqual(new Set(['UNAUTHENTICATED']));
  });

  it('for a list of names get through a hundred at once, then one in ten seconds', async () => {
    const thief = visitor();
    const outcomes = await inRows(115, (index) => thief.outcome(`listed-${index}`));
    expect(outcomes.filter((outcome) => outcome === 'UNAUTHENTICATED')).toHaveLength(100);
    expect(outcomes.slice(100)).toEqual(Array<string>(15).fill('RATE_LIMITED'));
    const refused = await thief.trySignIn('listed-again');
    expect(refused.errors?.[0]?.extensions['retryAfterSeconds']).toBeLessThanOrEqual(10);
    community.clock.advance(60_000);
    const later = await inRows(9, (index) => thief.outcome(`later-${index}`));
    expect(later.filter((outcome) => outcome === 'UNAUTHENTICATED')).toHaveLength(6);
  });

  it('in a flood do not keep out who signs in from there, nor for long who is new there', async () => {
    const school = visitor();
    await school.signIn('finn');
    await inRows(100, (index) => school.outcome(`flood-${index}`));
    expect(await school.outcome('flood-more')).toBe('RATE_LIMITED');
    expect(await school.outcome('finn')).toBe('SIGNED_IN');
    expect(await school.outcome('gus')).toBe('RATE_LIMITED');
    community.clock.advance(10_000);
    expect(await school.outcome('gus')).toBe('SIGNED_IN');
    expect(await visitor().outcome('gus')).toBe('SIGNED_IN');
  });

  describe('never tell who has signed in from there', () => {
    it.each([
      [
        'after a list of names',
        async (school: Visitor) => void (await inRows(101, (n) => school.outcome(`probe-${n}`))),
      ],
      ['at first', () => Promise.resolve()],
    ])('%s', async (_when, before) => {
      const school = visitor();
      await school.signIn('cleo');
      await before(school);
      for (let guess = 0; guess < 8; guess += 1) {
        const [here, existing, unknown] = [
          await school.trySignIn('cleo', 'a wrong one'),
          await school.trySignIn('dan', 'a wrong one'),
          await school.trySignIn(`nobody-${next}`, 'a wrong one'),
        ].map(told);
        expect(existing).toBe(here);
        expect(unknown).toBe(here);
      }
      community.clock.advance(86_400_001);
    });

    it('nor, while a pause is on, whether a password was right', async () => {
      const stranger = visitor();
      for (const name of ['olu', 'sam', 'nobody.at.all']) {
        for (let guess = 0; guess < 5; guess += 1) await stranger.outcome(name, `guess-${guess}`);
      }
      const elsewhere = visitor();
      for (let guess = 0; guess < 7; guess += 1) {
        const right = told(await elsewhere.trySignIn('olu'));
        expect(JSON.parse(right)).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
        expect(told(await elsewhere.trySignIn('sam', 'a wrong one'))).toBe(right);
        expect(told(await elsewhere.trySignIn('nobody.at.all'))).toBe(right);
      }
      community.clock.advance(30_000);
      expect(await visitor().outcome('olu')).toBe('SIGNED_IN');
    });

    it('when somebody far away guesses at one of them', async () => {
      const school = visitor();
      await school.signIn('ben');
      const stranger = visitor();
      for (let guess = 0; guess < 8; guess += 1) await stranger.outcome('ben', `guess-${guess}`);
      for (let guess = 0; guess < 8; guess += 1) await stranger.outcome('ravi', `guess-${guess}`);
      const [known, other] = [await school.trySignIn('ben', 'no'), await school.trySignIn('ravi', 'no')];
      const code = (answer: Answer): unknown => answer.errors?.[0]?.extensions.code;
      expect([code(known), code(other)]).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
      expect(await school.outcome('ben')).toBe('SIGNED_IN');
    });
  });

  it('at the person’s own place while a stranger guesses as well are still counted', async () => {
    const school = visitor();
    await school.signIn('nia');
    const stranger = visitor();
    for (let guess = 0; guess < 6; guess += 1) await stranger.outcome('nia', `guess-${guess}`);
    // A classmate's guesses are refused like the stranger's, and the fifth closes this place too.
    for (let guess = 0; guess < 5; guess += 1)
      expect(await school.outcome('nia', `mine-${guess}`)).toBe('RATE_LIMITED');
    expect(await school.outcome('nia')).toBe('RATE_LIMITED');
    community.clock.advance(30_000);
    expect(await school.outcome('nia')).toBe('SIGNED_IN');
  });

  it('from thirty addresses at one account are few, and its owner still gets in', async () => {
    const home = visitor();
    await home.signIn('pia');
    const outcomes = await inRows(30, (index) =>
      new Visitor(community.url, `192.0.2.${index + 1}`).outcome('pia', `guess-${index}`),
    );
    expect(outcomes.filter((outcome) => outcome === 'UNAUTHENTICATED')).toHaveLength(5);
    expect(await new Visitor(community.url, '192.0.2.200').outcome('pia', demoPassword)).toBe('RATE_LIMITED');
    expect(await home.outcome('pia')).toBe('SIGNED_IN');
  });
});
