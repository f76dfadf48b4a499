import unhomoglyph from 'unhomoglyph';
import { Refusal } from '#platform';

/** A username in its three forms: as written, to sign in with, and as the eye takes it. */
export interface UsernameForms {
  username: string;
  key: string;
  skeleton: string;
}

const shortestUsername = 3;
const longestUsername = 30;
const longestDisplayName = 60;
/** More marks on one letter than any living script needs make "zalgo" text that runs over its neighbours. */
const mostMarks = /\p{M}{5}/u;

/**
 * Scripts that one name may be written in: those in everyday use (UAX #31, table 5), with the East Asian ones that are
 * written together (UTS #39, section 5.1). A name that fits none of them mixes scripts, which is how one name is made to
 * look like another.
 */
const scripts: readonly (readonly string[])[] = [
  ...['Latin', 'Greek', 'Cyrillic', 'Armenian', 'Hebrew', 'Arabic', 'Thaana', 'Devanagari', 'Bengali', 'Gurmukhi'],
  ...['Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Thai', 'Lao', 'Tibetan', 'Myanmar'],
  ...['Georgian', 'Ethiopic', 'Khmer'],
]
  .map((script) => [script])
  .concat([
    ['Han', 'Hiragana', 'Katakana'],
    ['Han', 'Hangul'],
    ['Han', 'Bopomofo'],
  ]);

const inOneScript = scripts.map(
  (together) =>
    new RegExp(`^[${together.map((name) => `\\p{scx=${name}}`).join('')}\\p{scx=Zyyy}\\p{scx=Zinh}]*$`, 'u'),
);

export function isSingleScript(text: string): boolean {
  return inOneScript.some((pattern) => pattern.test(text)) && digitSystems(text) <= 1;
}

/** Ten digits of a system lie side by side, so those of one system start at the same code point. */
function digitSystems(text: string): number {
  const zeros = new Set<number>();
  for (const digit of text.match(/\p{Nd}/gu) ?? []) {
    let zero = digit.codePointAt(0) ?? 0;
    for (let step = 0; step < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1)); step += 1) zero -= 1;
    zeros.add(zero);
  }
  return zeros.size;
}

/**
 * Trimmed, case-folded and compatibility-normalised: what sign-in compares. Keyboards of phones put a space behind a word
 * that they complete. Never throws, since a wrong name is only unknown.
 */
export function usernameKey(text: string): string {
  const tame = text.slice(0, 256).replaceAll('\0', '\u{fffd}').toWellFormed();
  return tame.normalize('NFKC').trim().toUpperCase().toLowerCase().normalize('NFC');
}

const folded = (text: string): string => unhomoglyph(text.normalize('NFD')).normalize('NFD');

/**
 * What the eye takes a name for (UTS #39, section 4): two names with one skeleton look alike. Folded before and after
 * lower-casing, because `I` looks like `l` while `i` does not.
 */
export const usernameSkeleton = (username: string): string => folded(folded(username).toLowerCase());

const usernameLetters = /^[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}._-]*$/u;
const usernameEnd = /[\p{L}\p{M}\p{Nd}]$/u;

/** @throws Refusal INVALID_INPUT on `username` */
export function readUsername(text: string): UsernameForms {
  const username = text.toWellFormed().normalize('NFC');
  const length = [...username].length;
  if (length < shortestUsername || length > longestUsername) {
    throw Refusal.invalid('username', `must have ${shortestUsername} to ${longestUsername} characters`);
  }
  if (!usernameLetters.test(username) || !usernameEnd.test(username) || /[._-]{2}/.test(username)) {
    throw Refusal.invalid('username', 'may have letters and digits, with single dots, dashes and underscores between');
  }
  // Full-width, circled and other dressed-up letters, and letters that cannot be seen (the Hangul fillers).
  if (username.normalize('NFKC') !== username || /\p{Default_Ignorable_Code_Point}/u.test(username)) {
    throw Refusal.invalid('username', 'has a character that stands for another');
  }
  if (mostMarks.test(username.normalize('NFD'))) throw Refusal.invalid('username', 'has too many marks on one letter');
  if (!isSingleScript(username)) throw Refusal.invalid('username', 'must be written in one script');
  return { username, key: usernameKey(username), skeleton: usernameSkeleton(username) };
}

const unseen = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Joiners are part of the spelling in these scripts; anywhere else they make two equal-looking names differ. */
const joinedScripts =
  /[\p{scx=Arab}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}]/u;
const joiner = /[\u200c\u200d]/gu;
const displayLetters = /^[\p{L}\p{M}\p{N} .,'’·()&_-]+$/u;

/** Takes out controls, bidi controls and zero-width characters, but for joiners between letters that need them. */
const withoutUnseen = (text: string): string =>
  text.replace(unseen, (character, at: number) =>
    character.match(joiner) && joinedScripts.test(text[at - 1] ?? '') && joinedScripts.test(text[at + 1] ?? '')
      ? character
      : '',
  );

/**
 * The name that peers see: characters that are not seen are taken out, space is evened.
 * @throws Refusal INVALID_INPUT on `displayName`
 */
export function readDisplayName(text: string): string {
  const even = withoutUnseen(text.toWellFormed().normalize('NFC').replaceAll(/\s/gu, ' '));
  const name = even.split(' ').filter(Boolean).join(' ');
  const length = [...name].length;
  if (length < 1 || length > longestDisplayName) {
    throw Refusal.invalid('displayName', `must have 1 to ${longestDisplayName} characters`);
  }
  const plain = name.replaceAll(joiner, '');
  if (!displayLetters.test(plain) || !/[\p{L}\p{N}]/u.test(plain)) {
    throw Refusal.invalid('displayName', 'may have letters, digits, spaces and the marks of names');
  }
  if (mostMarks.test(plain.normalize('NFD'))) {
    throw Refusal.invalid('displayName', 'has too many marks on one letter');
  }
  if (!plain.split(' ').every(isSingleScript)) {
    throw Refusal.invalid('displayName', 'must have each word in one script');
  }
  return name;
}
