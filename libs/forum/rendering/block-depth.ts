import type { MarkdownIt, StateBlock } from 'markdown-it';
import { BLOCK_DEPTH } from './limits.js';

/**
 * Below BLOCK_DEPTH every line is a paragraph's text. Without this, markdown-it drops what lies deeper than its own limit, and the
 * sanitiser cuts tables and lists in half; so nobody's words are lost and every tag has its place.
 */
export function keepDepth(parser: MarkdownIt): void {
  parser.block.ruler.before('table', 'depth', readAsText);
}

function readAsText(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (state.level < BLOCK_DEPTH || silent) return false;
  let line = startLine + 1;
  while (line < endLine && !state.isEmpty(line) && (state.sCount[line] ?? 0) >= state.blkIndent) line++;
  state.line = line;
  state.push('paragraph_open', 'p', 1).map = [startLine, line];
  const inline = state.push('inline', '', 0);
  inline.content = state.getLines(startLine, line, state.blkIndent, false).trim();
  inline.map = [startLine, line];
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
  return true;
}
