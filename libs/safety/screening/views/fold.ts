/** The folded view of a text, each folded character knowing the range of the original that it came from. */
import { meaningOf } from './characters.js';
import { foldConfusables } from './confusables.js';
import type { Span } from '../contract.js';

export interface Folded {
  /** Lower case; same length as `cased`. */
  text: string;
  cased: string;
  /** Original UTF-16 offsets per folded character. */
  starts: readonly number[];
  ends: readonly number[];
  /** Insides of tags found in the text: `a href="tel:..."`. They are screened too. */
  hidden: readonly string[];
}

const BLOCK_TAG = /^\/?(?:br|p|div|li|ul|ol|tr|td|h[1-6]|blockquote|pre)\b/;
/** "name <at> example <dot> org" is no markup. */
const WORD_IN_BRACKETS = /^(?:at|dot|arroba|punto)$/i;
const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['commat', '@'],
  ['period', '.'],
  ['num', '#'],
  ['hyphen', '-'],
  ['dash', '-'],
  ['colon', ':'],
  ['sol', '/'],
  ['lowbar', '_'],
]);
const LONGEST_ENTITY = 10;

class Folding {
  private readonly characters: string[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly hidden: string[] = [];

  constructor(private readonly source: string) {}

  run(): Folded {
    let at = 0;
    while (at < this.source.length) at = this.step(at);
    const characters = foldConfusables(this.characters);
    const lower = characters.map((each) => sameLengthLower(each));
    return {
      text: lower.join(''),
      cased: characters.join(''),
      starts: this.starts,
      ends: this.ends,
      hidden: this.hidden,
    };
  }

  private step(at: number): number {
    const unit = this.source.charCodeAt(at);
    if (unit === 0x3c) return this.tag(at);
    if (unit === 0x26) return this.entity(at);
    const codePoint = this.source.codePointAt(at) ?? unit;
    const end = at + (codePoint > 0xffff ? 2 : 1);
    this.push(meaningOf(codePoint), at, end);
    return end;
  }

  /** Skips `<b>`; a lone `<`, or one followed by another before it closes, is an ordinary character. */
  private tag(at: number): number {
    let close = at + 1;
    while (close < this.source.length && this.source[close] !== '>' && this.source[close] !== '<') close += 1;
    const inside = this.source.slice(at + 1, close);
    if (this.source[close] !== '>' || !/^[a-zA-Z/!]/.test(inside) || WORD_IN_BRACKETS.test(inside)) {
      this.push('<', at, at + 1);
      return at + 1;
    }
    if (inside.length > 3) this.hidden.push(inside);
    if (BLOCK_TAG.test(inside.slice(0, 12).toLowerCase())) this.push('\n', at, close + 1);
    return close + 1;
  }

  private entity(at: number): number {
    const semicolon = this.source.slice(at, at + LONGEST_ENTITY).indexOf(';');
    const name = semicolon > 1 ? this.source.slice(at + 1, at + semicolon) : '';
    const meaning = ENTITIES.get(name.toLowerCase()) ?? numericEntity(name);
    if (meaning === undefined) {
      this.push('&', at, at + 1);
      return at + 1;
    }
    this.push(meaning, at, at + semicolon + 1);
    return at + semicolon + 1;
  }

  private push(meaning: string, start: number, end: number): void {
    for (let unit = 0; unit < meaning.length; unit += 1) {
      this.characters.push(meaning.charAt(unit));
      this.starts.push(start);
      this.ends.push(end);
    }
  }
}

function numericEntity(name: string): string | undefined {
  const match = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name);
  if (!match) return undefined;
  const codePoint = match[1] !== undefined ? parseInt(match[1], 16) : Number(match[2]);
  return codePoint > 0 && codePoint <= 0x10ffff ? meaningOf(codePoint) : undefined;
}

function sameLengthLower(character: string): string {
  const lower = character.toLowerCase();
  return lower.length === character.length ? lower : character;
}

export function fold(source: string): Folded {
  return new Folding(source).run();
}

/** Range of folded characters to range of the original. */
export function originalSpan(view: Pick<Folded, 'starts' | 'ends'>, from: number, to: number): Span {
  const last = Math.max(from, to - 1);
  const [first = 0, final = first] = [view.starts[from], view.starts[last]];
  // Read from right to left, the last character stands first.
  if (final < first) return { start: final, end: view.ends[from] ?? first };
  return { start: first, end: view.ends[last] ?? first };
}

/** The same characters from last to first, for "read it backwards". */
export function reversed(view: Folded): Folded {
  const flip = (text: string): string => text.split('').reverse().join('');
  return {
    text: flip(view.text),
    cased: flip(view.cased),
    starts: view.starts.toReversed(),
    ends: view.ends.toReversed(),
    hidden: [],
  };
}
