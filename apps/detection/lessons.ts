/** The examples that the weights are taught with: the tuned part of `test/corpus`, and outside texts where their licence allows. */
import { seeded, shuffled } from '../../libs/safety/screening/likeness/random.js';
import type { Example } from '../../libs/safety/screening/likeness/train.js';
import { type MeasuredText, outsideTexts, ownTexts } from './texts.js';

/** What the layer over the encoder was taught with; it is asked about English alone. */
const MEANING = ['messages', 'extra', 'own', 'varied', 'broad', 'neighbours', 'rehearsal', 'everyday'];
const OWN = [...MEANING, 'ordinary', 'danger'];
/**
 * Sources that teach (README of the outside texts). MathDial may only measure; SMS and the sad part of GoEmotions could teach, and
 * are kept aside so that thresholds are set on sources that taught nothing. Of each pair of files, functional cases
 * of hate teach both sides.
 */
const TEACHING: Readonly<Record<string, string>> = {
  'goemotions-posneutral': 'ok',
  'ubuntu-irc': 'ok',
  'presidio-nopii': 'ok',
  'hatecheck-en-nonhate': 'ok',
  'hatecheck-es-nonhate': 'ok',
  'hatecheck-en-hateful': 'harassment',
  'hatecheck-es-hateful': 'harassment',
};
/** Real talk teaches more than what we made up. */
const OUTSIDE_WORTH = 2;
const SEED = 7;

export const ownExamples = (): Example[] => examplesOf(OWN);
export const meaningExamples = (): Example[] => examplesOf(MEANING);

function examplesOf(files: readonly string[]): Example[] {
  return ownTexts(files).map(({ text, label, author }) => ({
    text,
    label: label === 'pass' ? 'ok' : label,
    authorIsAdult: author === 'mentor',
  }));
}

/** None where the outside texts are absent. */
export function outsideExamples(): Example[] {
  const taught = outsideTexts().filter(({ source }) => TEACHING[source] !== undefined);
  const singles = taught.map(({ text, source, author }) => ({
    text,
    label: TEACHING[source] ?? 'ok',
    authorIsAdult: author === 'mentor',
    worth: OUTSIDE_WORTH,
  }));
  return [...singles, ...joined(taught)];
}

/** Several harmless lines of one source as one text: long talk has as many ways to sound like something. */
function joined(texts: readonly MeasuredText[]): Example[] {
  const random = seeded(SEED);
  const harmless = texts.filter(({ source }) => TEACHING[source] === 'ok' && !source.startsWith('hatecheck'));
  const order = shuffled(harmless.length, random);
  const long: Example[] = [];
  for (let at = 0; at < order.length;) {
    const count = 2 + Math.floor(random() * 7);
    const lines = order.slice(at, at + count).flatMap((place) => harmless[place] ?? []);
    at += count;
    long.push({
      text: lines.map(({ text }) => text).join(/[.!?]$/.test(lines[0]?.text ?? '') ? ' ' : '. '),
      label: 'ok',
      authorIsAdult: lines[0]?.author === 'mentor',
      worth: OUTSIDE_WORTH,
    });
  }
  return long;
}
