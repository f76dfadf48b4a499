import { hasWord, distance } from './language/folding.js';

/** Something to look for: one word, or several that stand side by side. */
export interface SearchTerm {
  text: string;
  phrase: boolean;
  negated: boolean;
  /** Words that count as well: endings of a beginning, the right spelling of a typo. */
  alternatives?: readonly string[];
}

/** What a person typed, read. Names are as written: who or what they mean is for the service to find out. */
export interface ParsedQuery {
  terms: SearchTerm[];
  boards: string[];
  authors: string[];
  /** First instant that is too late, last that is too early: UTC days. */
  before: Date | null;
  after: Date | null;
  inTitle: boolean;
  isQuestion: boolean;
  isUnanswered: boolean;
  /** The query with its first mistyped operator put right; null if there is none. */
  suggestion: string | null;
}

/** Longer than any question a person types. */
export const longestQuery = 500;
/** Words beyond the tenth are not looked for, nor excluded (Meilisearch's own limit, so that both engines answer alike). */
export const mostTerms = 10;

const operators = ['board', 'from', 'before', 'after', 'in', 'is'] as const;
type Operator = (typeof operators)[number];

interface Piece {
  start: number;
  end: number;
  negated: boolean;
  operator: string | null;
  text: string;
  quoted: boolean;
}

/** Reads the words, "phrases", -exclusions and operators of a query. Whatever is no operator is something to look for. */
export function parseQuery(source: string): ParsedQuery {
  const parsed: ParsedQuery = {
    terms: [],
    boards: [],
    authors: [],
    before: null,
    after: null,
    inTitle: false,
    isQuestion: false,
    isUnanswered: false,
    suggestion: null,
  };
  for (const piece of pieces(source)) {
    if (piece.operator !== null && !piece.negated && applies(parsed, piece.operator.toLowerCase(), piece.text))
      continue;
    const right = piece.operator === null ? null : corrected(piece.operator, piece.text);
    if (right) parsed.suggestion ??= source.slice(0, piece.start) + right + source.slice(piece.end);
    const text = piece.operator === null ? piece.text : `${piece.operator} ${piece.text}`;
    const { negated } = piece;
    // Counted each on their own: who excludes something after ten words means it no less.
    if (hasWord(text) && parsed.terms.filter((term) => term.negated === negated).length < mostTerms) {
      parsed.terms.push({ text, phrase: piece.quoted || piece.operator !== null, negated });
    }
  }
  return parsed;
}

/** Cuts at white space, but not inside quotes; a quote that is never closed ends with the text. */
function* pieces(source: string): Generator<Piece> {
  let at = 0;
  while (at < source.length) {
    if (isSpace(source[at])) {
      at += 1;
      continue;
    }
    const start = at;
    const negated = source[at] === '-' && at + 1 < source.length && !isSpace(source[at + 1]);
    if (negated) at += 1;
    let operator: string | null = null;
    const word = endOf(source, at);
    const colon = source.indexOf(':', at);
    if (
      colon > at &&
      colon < word &&
      isName(source.slice(at, colon)) &&
      colon + 1 < source.length &&
      !isSpace(source[colon + 1])
    ) {
      operator = source.slice(at, colon);
      at = colon + 1;
    }
    const quoted = isQuote(source[at]);
    if (quoted) {
      let close = at + 1;
      while (close < source.length && !isQuote(source[close])) close += 1;
      yield {
        start,
        end: Math.min(close + 1, source.length),
        negated,
        operator,
        text: source.slice(at + 1, close),
        quoted,
      };
      at = close + 1;
      continue;
    }
    const end = endOf(source, at);
    yield { start, end, negated, operator, text: source.slice(at, end), quoted };
    at = Math.max(end, at + 1);
  }
}

/** The next white space or quote. */
function endOf(source: string, from: number): number {
  let at = from;
  while (at < source.length && !isSpace(source[at]) && !isQuote(source[at])) at += 1;
  return at;
}

const isSpace = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);
const isQuote = (character: string | undefined): boolean =>
  character === '"' || character === '\u201c' || character === '\u201d' || character === '\u201e';
/** `http:` is no operator, and neither is a time of day. */
const isName = (text: string): boolean => text.length <= 12 && /^[a-z]+$/i.test(text) && !/^https?$/i.test(text);

/** @returns false if this is no operator after all */
function applies(parsed: ParsedQuery, operator: string, value: string): boolean {
  switch (operator as Operator) {
    case 'board':
      return value.trim() !== '' && parsed.boards.push(value.trim()) > 0;
    case 'from':
      return value.trim() !== '' && parsed.authors.push(value.trim()) > 0;
    case 'before':
    case 'after': {
      const day = dayOf(value);
      if (!day) return false;
      if (operator === 'before') parsed.before = day.first;
      else parsed.after = day.behind;
      return true;
    }
    case 'in':
      return value.toLowerCase() === 'title' && (parsed.inTitle = true);
    case 'is':
      if (value.toLowerCase() === 'question') return (parsed.isQuestion = true);
      return value.toLowerCase() === 'unanswered' && (parsed.isUnanswered = true);
    default:
      return false;
  }
}

/** `2026`, `2026-03` or `2026-03-09`: its first instant, and the first one behind it. */
function dayOf(value: string): { first: Date; behind: Date } | null {
  const match = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(value.trim());
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), match[2] && Number(match[2]), match[3] && Number(match[3])];
  const at = (y: number, m: number, d: number): Date => new Date(Date.UTC(y, m, d));
  const first = at(year, (month || 1) - 1, day || 1);
  // 31 February is no day: it would quietly become one in March.
  if (month && first.getUTCMonth() !== month - 1) return null;
  if (day && first.getUTCDate() !== day) return null;
  if (day) return { first, behind: at(year, (month || 1) - 1, day + 1) };
  return { first, behind: month ? at(year, month, 1) : at(year + 1, 0, 1) };
}

const values: Partial<Record<Operator, readonly string[]>> = { in: ['title'], is: ['question', 'unanswered'] };

/** What was probably meant by an operator that does not exist, or that has a value it cannot take. */
function corrected(operator: string, value: string): string | null {
  const typed = operator.toLowerCase();
  const nearest = operators.find((known) => typed === known) ?? operators.find((known) => near(typed, known));
  if (!nearest) return null;
  const known = values[nearest];
  const right = known ? known.find((one) => near(value.toLowerCase(), one)) : value;
  if (nearest === 'before' || nearest === 'after')
    return dayOf(value) ? `${nearest}:${value}` : `${nearest}:2026-01-31`;
  return right === undefined || right === '' ? null : `${nearest}:${/\s/.test(right) ? `"${right}"` : right}`;
}

/** A swap, a slip or two; `in` and `is` are too short for a second one. */
function near(typed: string, known: string): boolean {
  const most = known.length > 4 ? 2 : 1;
  return typed.length > 1 && distance(typed, known, most) <= most;
}
