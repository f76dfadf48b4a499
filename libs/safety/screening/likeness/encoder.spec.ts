import { DIMENSIONS, encode, type Vector } from './encoder.js';
import { Meanings } from './meanings.js';

const product = (one: Vector, other: Vector): number => {
  let sum = 0;
  for (let at = 0; at < DIMENSIONS; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
};
const only = async (stretch: string): Promise<Vector> => (await encode([stretch]))[0] ?? [];

describe('the encoder', () => {
  it('sees what is meant, whatever the words', async () => {
    const [help, same, other] = await Promise.all(
      [
        'nobody at home gives me anything to eat',
        'there is never food for me in our kitchen',
        'my robot can turn left',
      ].map(only),
    );
    expect(help).toHaveLength(DIMENSIONS);
    expect(product(help!, same!)).toBeGreaterThan(product(help!, other!) + 0.2);
  });

  it('says the same each time, alone and beside others', async () => {
    const [alone, again, [, , beside]] = await Promise.all([
      only('see you on tuesday'),
      only('see you on tuesday'),
      encode(['first', 'a second one that is longer', 'see you on tuesday']),
    ]);
    expect(again).toEqual(alone);
    expect(product(beside!, alone)).toBeGreaterThan(0.9999);
  });

  it('refuses what it fails at, and goes on', async () => {
    await expect(encode([])).rejects.toThrow();
    expect(await only('still here')).toHaveLength(DIMENSIONS);
  });
});

describe('meanings', () => {
  it('are known from the second reading on, of what was doubtful in the first', async () => {
    const meanings = new Meanings();
    expect(await meanings.settle()).toBe(false);
    expect(meanings.of(['hello', 'there'], 1)).toBeUndefined();
    expect(await meanings.settle()).toBe(true);
    expect(meanings.of(['hello', 'there'], 1)).toHaveLength(DIMENSIONS);
    expect(await meanings.settle()).toBe(false);
  });

  it('are asked of the gravest alone where much is doubtful', async () => {
    const meanings = new Meanings();
    const stretches = Array.from({ length: 40 }, (_, at) => [`sentence${String(at)}`, 'x'.repeat(50)]);
    stretches.forEach((words, at) => meanings.of(words, at));
    await meanings.settle();
    const known = stretches.filter((words) => meanings.of(words, 0) !== undefined);
    expect(known.length).toBeGreaterThan(1);
    expect(known.length).toBeLessThan(7);
    expect(known.at(-1)).toEqual(stretches.at(-1));
  });
});
