import { nameToEmoji } from 'gemoji';
import type { StateCore } from 'markdown-it';
import { splitTexts, textPiece } from './text-pieces.js';

/** `:tada:`, by GitHub's list of names; an unknown name stays as written. Smileys such as `:)` stay too: `8)` ends many lists. */
const SHORTCODE = /:([a-z0-9_+-]{1,50}):/g;
const EMOJI = new Map(Object.entries(nameToEmoji));

export function readEmoji(state: StateCore): void {
  splitTexts(state, (text, where) => {
    if (where.link === 'auto' || !text.includes(':')) return null;
    const shown = replaceShortcodes(text);
    return shown === text ? null : [textPiece(state, shown)];
  });
}

/** A colon can end one name and begin the next (`a:b:tada:`), so an unknown name gives its last colon back. */
function replaceShortcodes(text: string): string {
  let out = '';
  let from = 0;
  SHORTCODE.lastIndex = 0;
  for (let match = SHORTCODE.exec(text); match !== null; match = SHORTCODE.exec(text)) {
    const emoji = EMOJI.get(match[1] ?? '');
    if (emoji === undefined) {
      SHORTCODE.lastIndex -= 1;
      continue;
    }
    out += text.slice(from, match.index) + emoji;
    from = SHORTCODE.lastIndex;
  }
  return out + text.slice(from);
}
