import { Refusal } from './errors.js';

/** Letters that change how others are shown but are none themselves: bidi controls, byte-order mark (UTS 39, section 3.1). */
const invisible = /[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

const control = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/;

const controlInText = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/;

/** Text that PostgreSQL can store: no NUL, no half of a surrogate pair. */
export const isStorableText = (value: unknown): value is string =>
  typeof value === 'string' && value.isWellFormed() && !value.includes('\0');

function clean(field: string, given: string, most: number, refused: RegExp): string {
  if (!given.isWellFormed()) throw Refusal.invalid(field, 'is not valid Unicode');
  const text = given.replaceAll('\r\n', '\n').normalize('NFC').replaceAll(invisible, '').trim();
  if (refused.test(text)) throw Refusal.invalid(field, 'must not contain control characters');
  if (text.length === 0) throw Refusal.invalid(field, 'must not be empty');
  if (text.length > most) throw Refusal.invalid(field, `must have at most ${most} characters`);
  return text;
}

/**
 * A name or title as it is stored: one line, NFC, without bidi controls, trimmed.
 * @throws Refusal INVALID_INPUT for lone surrogates, control characters, nothing at all, or more than `most` UTF-16 units
 */
export const requireLine = (field: string, given: string, most = 120): string => clean(field, given, most, control);

/** The same for a note of several lines: tab and line feed may stand in it. */
export const requireNote = (field: string, given: string, most = 2_000): string =>
  clean(field, given, most, controlInText);
