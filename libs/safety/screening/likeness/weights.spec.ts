import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TUNED, corpus } from '../corpus-for-specs.js';
import { CLASSES } from './classes.js';
import { featuresOf } from './features.js';
import { SCALE } from './model.js';
import { encode } from './encoder.js';
import { meantScores, packedHead, unpacked } from './head.js';
import { type Example, originOf, packed, train, trainMeaning } from './train.js';
import { HEAD, ORIGIN, SUM, WEIGHTS } from './weights.js';

const HEADER = `/**
 * Made by \`likeness/train.ts\` from the tuned part of \`test/corpus\`; never edit by hand. One signed byte per bucket and
 * class for words; for meaning, each layer's greatest weight and one signed byte per weight. \`ORIGIN\` names the lessons they
 * were made of, \`SUM\` is SHA-256 of the weights themselves.
 */
`;
const sumOf = (words: string, head: string): string => createHash('sha256').update(`${words} ${head}`).digest('hex');

// Making them takes some ten minutes, so the suite holds their origin against the corpus instead of making them anew.
describe('the likeness weights', () => {
  it('are what the trainer made of this corpus', async () => {
    const examples = corpus(...TUNED);
    const origin = originOf(examples);
    if (process.env['WRITE_WEIGHTS'] === '1') {
      const made = packed(train(examples), SCALE);
      const head = packedHead(await trainMeaning(examples));
      writeFileSync(
        join(import.meta.dirname, 'weights.ts'),
        `${HEADER}export const ORIGIN = '${origin}';\nexport const SUM = '${sumOf(made, head)}';\nexport const WEIGHTS =\n  '${made}';\nexport const HEAD =\n  '${head}';\n`,
      );
      return;
    }
    expect(ORIGIN).toBe(origin);
    expect(sumOf(WEIGHTS, HEAD)).toBe(SUM);
  }, 3_600_000);

  it('are the same each time that they are made of the same', () => {
    const few = corpus('messages', 'extra');
    expect(packed(train(few), SCALE)).toBe(packed(train(few), SCALE));
    expect(originOf(few)).not.toBe(originOf(few.slice(1)));
  });

  it('learn what the lessons say and mean, and from whom', async () => {
    const lessons: Example[] = [
      { text: 'the moon is up', label: 'ok', authorIsAdult: false },
      { text: 'the moon will end me', label: 'escalate-selfharm', authorIsAdult: false },
      { text: 'keep the moon between us', label: 'escalate-grooming', authorIsAdult: true },
    ];
    const weights = train(lessons);
    const head = unpacked(packedHead(await trainMeaning(Array.from({ length: 40 }, () => lessons).flat())));
    const [vectors, wanted] = [await encode(lessons.map(({ text }) => text)), ['NONE', 'SELFHARM', 'GROOMING']];
    const best = (scores: readonly number[]): string | undefined => CLASSES[scores.indexOf(Math.max(...scores))];
    for (const [at, { text, authorIsAdult }] of lessons.entries()) {
      const odds = CLASSES.map((_, row) =>
        featuresOf(text.split(' '), authorIsAdult).reduce(
          (sum, feature) => sum + (weights[feature * CLASSES.length + row] ?? 0),
          0,
        ),
      );
      expect([text, best(odds)]).toEqual([text, wanted[at]]);
      expect([text, best(meantScores(vectors[at] ?? [], authorIsAdult, head))]).toEqual([text, wanted[at]]);
    }
  });
});
