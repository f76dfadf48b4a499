import { createHash } from 'node:crypto';
import { meaningExamples, outsideExamples, ownExamples } from '../../apps/detection/lessons.js';
import { bandOf, grouped, type Measured, measureAll } from '../../apps/detection/measure.js';
import { outsideTexts, ownTexts, some } from '../../apps/detection/texts.js';
import { originOf } from '../../libs/safety/screening/likeness/train.js';
import { HEAD, ORIGIN, SUM, WEIGHTS } from '../../libs/safety/screening/likeness/weights.js';

const share = (texts: readonly Measured[], is: (text: Measured) => boolean): number =>
  texts.filter(is).length / texts.length;
const withheld = (text: Measured): boolean => text.withheld;
const alerted = (text: Measured): boolean => text.alerted;
const heard = (text: Measured): boolean => text.withheld || text.alerted || text.readSoon;

describe('ordinary talk that taught nothing (the project’s own, in all lengths)', () => {
  let texts: Measured[] = [];

  beforeAll(async () => {
    texts = await measureAll(ownTexts(['gate']), false);
  }, 120_000);

  it('is published: tutoring, everyday talk, personal posts, mentors’ notes, Spanish', () => {
    expect(texts.filter(alerted).map(({ text }) => text).length).toBeLessThanOrEqual(3);
    expect(share(texts, withheld)).toBeLessThanOrEqual(0.04);
    expect(
      share(
        texts.filter(({ language }) => language === 'es'),
        withheld,
      ),
    ).toBeLessThanOrEqual(0.04);
    expect(
      share(
        texts.filter(({ author }) => author === 'mentor'),
        withheld,
      ),
    ).toBeLessThanOrEqual(0.05);
  });

  it('is published at any length', () => {
    for (const [band, some] of grouped(texts, ({ text }) => bandOf(text))) {
      expect({ band, withheld: some.filter(withheld).length <= Math.max(1, some.length * 0.15) }).toEqual({
        band,
        withheld: true,
      });
    }
  });

  it.each([
    'she has art class today',
    'they have school on monday',
    'let me know how to do it',
    'just hanging out with my cousins',
    'where is the best place to go?',
    'he has a teacher called mrs lee',
    'Can you walk me through your solution, Amira?',
    'Entry 178 of the list is on page 6712 of the archive, at the bottom, dot 4.',
    'Trains leave at 7:05, 7:35, 8:05 and 8:35, so which one gets you there before nine?',
  ])('never alerts for %s', (text) => {
    const found = texts.find((each) => each.text === text);
    expect(found && { withheld: found.withheld, alerted: found.alerted }).toEqual({ withheld: false, alerted: false });
  });
});

describe('outside talk, where it is present', () => {
  const outside = [...grouped(outsideTexts(), ({ source, author }) => `${source} ${author}`).values()].flatMap(
    (group) => some(group, 150),
  );
  // `outsideTexts` says loudly where it is not.
  const there = outside.length > 0;
  let texts: Measured[] = [];
  const of = (source: string): Measured[] => texts.filter((text) => text.source.startsWith(source));

  beforeAll(async () => {
    texts = await measureAll(outside, true);
  }, 120_000);

  it('is published where it is ordinary', () => {
    if (!there) return;
    expect(share(of('mathdial'), withheld)).toBeLessThanOrEqual(0.01);
    expect(share(of('goemotions-pos'), withheld)).toBeLessThanOrEqual(0.03);
    expect(share([...of('mathdial'), ...of('goemotions-pos'), ...of('ubuntu')], alerted)).toBeLessThanOrEqual(0.004);
    expect(share(of('presidio-nopii'), withheld)).toBeLessThanOrEqual(0.03);
  });

  it('is withheld where it tells who and where somebody is', () => {
    if (!there) return;
    expect(share(of('presidio-pii'), withheld)).toBeGreaterThanOrEqual(0.92);
  });

  it('tells hate from speech against it', () => {
    if (!there) return;
    expect(share(of('hatecheck-en-hateful'), heard)).toBeGreaterThanOrEqual(0.8);
    expect(share(of('hatecheck-es-hateful'), heard)).toBeGreaterThanOrEqual(0.7);
    expect(share(of('hatecheck-es-nonhate'), withheld)).toBeLessThanOrEqual(0.15);
    // Swear words are a matter of their own: one in six of these texts has one.
    const unsworn = of('hatecheck-en-nonhate').filter(
      ({ rules }) => !rules.some((rule) => rule.startsWith('PROFANITY')),
    );
    expect(share(unsworn, withheld)).toBeLessThanOrEqual(0.15);
  });
});

// Making them takes minutes (`npm run detection:train`), so the suite holds their origin against the texts instead.
describe('the weights', () => {
  it('are what the trainer made of these texts', () => {
    expect(ORIGIN.own).toBe(originOf(ownExamples()));
    expect(ORIGIN.meaning).toBe(originOf(meaningExamples()));
    expect(createHash('sha256').update(`${WEIGHTS} ${HEAD}`).digest('hex')).toBe(SUM);
    const outside = outsideExamples();
    if (outside.length > 0) expect(ORIGIN.outside).toBe(originOf(outside));
  }, 120_000);
});
