import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TUNED, corpus } from '../corpus-for-specs.js';
import { SCALE } from './model.js';
import { packed, train } from './train.js';
import { WEIGHTS } from './weights.js';

const HEADER =
  '/** Made by `likeness/train.ts` from the tuned part of `test/corpus`; never edit by hand. One signed byte per bucket and class. */\n';

describe('the likeness weights', () => {
  it('are what the trainer makes of the corpus', () => {
    const made = packed(train(corpus(...TUNED)), SCALE);
    if (process.env['WRITE_WEIGHTS'] === '1') {
      writeFileSync(join(import.meta.dirname, 'weights.ts'), `${HEADER}export const WEIGHTS =\n  '${made}';\n`);
      return;
    }
    const stored = Buffer.from(WEIGHTS, 'base64');
    const fresh = Buffer.from(made, 'base64');
    expect(stored.length).toBe(fresh.length);
    const apart = stored.reduce(
      (sum, byte, at) => sum + (Math.abs(((byte << 24) >> 24) - (((fresh[at] ?? 0) << 24) >> 24)) > 1 ? 1 : 0),
      0,
    );
    expect(apart).toBe(0);
  }, 120_000);
});
