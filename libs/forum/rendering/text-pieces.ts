import type { StateCore, Token } from 'markdown-it';

/** Where a piece of text stands: inside which kind of link, and after which character. */
export interface Surroundings {
  link: 'none' | 'written' | 'auto';
  before: string;
}

/**
 * Walks the text of a body before its pieces are joined, so that an escaped character (`\@`) is still a piece of its own.
 * `split` returns the tokens that take a piece's place, or null to leave it. Linear: each list is rebuilt once.
 */
export function splitTexts(state: StateCore, split: (text: string, where: Surroundings) => Token[] | null): void {
  for (const block of state.tokens) {
    if (block.type !== 'inline' || block.children === null) continue;
    const out: Token[] = [];
    let link: Surroundings['link'] = 'none';
    let before = '\n';
    for (const token of block.children) {
      if (token.type === 'link_open') link = token.info === 'auto' ? 'auto' : 'written';
      if (token.type === 'link_close') link = 'none';
      const pieces = token.type === 'text' ? split(token.content, { link, before }) : null;
      if (token.content !== '') before = token.content.slice(-1);
      if (token.type === 'softbreak' || token.type === 'hardbreak') before = '\n';
      if (pieces === null) out.push(token);
      else for (const piece of pieces) out.push(Object.assign(piece, { level: token.level }));
    }
    block.children = out;
  }
}

export function textPiece(state: StateCore, content: string): Token {
  const token = new state.Token('text', '', 0);
  token.content = content;
  return token;
}
