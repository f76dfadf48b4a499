import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TUNED, corpus } from '../corpus-for-specs.js';
import { CLASSES } from './classes.js';
import { featuresOf } from './features.js';
import { SCALE } from './model.js';
import { type Example, originOf, packed, train } from './train.js';
import { ORIGIN, SUM, WEIGHTS } from './weights.js';

const HEADER = `/**
 * Made by \`likeness/train.ts\` from the tuned part of \`test/corpus\`; never edit by hand. One signed byte per bucket and
 * class. \`ORIGIN\` names the lessons they were made of, \`SUM\` is SHA-256 of the weights themselves.
 */
`;
const sumOf = (weights: string): string => createHash('sha256').update(weights).digest('hex');

// Making them takes most of a minute, so the suite holds their origin against the corpus instead of making them anew.
describe('the likeness weights', () => {
  it('are what the trainer made of this corpus', () => {
    const examples = corpus(...TUNED);
    const origin = originOf(examples);
    if (process.env['WRITE_WEIGHTS'] === '1') {
      const made = packed(train(examples), SCALE);
      writeFileSync(
        join(import.meta.dirname, 'weights.ts'),
        `${HEADER}export const ORIGIN = '${origin}';\nexport const SUM = '${sumOf(made)}';\nexport const WEIGHTS =\n  '${made}';\n`,
      );
      return;
    }
    expect(ORIGIN).toBe(origin);
    expect(sumOf(WEIGHTS)).toBe(SUM);
  }, 300_000);

  it('are the same each time that they are made of the same', () => {
    const few = corpus('messages', 'extra');
    expect(packed(train(few), SCALE)).toBe(packed(train(few), SCALE));
    expect(originOf(few)).not.toBe(originOf(few.slice(1)));
  });

  it('learn what the lessons say, and from whom', () => {
    const lessons: Example[] = [
      { text: 'the moon is up', label: 'ok', authorIsAdult: false },
      { text: 'the moon will end me', label: 'escalate-selfharm', authorIsAdult: false },
      { text: 'keep the moon between us', label: 'escalate-grooming', authorIsAdult: true },
    ];
    const weights = train(lessons);
    for (const { text, label, authorIsAdult } of lessons) {
      const odds = CLASSES.map((_, row) =>
        featuresOf(text.split(' '), authorIsAdult).reduce(
          (sum, feature) => sum + (weights[feature * CLASSES.length + row] ?? 0),
          0,
        ),
      );
      const best = CLASSES[odds.indexOf(Math.max(...odds))];
      expect([text, best]).toEqual([
        text,
        { ok: 'NONE', 'escalate-selfharm': 'SELFHARM', 'escalate-grooming': 'GROOMING' }[label],
      ]);
    }
  });
});
