import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { Clock } from '#platform';
import { AccessTokens } from '../../libs/accounts/access-tokens.js';
import { Signatures } from '../../libs/accounts/signatures.js';
import { makeKeySet, SigningKeys } from '../../libs/accounts/signing-keys.js';

/**
 * JSON Web Signatures. Nothing that is not exactly a token of ours may be taken for one.
 *
 * Project Wycheproof's vectors (Apache-2.0) are no part of this repository. They are read from the folder
 * PORCHLIGHT_CORPORA, or ../shared/corpora; where there is none, the suite says so and runs its own vectors only.
 */
const corpora = process.env['PORCHLIGHT_CORPORA'] ?? join(import.meta.dirname, '../../../shared/corpora');
const file = join(corpora, 'wycheproof-jws.json');
const EXPECTED = 401;

interface Group {
  public?: JWK;
  private?: JWK;
  tests: { tcId: number; comment: string; jws: string; result: 'valid' | 'invalid' }[];
}

const groups: Group[] = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as { testGroups: Group[] }).testGroups
  : [];

const algorithms = ['HS256', 'ES256', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

interface Verdict {
  name: string;
  valid: boolean;
  accepted: boolean;
}

/** Wycheproof's keys stand in for ours; the code under test is the one that every request passes. */
async function verdicts(): Promise<Verdict[]> {
  const found: Verdict[] = [];
  for (const group of groups) {
    const key = group.public ?? group.private ?? {};
    // ES521 is what RFC 7520's key is labelled in these vectors; its signatures say ES512.
    const signatures = await Signatures.of([{ ...key, alg: key.alg?.replace('ES521', 'ES512') }], algorithms);
    // Vectors 367 and 370 are meant to carry padding and carry none: letter for letter they are the valid 357, same key.
    const proper = new Set(group.tests.filter(({ result }) => result === 'valid').map(({ jws }) => jws));
    for (const { tcId, comment, jws } of group.tests) {
      const accepted = (await signatures.verify(jws)) !== null;
      found.push({ name: `${tcId} ${comment}`, valid: proper.has(jws), accepted });
    }
  }
  return found;
}

/** Refused all the same: an empty payload, characters outside base64url, and a key used with another algorithm than its own. */
const stricter = [
  ...['259', '264', '268', '272', '320', '325'].map((id) => `${id} emptyPayload`),
  ...['346 Figure20', '350 Figure20'],
  ...['372 InvalidCharacterInsertedInHeader', '373 InvalidCharacterInsertedInPayload'],
];

describe('Project Wycheproof', () => {
  if (groups.length === 0) {
    it('is not at hand', () => {
      console.warn(`JOSE: 0 of ${EXPECTED} outside vectors ran: ${file} is not there (set PORCHLIGHT_CORPORA).`);
    });
    return;
  }
  let all: Verdict[];
  beforeAll(async () => {
    all = await verdicts();
  });

  it('finds no forged or malleable signature that is accepted', () => {
    expect(all).toHaveLength(EXPECTED);
    expect(all.filter(({ valid, accepted }) => !valid && accepted)).toEqual([]);
  });

  it('finds every proper signature accepted, but for those that we are stricter about', () => {
    expect(all.filter(({ valid, accepted }) => valid && !accepted).map(({ name }) => name)).toEqual(stricter);
  });
});

describe('an access token', () => {
  const at = new Date('2026-09-01T08:00:00Z');
  const account = '01890a5d-ac96-774b-bcce-b302099a8057';
  const session = '01890a5d-ac96-774b-bcce-b302099a8058';
  const later = new Date('2026-10-01T08:00:00Z');
  const clock = new (class extends Clock {
    time = at;
    override now(): Date {
      return this.time;
    }
  })();
  let jwk: JWK;
  let keys: SigningKeys;
  let tokens: AccessTokens;
  let good: string;

  beforeAll(async () => {
    const text = await makeKeySet();
    [jwk] = (JSON.parse(text) as { keys: [JWK] }).keys;
    keys = await SigningKeys.from(text, 'test');
    tokens = await AccessTokens.with(keys, clock);
    good = (await tokens.issue(account, session, later)).accessToken;
  });
  beforeEach(() => {
    clock.time = at;
  });

  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: 'porchlight',
    aud: 'porchlight-api',
    sub: account,
    sid: session,
    exp: at.getTime() / 1000 + 60,
  };
  const header = (): object => ({ alg: 'EdDSA', typ: 'at+jwt', kid: keys.keyId });
  const signed = (head: object, body: object): string => {
    const input = `${part(head)}.${part(body)}`;
    const key = createPrivateKey({ key: jwk, format: 'jwk' });
    return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
  };
  const withHmac = (secret: string | Buffer): string => {
    const input = `${part({ ...header(), alg: 'HS256' })}.${part(claims)}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  };
  const edited = (index: number, edit: (text: string) => string): string =>
    good
      .split('.')
      .map((text, at) => (at === index ? edit(text) : text))
      .join('.');

  it('says whose it is, and until when: five minutes', async () => {
    const expected = { accountId: account, sessionId: session, expiresAt: new Date(at.getTime() + 300_000) };
    expect(await tokens.verify(good)).toEqual(expected);
    expect(await tokens.verify(good)).toEqual(expected);
    expect(await tokens.verify(signed(header(), claims))).not.toBeNull();
  });

  it('ends by the clock, remembered or not, and never outlives its session', async () => {
    expect(await tokens.verify(good)).not.toBeNull();
    clock.time = new Date(at.getTime() + 300_000);
    expect(await tokens.verify(good)).toBeNull();
    expect(await (await AccessTokens.with(keys, clock)).verify(good)).toBeNull();
    clock.time = at;
    const short = await tokens.issue(account, session, new Date(at.getTime() + 10_000));
    expect(short.expiresAt).toEqual(new Date(at.getTime() + 10_000));
  });

  it('of an older key is good until that key is taken away', async () => {
    const newer = (JSON.parse(await makeKeySet()) as { keys: [JWK] }).keys[0];
    const both = await SigningKeys.from(JSON.stringify({ keys: [newer, jwk] }), 'test');
    const alone = await SigningKeys.from(JSON.stringify({ keys: [newer] }), 'test');
    expect(await (await AccessTokens.with(both, clock)).verify(good)).not.toBeNull();
    expect(await (await AccessTokens.with(alone, clock)).verify(good)).toBeNull();
  });

  const forgeries: [string, () => string][] = [
    ['algorithm none', () => `${part({ ...header(), alg: 'none' })}.${part(claims)}.`],
    ['algorithm none with the old signature', () => edited(0, () => part({ ...header(), alg: 'none' }))],
    ['HS256 with the public key, as bytes', () => withHmac(Buffer.from(jwk.x ?? '', 'base64url'))],
    ['HS256 with the public key, as JSON', () => withHmac(JSON.stringify(keys.publicKeys[0]))],
    ['a key of its own in the header', () => signed({ ...header(), kid: 'mine', jwk: keys.publicKeys[0] }, claims)],
    ['no key id', () => signed({ alg: 'EdDSA', typ: 'at+jwt' }, claims)],
    ['an unknown critical header', () => signed({ ...header(), crit: ['exp'], exp: 1 }, claims)],
    ['another type', () => signed({ ...header(), typ: 'JWT' }, claims)],
    ['no type', () => signed({ alg: 'EdDSA', kid: keys.keyId }, claims)],
    ['another issuer', () => signed(header(), { ...claims, iss: 'elsewhere' })],
    ['another audience', () => signed(header(), { ...claims, aud: 'elsewhere' })],
    ['a list of audiences', () => signed(header(), { ...claims, aud: ['porchlight-api', 'elsewhere'] })],
    ['no end', () => signed(header(), { ...claims, exp: undefined })],
    ['an end as text', () => signed(header(), { ...claims, exp: String(claims.exp) })],
    ['a past end', () => signed(header(), { ...claims, exp: at.getTime() / 1000 - 1 })],
    ['no session', () => signed(header(), { ...claims, sid: undefined })],
    ['a subject that is no id', () => signed(header(), { ...claims, sub: "' or 1=1" })],
    ['a payload that is no object', () => signed(header(), [] as object)],
    ['another payload', () => edited(1, () => part({ ...claims, sub: session }))],
    ['a padded signature', () => `${good}==`],
    ['a padded payload', () => edited(1, (text) => `${text}=`)],
    ['bytes after the signature', () => `${good}AAAA`],
    ['a fourth part', () => `${good}.AAAA`],
    ['stray bits in the last letter', () => edited(2, (text) => `${text.slice(0, -1)}${next(text.at(-1) ?? '')}`)],
    ['the other base64 alphabet', () => edited(2, (text) => Buffer.from(text, 'base64url').toString('base64'))],
    ['white space', () => ` ${good}`],
    ['a line feed', () => `${good}\n`],
    ['nothing', () => ''],
    ['two dots', () => '..'],
    ['a megabyte', () => `${good.slice(0, -86)}${'A'.repeat(1_000_000)}`],
  ];

  it.each(forgeries)('with %s is nobody’s', async (_what, forge) => {
    const forged = forge();
    expect(forged).not.toBe(good);
    expect(await tokens.verify(forged)).toBeNull();
  });
});

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const next = (letter: string): string => alphabet[alphabet.indexOf(letter) + 1] ?? '';
