import { BODY_LENGTH } from '#forum';
import { Refusal } from '#platform';
import { type Finding, screenText } from '../screening/index.js';

/** More than so many places tell nobody anything new. */
const most = 20;

/**
 * Where a text has a word that hurts: a nudge for its author, before anybody else is there to see it (domain 2.4). Only
 * PROFANITY answers. What other rules let pass is not to be tried out by whoever has a reason to get past them.
 * @returns places in UTF-16 units of the text, in order, at most 20
 * @throws Refusal INVALID_INPUT for a text that could not be sent either
 */
export function wordsToReconsider(text: string, now: Date): Finding['spans'] {
  if (!text.isWellFormed()) throw Refusal.invalid('text', 'is not valid Unicode');
  if (text.length > BODY_LENGTH) throw Refusal.invalid('text', `must have at most ${BODY_LENGTH} characters`);
  const { findings } = screenText({ text, author: { isAdult: false }, now });
  const spans = findings.filter(({ family }) => family === 'PROFANITY').flatMap((finding) => finding.spans);
  return spans.toSorted((one, other) => one.start - other.start).slice(0, most);
}
