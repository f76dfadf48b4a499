import { Refusal } from '#platform';
import { formatPhc, parsePhc, Passwords } from './passwords.js';

describe('a password hash', () => {
  const passwords = new Passwords();

  it('is argon2id with 19 MiB, two passes and one lane, as a PHC string with its own salt', async () => {
    const [one, other] = await Promise.all([passwords.hash('porchlight-demo'), passwords.hash('porchlight-demo')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
    expect(formatPhc(parsePhc(one))).toBe(one);
  });

  it('verifies the password that made it, in either composition, and no other', async () => {
    const phc = await passwords.hash('Zoë’s bicycle');
    expect(await passwords.verify(phc, 'Zoe\u0308’s bicycle')).toBe(true);
    expect(await passwords.verify(phc, 'zoë’s bicycle')).toBe(false);
    expect(await passwords.verify(phc, '')).toBe(false);
    expect(await passwords.verify(phc, 'x'.repeat(100_000))).toBe(false);
  });

  it('takes a hash that the reference implementation made with other costs', async () => {
    // phc-winner-argon2, src/test.c: argon2id, t = 2, m = 2^16, p = 1, "password", "somesalt".
    const phc = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await passwords.verify(phc, 'password')).toBe(true);
    expect(await passwords.verify(phc, 'Password')).toBe(false);
  });

  it('is never right for nobody, and takes as long', async () => {
    const phc = await passwords.hash('porchlight-demo');
    let [known, unknown] = [Infinity, Infinity];
    const time = async (hash: string | null): Promise<number> => {
      const start = performance.now();
      expect(await passwords.verify(hash, 'wrong-password')).toBe(false);
      return performance.now() - start;
    };
    // The fastest of each, since whatever else the machine does only adds.
    for (let round = 0; round < 12; round += 1) {
      known = Math.min(known, await time(phc));
      unknown = Math.min(unknown, await time(null));
    }
    expect(unknown / known).toBeGreaterThan(0.3);
    expect(unknown / known).toBeLessThan(3);
  });

  it.each(['', 'plain', '$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$' + 'A'.repeat(43), '$2b$10$abc'])(
    'that is not argon2id is a fault, never a match: %s',
    async (phc) => expect(passwords.verify(phc, 'x')).rejects.toThrow('PHC'),
  );

  it('refuses what finds the queue full, at once and with a time to come back', async () => {
    const busy = new Passwords();
    const attempts = await Promise.allSettled(Array.from({ length: 80 }, () => busy.verify(null, 'x')));
    const refused = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason as Refusal] : []));
    expect(refused).toHaveLength(80 - 2 - 64);
    expect(refused[0]).toMatchObject({ code: 'UNAVAILABLE', detail: { retryAfterSeconds: 2 } });
    expect(await busy.verify(null, 'x')).toBe(false);
  });
});
