import type { MarkdownIt, StateBlock } from 'markdown-it';
import { TABLE_CELLS, TABLE_COLUMNS } from './limits.js';

/** A row with fewer cells than the head is filled up, so a few characters could make tens of thousands of cells. */
export function boundTables(parser: MarkdownIt): void {
  const [readTable] = parser.block.ruler.getRules('').filter((rule) => rule.name === 'table');
  if (readTable === undefined) throw new Error('markdown-it has no rule for tables any more');
  parser.block.ruler.at(
    'table',
    (state, startLine, endLine, silent) =>
      !tooLarge(state, startLine, endLine) && readTable(state, startLine, endLine, silent),
    { alt: ['paragraph', 'reference'] },
  );
}

function tooLarge(state: StateBlock, startLine: number, endLine: number): boolean {
  const head = state.src.slice(state.bMarks[startLine], state.eMarks[startLine]);
  const columns = head.split('|').length;
  if (columns < 2) return false;
  if (columns > TABLE_COLUMNS + 2) return true;
  // An upper bound first: counting to the table's end is only needed in long bodies.
  if (columns * (endLine - startLine) <= TABLE_CELLS) return false;
  let line = startLine;
  while (line < endLine && !state.isEmpty(line)) line++;
  return columns * (line - startLine) > TABLE_CELLS;
}
