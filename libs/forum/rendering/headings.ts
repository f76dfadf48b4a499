import type { StateCore } from 'markdown-it';

/** The page is h1 and the thread h2, so a post begins at h3 and cannot pretend to be either: `#` h3, `##` h4, `###` h5, then h6. */
export function shiftHeadings(state: StateCore): void {
  for (const token of state.tokens) {
    if (token.type === 'heading_open' || token.type === 'heading_close') {
      token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 2)}`;
    }
  }
}
