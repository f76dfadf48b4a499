import type { StateCore } from 'markdown-it';

/** `- [ ] read` shows an empty box, `- [x] read` a ticked one: as characters, because a body has no form fields. */
const BOX = /^\[([ xX])\] /;

export function readTasks(state: StateCore): void {
  state.tokens.forEach((token, at) => {
    const begins = state.tokens[at - 1]?.type === 'paragraph_open' && state.tokens[at - 2]?.type === 'list_item_open';
    const first = token.type === 'inline' && begins ? token.children?.[0] : undefined;
    if (first?.type !== 'text') return;
    first.content = first.content.replace(BOX, (_box, tick: string) => (tick === ' ' ? '☐ ' : '☑ '));
  });
}
