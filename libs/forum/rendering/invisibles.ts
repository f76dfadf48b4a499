/**
 * Which characters without a shape of their own may stay in a text.
 *
 * Unicode calls them Default_Ignorable_Code_Point. They join letters, choose an emoji's look or steer the writing direction;
 * the rest of the time they hide words from screening, make two names look alike, or turn a line around. So each run of them is
 * judged by the letter in front of it, and what nobody needs is dropped.
 */

/** Scripts whose writers need ZWJ and ZWNJ to shape words (Unicode Core Specification, chapters 9, 12, 13, 14, 16). */
const JOINING =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
/** Scripts written without spaces, where U+200B marks a word's end. */
const SPACELESS = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
const PICTURE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/u;
/** A base that a variation selector may follow: pictures, keycaps, symbols and Han. */
const HAS_VARIANTS = /[\p{Extended_Pictographic}\p{Emoji}\p{S}\p{Script=Han}]/u;
const MONGOLIAN = /\p{Script=Mongolian}/u;
const BLACK_FLAG = '\u{1f3f4}';
/** England, Scotland, Wales: a black flag, up to six tag letters and the closing tag. */
const FLAG_TAGS = /[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{1,6}\u{e007f}/u;

const RUN = /\p{Default_Ignorable_Code_Point}+/gu;
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export interface KeepInvisibles {
  /** In code, direction marks stay: stripping would change what the code says. The renderer isolates them instead. */
  bidi?: boolean;
}

/** The text with each run of invisible characters cut down to what the letters around it need. Linear. */
export function foldInvisibles(text: string, keep: KeepInvisibles = {}): string {
  return text.replace(RUN, (run, offset: number) => {
    const before = characterBefore(text, offset);
    const after = String.fromCodePoint(text.codePointAt(offset + run.length) ?? 0x20);
    const bidi = keep.bidi ? (run.match(BIDI) ?? []).join('') : '';
    return variantOf(run, before) + joinerOf(run, before, after) + bidi;
  });
}

function characterBefore(text: string, offset: number): string {
  if (offset === 0) return ' ';
  const unit = text.charCodeAt(offset - 1);
  const isTrail = unit >= 0xdc00 && unit <= 0xdfff;
  return isTrail && offset > 1 ? text.slice(offset - 2, offset) : text.charAt(offset - 1);
}

/** At most one variation selector, and a flag's tags: more of them after one base would only carry hidden data. */
function variantOf(run: string, before: string): string {
  if (before === BLACK_FLAG) return FLAG_TAGS.exec(run)?.[0] ?? '';
  if (MONGOLIAN.test(before)) return /[\u180b-\u180f]/.exec(run)?.[0] ?? '';
  if (!HAS_VARIANTS.test(before)) return '';
  return /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.exec(run)?.[0] ?? '';
}

/** At most one joiner or word end: runs of them fold to the first. */
function joinerOf(run: string, before: string, after: string): string {
  if (PICTURE.test(before)) return run.includes('\u200d') && PICTURE.test(after) ? '\u200d' : '';
  const joiner = JOINING.test(before) ? /[\u200c\u200d]/.exec(run)?.[0] : undefined;
  if (joiner !== undefined) return joiner;
  return SPACELESS.test(before) && run.includes('\u200b') ? '\u200b' : '';
}
