const marks = /\p{M}/gu;
/** Tatweel only stretches a word. */
const stretch = /\u0640/g;
const anyWord = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u0640]*/gu;
const asciiWord = /[0-9A-Za-z]+/g;
const letterOrDigit = /[\p{L}\p{N}]/u;

const ascii = /^[\u0000-\u007f]*$/;

/** Letters that are no base with a mark, as PostgreSQL's unaccent writes them. */
const alone: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  þ: 'th',
};
const standsAlone = /[ßæœøđðħıłþ]/g;

/** Letters without case and accents, as both engines compare them. The length may change. */
export const fold = (text: string): string =>
  ascii.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKD')
        .replaceAll(marks, '')
        .replaceAll(stretch, '')
        .toLowerCase()
        .replaceAll(standsAlone, (letter) => alone[letter] ?? letter)
        .normalize('NFKC');

/** A word as it stands in a text. */
export interface Word {
  start: number;
  end: number;
  folded: string;
}

/** Words of a text with their places, one after the other; marks that follow a letter belong to it. */
export function* eachWord(text: string): Generator<Word> {
  for (const match of text.matchAll(ascii.test(text) ? asciiWord : anyWord)) {
    yield { start: match.index, end: match.index + match[0].length, folded: fold(match[0]) };
  }
}

export const wordsOf = (text: string): Word[] => [...eachWord(text)];

/** Whether something can be looked for in it at all. */
export const hasWord = (text: string): boolean => letterOrDigit.test(text);

/** Typos that are forgiven in a word of that length: one from five letters on, two from nine (as Meilisearch's default). */
export const forgiven = (length: number): number => (length >= 9 ? 2 : length >= 5 ? 1 : 0);

/**
 * Optimal string alignment distance (insert, delete, replace, swap neighbours), given up above `most`.
 * Words are short, so the table is too.
 */
export function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      let least = Math.min((last[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + same);
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        least = Math.min(least, (before[column - 2] ?? 0) + 1);
      }
      now.push(least);
    }
    before = last;
    last = now;
  }
  return last[other.length] ?? 0;
}
