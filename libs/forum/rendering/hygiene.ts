import { foldInvisibles, type KeepInvisibles } from './invisibles.js';

/**
 * What is done to every text that a person writes, before it is stored: title, name, reason or body.
 *
 * The outcome is NFC, has no control characters, no direction overrides, no piles of accents and no hidden letters.
 * Cleaning a clean text changes nothing. Source of the rules: Unicode UAX 15, UAX 9, UTS 39, UTR 36.
 */
export type CleanText = { ok: true; text: string } | { ok: false; reason: 'EMPTY' | 'TOO_LONG' | 'INVALID_UNICODE' };

export interface CleanTextOptions {
  /** Titles and names: every run of white space becomes one space, and the ends are trimmed. */
  singleLine?: boolean;
  /** In code points of the cleaned text, as PostgreSQL's `char_length` counts. */
  maxLength?: number;
}

/** Four is what Vietnamese, pointed Hebrew and IPA use at most; the fifth begins a pile. */
const MAX_MARKS = 4;
const PILE = /[\p{M}\u200c\u200d]{5,}/gu;
/** With the `u` flag a surrogate only matches when its other half is missing. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;
const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
/** C0 and C1 but tab and newline, interlinear annotation, and code points that are no characters. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufff9-\ufffb]|\p{Noncharacter_Code_Point}/gu;
const VISIBLE = /[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** A text made of these needs no work beyond its line ends. */
const PLAIN = /^[\t\n\r\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff]*$/;

export function cleanText(source: string, options: CleanTextOptions = {}): CleanText {
  // A lone surrogate and NUL cannot be stored, and no keyboard writes them: refused, not repaired.
  if (UNSTORABLE.test(source)) return { ok: false, reason: 'INVALID_UNICODE' };
  // Far beyond the limit nothing is worth cleaning: CRLF halves, an astral character is two units.
  if (options.maxLength !== undefined && source.length > options.maxLength * 4)
    return { ok: false, reason: 'TOO_LONG' };
  const text = options.singleLine ? tidyLine(source) : tidyBody(source);
  if (!VISIBLE.test(text)) return { ok: false, reason: 'EMPTY' };
  if (options.maxLength !== undefined && lengthOf(text) > options.maxLength) return { ok: false, reason: 'TOO_LONG' };
  return { ok: true, text };
}

/** One piece of text, cleaned: what `cleanText` does to prose, for text that comes out of an entity such as `&#x202E;`. */
export function tidy(text: string, keep: KeepInvisibles = {}): string {
  const lines = text.replace(LINE_ENDS, '\n');
  if (PLAIN.test(lines)) return lines;
  const visible = foldInvisibles(lines.replace(CONTROLS, ''), keep);
  // NFC last but one: a stripped character may have stood between a letter and its accent.
  return visible.normalize('NFC').replace(PILE, (pile) => [...pile].slice(0, MAX_MARKS).join(''));
}

/**
 * Marks at the start of a text also stand on the letter that ended the text before it (`e*&#x301;*`), so a renderer asks how many
 * are still free.
 * @returns the text without the leading marks beyond `room`, and the number of marks at its end
 */
export function capMarks(text: string, taken: number): { text: string; trailing: number } {
  const lead = /^[\p{M}\u200c\u200d]*/u.exec(text)?.[0] ?? '';
  const kept = [...lead].slice(0, Math.max(0, MAX_MARKS - taken)).join('');
  const capped = kept + text.slice(lead.length);
  if (lead.length === text.length) return { text: capped, trailing: taken + kept.length };
  const tail = [...text.slice(-2 * MAX_MARKS)]
    .reverse()
    .findIndex((character) => !/[\p{M}\u200c\u200d]/u.test(character));
  return { text: capped, trailing: tail < 0 ? MAX_MARKS : tail };
}

function tidyLine(source: string): string {
  return tidy(source)
    .replace(/[\s\p{Z}]+/gu, ' ')
    .trim();
}

/** Direction marks stay between code fences, where the writer means them; everywhere else they go. */
function tidyBody(source: string): string {
  const text = source.replace(LINE_ENDS, '\n');
  if (!/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text)) return tidy(text);
  return splitByFences(text)
    .map((part) => tidy(part.lines.join('\n'), { bidi: part.code }))
    .join('\n');
}

function splitByFences(text: string): { code: boolean; lines: string[] }[] {
  const parts: { code: boolean; lines: string[] }[] = [{ code: false, lines: [] }];
  let fence = '';
  for (const line of text.split('\n')) {
    const mark = FENCE.exec(line)?.[1] ?? '';
    const opens = fence === '' && mark !== '';
    const closes = fence !== '' && mark.startsWith(fence) && line.trim() === mark;
    if (opens || closes) parts.push({ code: false, lines: [line] }, { code: opens, lines: [] });
    else parts[parts.length - 1]?.lines.push(line);
    if (opens) fence = mark;
    if (closes) fence = '';
  }
  return parts.filter((part) => part.lines.length > 0);
}

function lengthOf(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index += text.charCodeAt(index) >> 10 === 0x36 ? 2 : 1) length++;
  return length;
}
