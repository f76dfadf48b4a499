import type { RendererRule, StateBlock } from 'markdown-it';
import { findingsOf } from './findings.js';
import { QUOTE_DEPTH, QUOTES } from './limits.js';
import { placeOf } from './markers.js';

/**
 * A quote of another post is one line of its own:
 *
 *     > [quote:POSTID]
 *
 * It holds no text, so what it shows is what its reader may see of that post now. Lines after it are a block of their own; to
 * quote by hand is ordinary `>`.
 */
const QUOTE_LINE = /^> ?\[quote:([\w:=+/.-]{1,128})\][ \t]*$/;

export function readQuote(state: StateBlock, startLine: number, _endLine: number, silent: boolean): boolean {
  const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  if (state.src.charCodeAt(start) !== 0x3e || state.level > QUOTE_DEPTH) return false;
  const postId = QUOTE_LINE.exec(state.src.slice(start, state.eMarks[startLine]))?.[1];
  const { quotes } = findingsOf(state.env);
  if (postId === undefined || quotes.length >= QUOTES) return false;
  if (silent) return true;
  const token = state.push('quote', '', 0);
  token.map = [startLine, startLine + 1];
  token.meta = { index: quotes.length };
  quotes.push({ postId, index: quotes.length });
  state.line = startLine + 1;
  return true;
}

export const showQuote: RendererRule = (tokens, at) => `${placeOf('quote', Number(tokens[at]?.meta?.['index']))}\n`;

const QUOTE_LINES = /^> ?\[quote:[\w:=+/.-]{1,128}\][ \t]*$/gm;

/** The same text, place for place, with the ids of quotes blanked where they are ids of posts. */
export function blankQuotes(body: string, isPost: (id: string) => boolean): string {
  return body.replace(QUOTE_LINES, (line) => {
    const id = line.slice(line.indexOf(':') + 1, line.lastIndexOf(']'));
    return isPost(id) ? line.replace(id, ' '.repeat(id.length)) : line;
  });
}
