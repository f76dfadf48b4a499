/**
 * One code point at a time: what a reader sees in it. NFKC folds full-width, circled and mathematical forms; marks and
 * default-ignorables go (UTS #36, "Unicode Security Considerations"); every decimal digit of any script becomes ASCII.
 */
const IGNORABLE = /^\p{Default_Ignorable_Code_Point}$/u;
const MARK = /\p{M}/gu;
const DECIMAL_DIGIT = /^\p{Nd}$/u;
const LETTER = /^\p{L}$/u;
const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
const DASH = /^\p{Pd}$/u;
const SPACE = /^\p{Zs}$/u;

/** Digits and letters in circles and squares that NFKC leaves alone: [first, last, first meaning]. */
const ENCLOSED: readonly (readonly [number, number, string])[] = [
  [0x2776, 0x277e, '1'],
  [0x2780, 0x2788, '1'],
  [0x278a, 0x2792, '1'],
  [0x24eb, 0x24f3, '11'],
  [0x24f5, 0x24fd, '1'],
  [0x1f150, 0x1f169, 'a'],
  [0x1f170, 0x1f189, 'a'],
  [0x1f1e6, 0x1f1ff, 'a'],
];
const SINGLE_MEANINGS = new Map<number, string>([
  [0x24ff, '0'],
  [0x1f51f, '10'],
  [0x2019, "'"],
  [0x2018, "'"],
  [0x02bc, "'"],
  [0x00b4, "'"],
  [0x201c, '"'],
  [0x201d, '"'],
  [0x3002, '.'],
  [0x2212, '-'],
  [0x2044, '/'],
  [0x00b7, '.'],
  [0x2022, '.'],
  [0x25cf, '.'],
  [0x26ab, '.'],
  [0x2b24, '.'],
]);
/** No code point stands for more than this many letters; longer NFKC expansions (U+FDFA) are cut. */
const LONGEST_MEANING = 4;

const meanings = new Map<number, string>();

/** The folded form of a code point: usually one character, empty if it is invisible. */
export function meaningOf(codePoint: number): string {
  if (codePoint < 0x80) return String.fromCharCode(codePoint);
  const known = meanings.get(codePoint);
  if (known !== undefined) return known;
  const meaning = work(codePoint).slice(0, LONGEST_MEANING);
  if (meanings.size < 20_000) meanings.set(codePoint, meaning);
  return meaning;
}

function work(codePoint: number): string {
  const single = SINGLE_MEANINGS.get(codePoint);
  if (single !== undefined) return single;
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return ' ';
  const written = String.fromCodePoint(codePoint);
  if (IGNORABLE.test(written) || codePoint === 0x20e3) return '';
  if (DECIMAL_DIGIT.test(written)) return String(decimalValue(codePoint));
  const enclosed = ENCLOSED.find(([first, last]) => codePoint >= first && codePoint <= last);
  if (enclosed) return enclosedMeaning(codePoint - enclosed[0], enclosed[2]);
  if (DASH.test(written)) return '-';
  if (SPACE.test(written)) return ' ';
  return written.normalize('NFKC').normalize('NFD').replace(MARK, '').normalize('NFC');
}

/** Nd characters come in unbroken runs of ten, each from zero to nine (The Unicode Standard, section 4.6). */
function decimalValue(codePoint: number): number {
  let back = 0;
  while (back < 50 && DECIMAL_DIGIT.test(String.fromCodePoint(codePoint - back - 1))) back += 1;
  return back % 10;
}

function enclosedMeaning(distance: number, first: string): string {
  return first === 'a' ? String.fromCharCode(97 + distance) : String(Number(first) + distance);
}

export type CharacterKind = 'letter' | 'digit' | 'pictograph' | 'space' | 'other';
const kinds = new Map<string, CharacterKind>();

/** What a folded character is. */
export function kindOf(character: string): CharacterKind {
  const known = kinds.get(character);
  if (known !== undefined) return known;
  const kind = classify(character);
  if (kinds.size < 20_000) kinds.set(character, kind);
  return kind;
}

function classify(character: string): CharacterKind {
  if (character >= '0' && character <= '9') return 'digit';
  if (LETTER.test(character)) return 'letter';
  if (character === ' ' || character === '\n' || character === '\t' || character === '\r') return 'space';
  return PICTOGRAPH.test(character) ? 'pictograph' : 'other';
}
