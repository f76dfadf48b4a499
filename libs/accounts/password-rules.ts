import { Refusal } from '#platform';
import { usernameKey } from './names.js';

/**
 * NIST SP 800-63B asks for 8 characters beside a second factor and 15 without. Mentees are as young as eight and type on
 * shared school machines, so it is 8 here, with the slowed guessing of `sign-in-throttle.ts` and the list below to make up.
 */
const shortest = 8;
/** Long pass phrases are welcome; the bound keeps a request from buying work by the kilobyte. */
export const longestPasswordBytes = 256;

/** The commonest of at least eight characters in published breaches, and what somebody types on this very site. */
const commonest: ReadonlySet<string> = new Set(
  `password password1 password12 password123 passw0rd p@ssw0rd p@ssword 12345678 123456789 1234567890 0123456789 87654321
  987654321 0987654321 123123123 123456789a a123456789 12341234 11223344 112233445566 147258369 qwertyui qwertyuiop qwerty12
  qwerty123 qwerty1234 qwertyuiop123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx zaq1zaq1 q1w2e3r4 qazwsxedc asdfghjk asdfghjkl
  asdfasdf asdf1234 zxcvbnm1 zxcvbnm123 abcd1234 abcdefgh abc12345 abcd12345 a1b2c3d4 aa123456 aa12345678 iloveyou iloveyou1
  iloveyou2 ilovemom football football1 baseball baseball1 basketball princess princess1 sunshine sunshine1 superman superman1
  spiderman pokemon1 pokemon123 minecraft minecraft1 minecraft123 roblox123 roblox1234 fortnite fortnite1 fortnite123 starwars
  trustno1 letmein1 letmein123 welcome1 welcome12 welcome123 changeme changeme1 changeme123 default1 secret123 computer internet
  whatever chocolate butterfly liverpool arsenal1 chelsea1 michelle jennifer jessica1 jordan23 michael1 charlie1 shadow123
  monkey123 dragon123 master123 killer123 freedom1 samsung1 administrator admin123 admin1234 test1234 testtest student1
  student123 school123 teacher1 mentor123 mentee123 mentoring porchlight porchlight1`.split(/\s+/u),
);

/** The form that is hashed, so that one pass phrase typed on two keyboards is one (NIST SP 800-63B, normalisation). */
export const normalPassword = (password: string): string => password.normalize('NFC');

/**
 * @param field the input field that carries it
 * @throws Refusal INVALID_INPUT on that field
 */
export function checkPassword(password: string, username: string, field = 'password'): void {
  if (!password.isWellFormed()) throw Refusal.invalid(field, 'is not valid Unicode');
  const normal = normalPassword(password);
  if (Buffer.byteLength(normal) > longestPasswordBytes) {
    throw Refusal.invalid(field, `must be at most ${longestPasswordBytes} bytes`);
  }
  const letters = [...normal];
  if (letters.length < shortest) throw Refusal.invalid(field, `must have at least ${shortest} characters`);
  if (usernameKey(password) === usernameKey(username)) throw Refusal.invalid(field, 'must not be the username');
  if (commonest.has(normal.toLowerCase()) || new Set(letters).size <= 2) {
    throw Refusal.invalid(field, 'is one of the first that anybody would guess');
  }
}
