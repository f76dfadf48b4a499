/**
 * The author's last posts read together with the new one: split numbers, split handles, and a mood that only shows in
 * a row (NSPCC: judge message, context and history). Five posts within thirty minutes (domain rule 2.3).
 */
import type { RowText, ScreeningInput } from './contract.js';
import { type ReadingContext, type Sighting, read } from './read.js';
import { PHONE_RULES, isWholeNumber, looseDigits } from './scanners/phone.js';
import { fold } from './views/fold.js';

const MOST_POSTS = 5;
const LONGEST_GAP_MS = 30 * 60 * 1000;
/** Only the end of an earlier post can be continued by the next. */
const TAIL = 200;
const HEAD = 400;
/** The longest number that `isWholeNumber` knows. */
const MOST_DIGITS = 13;

export function readWindow(input: ScreeningInput, context: ReadingContext): Sighting[] {
  const recent = (input.recent ?? [])
    .filter(({ at }) => input.now.getTime() - at.getTime() <= LONGEST_GAP_MS)
    .slice(-MOST_POSTS)
    .map(({ text }) => text);
  const inTime = [...recent.map((text) => ({ text, isNew: false })), { text: input.text, isNew: true }];
  const split = splitNumber(input.rows ?? [inTime], input.text);
  return recent.length === 0 ? split : [...split, ...acrossPosts(recent, input.text, context)];
}

/** A number of which at least one part is new, and which no text has alone: that was judged on its own. */
function splitNumber(rows: readonly (readonly RowText[])[], text: string): Sighting[] {
  const found = rows.some((row) => row.some((_, from) => beginsNumber(row.slice(from))));
  return found ? [{ rule: PHONE_RULES.split, span: { start: 0, end: Math.min(HEAD, text.length) } }] : [];
}

function beginsNumber([first, ...others]: readonly RowText[]): boolean {
  if (!first) return false;
  let digits = looseDigits(fold(first.text.slice(-TAIL)).text);
  if (digits === '') return false;
  let hasNew = first.isNew;
  for (const { text, isNew } of others) {
    const more = looseDigits(fold(text.slice(0, HEAD)).text);
    hasNew ||= isNew && more !== '';
    digits += more;
    if (digits.length > MOST_DIGITS) return false;
    if (hasNew && more !== '' && isWholeNumber(digits)) return true;
  }
  return false;
}

/**
 * A match must begin in an earlier post and end in this one; either part alone was judged on its own. By words alone: posts
 * in a row are no sentence that could mean something.
 */
function acrossPosts(recent: readonly string[], text: string, of: ReadingContext): Sighting[] {
  const context = { ...of, meanings: undefined, isRow: true };
  const before = recent.map((each) => each.slice(-TAIL)).join(' ') + ' ';
  const joined = before + text.slice(0, HEAD);
  const across = read(joined, context).filter(
    ({ span, rule }) =>
      span.start < before.length && span.end > before.length && rule.family !== 'PII-PHONE' && rule.family !== 'LINK',
  );
  const earlier = across.some(isLikeness) ? new Set(read(before, context).filter(isLikeness).map(ruleIdOf)) : null;
  return across
    .filter((sighting) => !earlier?.has(ruleIdOf(sighting)))
    .map((sighting) => ({ ...sighting, span: { start: 0, end: sighting.span.end - before.length } }));
}

/** A likeness covers all that it read, so the new post must not inherit it from the earlier ones. */
const isLikeness = ({ rule }: Sighting): boolean => rule.category === 'likeness';
const ruleIdOf = ({ rule }: Sighting): string => rule.ruleId;
