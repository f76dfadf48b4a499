import { Refusal } from '#platform';
import { isCommon, isOneWord, readingsOf } from './common-passwords.js';
import { usernameKey } from './names.js';

/**
 * NIST SP 800-63B asks for 8 characters beside a second factor and 15 without. Mentees are as young as eight and type on
 * shared school machines, so it is 8 here, with the slowed guessing of `sign-in-throttle.ts` and the lists of
 * `common-passwords.ts` to make up.
 */
const shortest = 8;
/** Long pass phrases are welcome; the bound keeps a request from buying work by the kilobyte. */
export const longestPasswordBytes = 256;
/** Fewer digits than this are a date or a telephone number. */
const shortestNumber = 12;
/** A password must have so many letters of its own beside the words that others know. */
const ownLetters = 4;
const shortestKnownWord = 3;

/** The form that is hashed, so that one pass phrase typed on two keyboards is one (NIST SP 800-63B, normalisation). */
export const normalPassword = (password: string): string => password.normalize('NFC');

/** Whose password it is to be, with the words that others know of the person: names, address, program. */
export interface PasswordOwner {
  username: string;
  words?: readonly string[];
}

/**
 * @param field the input field that carries it
 * @throws Refusal INVALID_INPUT on that field
 */
export function checkPassword(password: string, { username, words = [] }: PasswordOwner, field = 'password'): void {
  if (!password.isWellFormed()) throw Refusal.invalid(field, 'is not valid Unicode');
  const normal = normalPassword(password);
  if (Buffer.byteLength(normal) > longestPasswordBytes) {
    throw Refusal.invalid(field, `must be at most ${longestPasswordBytes} bytes`);
  }
  const letters = [...normal];
  if (letters.length < shortest) throw Refusal.invalid(field, `must have at least ${shortest} characters`);
  if (usernameKey(password) === usernameKey(username)) throw Refusal.invalid(field, 'must not be the username');
  const readings = readingsOf(normal);
  if (isCommon(readings) || new Set(letters).size <= 2) {
    throw Refusal.invalid(field, 'is one of the first that anybody would guess');
  }
  if (isOneWord(readings)) throw Refusal.invalid(field, 'must be more than one word with digits or signs');
  if (letters.length < shortestNumber && letters.filter((sign) => !/\p{Nd}/u.test(sign)).length <= 2) {
    throw Refusal.invalid(field, 'must be more than a number');
  }
  if (isMadeOf(readings, [username, ...words])) {
    throw Refusal.invalid(field, 'must be more than your name or the words of your program');
  }
}

/** Whether hardly anything is left of it without the words that others know. */
function isMadeOf(readings: ReadonlySet<string>, known: readonly string[]): boolean {
  const words = known
    .flatMap((text) =>
      text
        .normalize('NFKC')
        .toLowerCase()
        .split(/[^\p{L}\p{M}\p{N}]/u),
    )
    .filter((word) => word.length >= shortestKnownWord)
    .sort((one, other) => other.length - one.length);
  return [...readings].some((reading) => {
    const left = words.reduce((text, word) => text.replaceAll(word, ' '), reading);
    return left !== reading && [...left].filter((sign) => /\p{L}/u.test(sign)).length < ownLetters;
  });
}
