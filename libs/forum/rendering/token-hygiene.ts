import type { StateCore, Token } from 'markdown-it';
import { balanceDirection } from './code-direction.js';
import { capMarks, tidy } from './hygiene.js';

/**
 * The hygiene of `cleanText` once more, on what a reader will see: entities (`&#x202E;`) write any character, and old bodies were
 * stored under older rules.
 */
export function cleanTokens(state: StateCore): void {
  for (const block of state.tokens) {
    if (block.type === 'fence' || block.type === 'code_block') block.content = cleanCode(block.content);
    if (block.type === 'inline' && block.children !== null) cleanInline(block.children);
  }
}

function cleanInline(tokens: Token[]): void {
  let marks = 0;
  for (const token of tokens) {
    if (token.children !== null && token.type === 'image') cleanInline(token.children);
    if (token.content === '' || token.type === 'image') continue;
    const text = token.type === 'code_inline' ? cleanCode(token.content) : tidy(token.content);
    const capped = capMarks(text, marks);
    token.content = capped.text;
    marks = capped.trailing;
  }
}

function cleanCode(code: string): string {
  return balanceDirection(tidy(code, { bidi: true }));
}
