/**
 * Recall and false alarms on labelled messages. `SCREENING_CORPUS=some.jsonl npm test -- libs/safety/screening/corpus`
 * prints the same figures for a file that nobody has tuned on.
 */
import { corpus, corpusAt, sequences } from './corpus-for-specs.js';
import {
  isEscalation,
  isHarmless,
  isPersonal,
  isRight,
  isRowRight,
  report,
  screen,
  shareRight,
} from './measure-for-specs.js';

const elsewhere = process.env['SCREENING_CORPUS'];

describe('the labelled corpus', () => {
  const given = corpus('messages', 'extra');
  const tuned = corpus('own', 'varied', 'rehearsal');
  const broad = corpus('broad');
  const heldOut = corpus('heldout');
  const outside = corpus('outside');

  beforeAll(() => {
    report('given messages', given, sequences('extra'));
    report('own messages (tuned)', tuned, sequences('rehearsal'));
    report('messages from everywhere (tuned)', broad);
    report('messages kept aside', heldOut);
    report('messages written to break a matcher, kept aside', outside, sequences('outside'));
    if (elsewhere === undefined) return;
    const { messages, rows } = corpusAt(elsewhere);
    report(elsewhere, messages, rows);
  });

  it.each(given.map((message) => [message.label, message.text, message] as const))(
    '%s: %s',
    (_label, _text, message) => {
      expect(isRight(message)).toBe(true);
    },
  );

  it('keeps its recall and its silence on our own messages', () => {
    expect(shareRight(tuned, isEscalation)).toBeGreaterThanOrEqual(0.99);
    expect(shareRight(tuned, isPersonal)).toBeGreaterThanOrEqual(0.98);
    expect(shareRight(tuned, (label) => !isHarmless(label))).toBeGreaterThanOrEqual(0.98);
    expect(shareRight(tuned, isHarmless)).toBeGreaterThanOrEqual(0.985);
  });

  it('keeps its recall and its silence on messages from everywhere', () => {
    expect(shareRight(broad, isEscalation)).toBeGreaterThanOrEqual(0.99);
    expect(shareRight(broad, isPersonal)).toBeGreaterThanOrEqual(0.98);
    expect(shareRight(broad, isHarmless)).toBeGreaterThanOrEqual(0.97);
  });

  it('keeps its recall and its silence on messages kept aside', () => {
    expect(shareRight(heldOut, isEscalation)).toBeGreaterThanOrEqual(0.96);
    expect(shareRight(heldOut, isPersonal)).toBe(1);
    expect(shareRight(heldOut, isHarmless)).toBeGreaterThanOrEqual(0.95);
  });

  // What an outsider wrote to find where a matcher breaks: half of the harmless ones sound grave. The floors are what is
  // reached, below what is wanted (95 %, 90 %, 95 %).
  it('loses nothing of what it reaches on messages that were written to break it', () => {
    expect(shareRight(outside, isEscalation)).toBeGreaterThanOrEqual(0.88);
    expect(shareRight(outside, isPersonal)).toBeGreaterThanOrEqual(0.86);
    expect(shareRight(outside, isHarmless)).toBeGreaterThanOrEqual(0.83);
  });

  it('never holds a person for saying who they are', () => {
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
    expect(said.filter((text) => screen({ text, label: 'ok', authorIsAdult: false }).outcome === 'HELD')).toEqual([]);
  });

  it.each(sequences('extra', 'rehearsal').map((row) => [row.posts.join(' / '), row] as const))(
    'reads posts in a row: %s',
    (_name, row) => {
      expect(isRowRight(row)).toBe(true);
    },
  );
});
