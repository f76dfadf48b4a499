import type { MarkdownIt, Delimiter, StateInline } from 'markdown-it';

/**
 * `||hidden||` is a spoiler: `<mark>` in HTML, which nothing else makes, so a client can cover it until it is pressed.
 * Marks nest and cross by the same rules as `~~` does in markdown-it.
 */
const BAR = 0x7c;
/** markdown-it's own list of characters that may begin something, and the bar. */
const WORDS = /[^\n!#$%&*+\-:<=>@[\\\]^_`{|}~]+/y;

export function addSpoilers(parser: MarkdownIt): void {
  parser.inline.ruler.at('text', readWords);
  parser.inline.ruler.before('emphasis', 'spoiler', readBars);
  parser.inline.ruler2.before('emphasis', 'spoiler', pairBars);
}

function readWords(state: StateInline, silent: boolean): boolean {
  WORDS.lastIndex = state.pos;
  const words = WORDS.exec(state.src.length === state.posMax ? state.src : state.src.slice(0, state.posMax))?.[0];
  if (words === undefined) return false;
  if (!silent) state.pending += words;
  state.pos += words.length;
  return true;
}

function readBars(state: StateInline, silent: boolean): boolean {
  if (silent || state.src.charCodeAt(state.pos) !== BAR) return false;
  const run = state.scanDelims(state.pos, true);
  if (run.length !== 2) return false;
  state.push('text', '', 0).content = '||';
  state.delimiters.push({
    marker: BAR,
    length: 0,
    token: state.tokens.length - 1,
    end: -1,
    open: run.can_open,
    close: run.can_close,
  });
  state.pos += run.length;
  return true;
}

function pairBars(state: StateInline): void {
  pair(state, state.delimiters);
  for (const meta of state.tokens_meta) if (meta?.delimiters) pair(state, meta.delimiters);
}

function pair(state: StateInline, delimiters: Delimiter[]): void {
  for (const opener of delimiters) {
    const closer = opener.marker === BAR && opener.end !== -1 ? delimiters[opener.end] : undefined;
    if (closer === undefined) continue;
    for (const [delimiter, type, nesting] of [
      [opener, 'spoiler_open', 1],
      [closer, 'spoiler_close', -1],
    ] as const) {
      const token = state.tokens[delimiter.token];
      if (token === undefined) continue;
      Object.assign(token, { type, tag: 'mark', nesting, markup: '||', content: '' });
    }
  }
}
