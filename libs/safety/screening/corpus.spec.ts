/**
 * Recall and false alarms on labelled messages. `SCREENING_CORPUS=some.jsonl npm test -- libs/safety/screening/corpus`
 * prints the same figures for a file that nobody has tuned on.
 */
import { corpus, corpusAt, type LabelledMessage, sequences } from './corpus-for-specs.js';
import {
  isEscalation,
  isHarmless,
  isPersonal,
  isRight,
  isRowRight,
  report,
  shareAlerted,
  screen,
  shareRight,
} from './measure-for-specs.js';

const elsewhere = process.env['SCREENING_CORPUS'];

describe('the labelled corpus', () => {
  const given = corpus('messages', 'extra');
  // Of what was tuned on, one in twenty tells whether anything broke; all of it would take minutes.
  const some = (messages: readonly LabelledMessage[]): LabelledMessage[] => messages.filter((_, at) => at % 20 === 0);
  const tuned = some(corpus('own', 'varied', 'rehearsal'));
  const broad = some(corpus('broad', 'neighbours'));
  const heldOut = corpus('heldout');
  const outside = corpus('outside');

  beforeAll(async () => {
    await report('given messages', given, sequences('extra'));
    await report('own messages (tuned)', tuned, sequences('rehearsal'));
    await report('messages from everywhere (tuned)', broad);
    await report('messages kept aside', heldOut);
    await report('messages written to break a matcher, kept aside', outside, sequences('outside'));
    if (elsewhere === undefined) return;
    const { messages, rows } = corpusAt(elsewhere);
    await report(elsewhere, messages, rows);
  }, 600_000);

  it.each(given.map((message) => [message.label, message.text, message] as const))(
    '%s: %s',
    async (_label, _text, message) => {
      expect(await isRight(message)).toBe(true);
    },
  );

  // Danger must be heard (withheld, or read soon: domain 2.4); what a score alone finds alerts nobody unless it is sure, so the
  // share that alerts at once has a floor of its own. The price of fewer false alarms on outside talk is written down in
  // docs/detection.md.
  it('keeps its recall and its silence on our own messages', async () => {
    expect(await shareRight(tuned, isEscalation)).toBeGreaterThanOrEqual(0.98);
    expect(await shareAlerted(tuned)).toBeGreaterThanOrEqual(0.84);
    expect(await shareRight(tuned, isPersonal)).toBeGreaterThanOrEqual(0.96);
    expect(await shareRight(tuned, (label) => !isHarmless(label))).toBeGreaterThanOrEqual(0.98);
    expect(await shareRight(tuned, isHarmless)).toBeGreaterThanOrEqual(0.985);
  });

  it('keeps its recall and its silence on messages from everywhere', async () => {
    expect(await shareRight(broad, isEscalation)).toBeGreaterThanOrEqual(0.98);
    expect(await shareAlerted(broad)).toBeGreaterThanOrEqual(0.7);
    expect(await shareRight(broad, isPersonal)).toBeGreaterThanOrEqual(0.96);
    expect(await shareRight(broad, isHarmless)).toBeGreaterThanOrEqual(0.96);
  });

  it('keeps its recall and its silence on messages kept aside', async () => {
    expect(await shareRight(heldOut, isEscalation)).toBeGreaterThanOrEqual(0.96);
    expect(await shareRight(heldOut, isPersonal)).toBe(1);
    expect(await shareRight(heldOut, isHarmless)).toBeGreaterThanOrEqual(0.95);
  });

  // What an outsider wrote to find where a matcher breaks: half of the harmless ones sound grave. The floors are what is
  // reached, below what is wanted (95 %, 90 %, 95 %).
  it('loses nothing of what it reaches on messages that were written to break it', async () => {
    expect(await shareRight(outside, isEscalation)).toBeGreaterThanOrEqual(0.9);
    expect(await shareAlerted(outside)).toBeGreaterThanOrEqual(0.65);
    expect(await shareRight(outside, isPersonal)).toBeGreaterThanOrEqual(0.85);
    expect(await shareRight(outside, isHarmless)).toBeGreaterThanOrEqual(0.9);
  });

  it('never holds a person for saying who they are', async () => {
    const said = [
      'im gay',
      'im autistic',
      'i am trans',
      'im bi and proud',
      'im a lesbian',
      'i am muslim',
      'im jewish',
      'i have adhd',
      'im black',
      'im disabled',
      'soy gay',
      'i think im bi but i havent told anyone',
      'i came out to my mum and she hugged me',
      'im nonbinary, please say they',
      'im deaf and i use sign language',
      'i use a wheelchair',
      'im asexual and thats fine',
      'my brother is autistic',
      'my dads are married',
      'soy trans y estoy orgullosa',
      'im a hijabi',
      'im dyslexic',
      'i am adopted',
      'im in foster care',
    ];
    const held = [];
    for (const text of said) {
      if ((await screen({ text, label: 'ok', authorIsAdult: false })).outcome === 'HELD') held.push(text);
    }
    expect(held).toEqual([]);
  });

  it.each(sequences('extra', 'rehearsal').map((row) => [row.posts.join(' / '), row] as const))(
    'reads posts in a row: %s',
    async (_name, row) => {
      expect(await isRowRight(row)).toBe(true);
    },
  );
});
