import type { RendererRule, StateCore, Token } from 'markdown-it';
import { findingsOf } from './findings.js';
import { tidy } from './hygiene.js';
import { MENTIONS } from './limits.js';
import { placeOf } from './markers.js';
import { splitTexts, textPiece } from './text-pieces.js';

/**
 * `@name` anywhere but in code, in a link, after a backslash, or glued to a word (`git@host`).
 * It ends in a letter or digit, since a full stop after it ends the sentence.
 * Whether there is such a person is not known here, and never told to the writer.
 */
const MENTION = /@([\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_.-]{0,62}[\p{L}\p{N}\p{M}_])?)/gu;
/** What may stand right before the `@`: never a letter, nor what makes it part of an address. */
const GLUED = /[\p{L}\p{N}\p{M}_@/.:&=#%+-]/u;

export function readMentions(state: StateCore): void {
  const { mentions } = findingsOf(state.env);
  splitTexts(state, (text, where) => {
    if (where.link !== 'none' || !text.includes('@')) return null;
    const pieces: Token[] = [];
    let from = 0;
    for (const match of text.matchAll(MENTION)) {
      const username = tidy(match[1] ?? '');
      if (mentions.length >= MENTIONS) break;
      if (GLUED.test(match.index === 0 ? where.before : text.charAt(match.index - 1))) continue;
      if (match.index > from) pieces.push(textPiece(state, text.slice(from, match.index)));
      pieces.push(mentionOf(state, username, mentions.length));
      mentions.push({ username, index: mentions.length });
      from = match.index + match[0].length;
    }
    if (from === 0) return null;
    if (from < text.length) pieces.push(textPiece(state, text.slice(from)));
    return pieces;
  });
}

function mentionOf(state: StateCore, username: string, index: number): Token {
  const token = new state.Token('mention', '', 0);
  token.content = `@${username}`;
  token.meta = { index };
  return token;
}

export const showMention: RendererRule = (tokens, at) => placeOf('mention', Number(tokens[at]?.meta?.['index']));
