import type { Token } from 'markdown-it';

/**
 * A body as words: for search, mail and screening. Blocks stand on lines of their own, list items keep their mark, links their
 * whole address, spoilers their bars. A quote is left out: what it shows depends on the reader.
 */
export function plainText(tokens: Token[]): string {
  const lines: string[] = [];
  const lists: { next: number | null }[] = [];
  let mark = '';
  let row: string[] | null = null;
  for (const token of tokens) {
    if (token.type === 'bullet_list_open') lists.push({ next: null });
    if (token.type === 'ordered_list_open') lists.push({ next: Number(token.attrGet('start') ?? 1) });
    if (token.type === 'bullet_list_close' || token.type === 'ordered_list_close') lists.pop();
    if (token.type === 'list_item_open') mark = markOf(lists[lists.length - 1]);
    if (token.type === 'tr_open') row = [];
    if (token.type === 'tr_close') lines.push((row ?? []).join(' | '));
    if (token.type === 'tr_close') row = null;
    const text = textOf(token);
    if (text === null) continue;
    if (row !== null) row.push(text);
    else lines.push(mark + text);
    mark = '';
  }
  return lines.join('\n').trim();
}

function markOf(list: { next: number | null } | undefined): string {
  if (list === undefined || list.next === null) return '- ';
  return `${list.next++}. `;
}

function textOf(token: Token): string | null {
  if (token.type === 'inline') return inlineText(token.children ?? [], true);
  if (token.type === 'fence' || token.type === 'code_block') return token.content.replace(/\n$/, '');
  return null;
}

/** @param addresses whether a link's address follows its text, where the text is not that address already */
export function inlineText(tokens: Token[], addresses = false): string {
  let out = '';
  let pending: { href: string; text: string } | null = null;
  for (const token of tokens) {
    if (token.type === 'softbreak' || token.type === 'hardbreak') out += '\n';
    else if (token.type === 'spoiler_open' || token.type === 'spoiler_close') out += '||';
    else if (token.type === 'image') out += inlineText(token.children ?? []);
    else if (token.meta?.['host'] === undefined) out += token.content;
    if (addresses && token.type === 'link_open') pending = addressOf(token);
    if (addresses && token.type === 'link_close' && pending !== null) {
      if (pending.text !== pending.href) out += ` (${pending.href})`;
      pending = null;
    }
  }
  return out;
}

function addressOf(token: Token): { href: string; text: string } {
  const text: unknown = token.meta?.['text'];
  return { href: String(token.attrGet('href') ?? ''), text: typeof text === 'string' ? text : '' };
}
