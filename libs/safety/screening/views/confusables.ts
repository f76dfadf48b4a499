/**
 * Look-alike letters. Inside a token that mixes scripts ("p\u0430ssword" with a Cyrillic a) every look-alike becomes the
 * Latin letter; a token wholly of look-alikes does so only in a mostly Latin text; other words stay as they are,
 * so a real Russian or Greek word survives. Table: Unicode UTS #39 through `unhomoglyph`, and common look-alikes by eye.
 */
import { createRequire } from 'node:module';
import { kindOf } from './characters.js';

const TABLE = createRequire(import.meta.url)('unhomoglyph/data.json') as Record<string, string>;

/** Not confusable by the letter of UTS #39, yet used as such; only trusted beside Latin letters. */
const BY_EYE = new Map<string, string>(
  Object.entries({
    а: 'a',
    б: 'b',
    в: 'b',
    г: 'r',
    е: 'e',
    ё: 'e',
    з: '3',
    и: 'u',
    к: 'k',
    м: 'm',
    н: 'h',
    о: 'o',
    п: 'n',
    р: 'p',
    с: 'c',
    т: 't',
    у: 'y',
    х: 'x',
    ц: 'u',
    ч: '4',
    ш: 'w',
    щ: 'w',
    ь: 'b',
    я: 'r',
    і: 'i',
    ї: 'i',
    ј: 'j',
    ѕ: 's',
    ԁ: 'd',
    ԛ: 'q',
    ԝ: 'w',
    һ: 'h',
    ӏ: 'l',
    α: 'a',
    β: 'b',
    γ: 'y',
    ε: 'e',
    η: 'n',
    ι: 'i',
    κ: 'k',
    λ: 'l',
    μ: 'u',
    ν: 'v',
    ο: 'o',
    π: 'n',
    ρ: 'p',
    σ: 'o',
    τ: 't',
    υ: 'u',
    χ: 'x',
    ω: 'w',
    ø: 'o',
    đ: 'd',
    ł: 'l',
    ħ: 'h',
    ı: 'i',
    ɑ: 'a',
    ɡ: 'g',
    ɪ: 'i',
    ʟ: 'l',
    ɴ: 'n',
    ʀ: 'r',
    ʏ: 'y',
    ᴀ: 'a',
    ʙ: 'b',
    ᴄ: 'c',
    ᴅ: 'd',
    ᴇ: 'e',
    ғ: 'f',
    ɢ: 'g',
    ʜ: 'h',
    ᴊ: 'j',
    ᴋ: 'k',
    ᴍ: 'm',
    ᴏ: 'o',
    ᴘ: 'p',
    ꜱ: 's',
    ᴛ: 't',
    ᴜ: 'u',
    ᴠ: 'v',
    ᴡ: 'w',
    ᴢ: 'z',
    ɐ: 'a',
    ǝ: 'e',
    ɯ: 'm',
    ɹ: 'r',
    ʇ: 't',
    ʌ: 'v',
    ʍ: 'w',
    ʎ: 'y',
    ß: 'b',
    æ: 'ae',
    œ: 'oe',
    օ: 'o',
    ս: 'u',
    հ: 'h',
    ո: 'n',
    ա: 'w',
  }),
);
const LATIN = /^\p{Script=Latin}$/u;

function strict(character: string): string | undefined {
  const target = TABLE[character];
  return target !== undefined && /^[a-z0-9]$/i.test(target) ? target.toLowerCase() : undefined;
}

function likely(character: string): string | undefined {
  const lower = character.toLowerCase();
  const target = BY_EYE.get(lower) ?? strict(character) ?? strict(lower);
  return target?.length === 1 ? target : undefined;
}

/** Characters in, characters out, one for one. */
export function foldConfusables(characters: readonly string[]): string[] {
  const out = characters.slice();
  if (!characters.some((each) => each > '\u007f' && kindOf(each) === 'letter')) return out;
  const mostlyLatin = isMostlyLatin(characters);
  let at = 0;
  while (at < characters.length) {
    const from = at;
    while (at < characters.length && isWordCharacter(characters[at] ?? ' ')) at += 1;
    if (at > from) foldWord(out, from, at, mostlyLatin);
    else at += 1;
  }
  return out;
}

function isWordCharacter(character: string): boolean {
  const kind = kindOf(character);
  return kind === 'letter' || kind === 'digit';
}

function foldWord(out: string[], from: number, to: number, mostlyLatin: boolean): void {
  const word = out.slice(from, to);
  const foreign = word.filter((each) => each > '\u007f');
  if (foreign.length === 0) return;
  const mixed = word.some((each) => /^[a-z0-9]$/i.test(each));
  const wholly = mostlyLatin && foreign.every((each) => strict(each) !== undefined || LATIN.test(each));
  if (!mixed && !wholly) return;
  for (let at = from; at < to; at += 1) {
    const character = out[at] ?? '';
    if (character > '\u007f') out[at] = likely(character) ?? character;
  }
}

function isMostlyLatin(characters: readonly string[]): boolean {
  let latin = 0;
  let other = 0;
  for (const each of characters) {
    if (each > '\u007f') other += kindOf(each) === 'letter' && !LATIN.test(each) ? 1 : 0;
    else if (kindOf(each) === 'letter') latin += 1;
  }
  return latin > other;
}
