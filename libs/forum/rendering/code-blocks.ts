import type { RendererRule } from 'markdown-it';
import { hasDirectionMarks } from './code-direction.js';
import { escapeText } from './sanitiser.js';

/** The language of a fence is not shown: it would need a class. Code that sets a writing direction is kept apart from its line. */
export const showFence: RendererRule = (tokens, at) => `<pre>${codeOf(tokens[at]?.content ?? '')}</pre>\n`;

export const showCode: RendererRule = (tokens, at) => codeOf(tokens[at]?.content ?? '');

function codeOf(code: string): string {
  const text = escapeText(code);
  return hasDirectionMarks(code) ? `<code><bdi>${text}</bdi></code>` : `<code>${text}</code>`;
}

/** The specification writes an empty block quote on two lines, markdown-it on one. */
export const showBlockquote: RendererRule = (tokens, at, options, _env, self) =>
  tokens[at + 1]?.type === 'blockquote_close' ? '<blockquote>\n' : self.renderToken(tokens, at, options);
