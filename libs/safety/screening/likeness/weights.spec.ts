import { corpus } from '../corpus-for-specs.js';
import { CLASSES } from './classes.js';
import { featuresOf } from './features.js';
import { SCALE } from './model.js';
import { encode } from './encoder.js';
import { meantScores, packedHead, unpacked } from './head.js';
import { type Example, originOf, packed, train, trainMeaning } from './train.js';

// That they are what the trainer made of the texts is held by `test/detection`.
describe('the likeness weights', () => {
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
