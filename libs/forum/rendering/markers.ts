import { escapeText } from './sanitiser.js';

/**
 * Mentions and quotes in stored HTML.
 *
 * Who may see a person or a quoted post depends on the reader, so the stored HTML only holds a place for each:
 *
 *     <!--m-->@amina<!--/m-->                      a mention; without its comments it is the plain text that was written
 *     <blockquote><!--q:POSTID--></blockquote>     a quote; without its comment it is empty
 *
 * A writer cannot forge one: her `<` never leaves the parser unescaped and the sanitiser drops every comment. The comments come
 * after both, in place of two noncharacters that no text keeps. If somebody forgets to resolve, nothing is revealed.
 */
const MARKER = /<!--m-->@([\p{L}\p{N}\p{M}_.-]{1,64})<!--\/m-->|<!--q:([\w:=+/.-]{1,128})-->/gu;
const PLACE = /([\ufdd0\ufdd1])(\d{1,3})\ufdd2/g;
const MENTION_PLACE = '\ufdd0';
const QUOTE_PLACE = '\ufdd1';
const END_OF_PLACE = '\ufdd2';

export interface MarkerResolver {
  /** null: nobody of that name whom this reader may see */
  mention(username: string): { displayName: string } | null;
  /** The stored HTML of the text that this reader may see now; null: none. */
  quote(postId: string): { html: string; author: string | null } | null;
}

/** The HTML for one reader. A body without markers comes back as it is. */
export function resolveMarkers(html: string, resolve: MarkerResolver): string {
  if (!html.includes('<!--')) return html;
  return html.replace(MARKER, (_marker, username: string | undefined, postId: string | undefined) =>
    username !== undefined ? mentionFor(username, resolve) : quoteFor(postId ?? '', resolve),
  );
}

/** Whom and what to load before `resolveMarkers`; for the mentions inside quoted texts ask again with their HTML. */
export function markerNames(html: string): { usernames: string[]; postIds: string[] } {
  const usernames = new Set<string>();
  const postIds = new Set<string>();
  if (html.includes('<!--')) {
    for (const [, username, postId] of html.matchAll(MARKER)) {
      if (username !== undefined) usernames.add(username);
      if (postId !== undefined) postIds.add(postId);
    }
  }
  return { usernames: [...usernames], postIds: [...postIds] };
}

function mentionFor(username: string, resolve: MarkerResolver): string {
  const person = resolve.mention(username);
  return person === null ? `@${username}` : `<bdi>@${escapeText(person.displayName)}</bdi>`;
}

/** A quote inside the quoted text is left out: two posts may quote each other. */
function quoteFor(postId: string, resolve: MarkerResolver): string {
  const quoted = resolve.quote(postId);
  if (quoted === null) return '';
  const author = quoted.author === null ? '' : `<cite>${escapeText(quoted.author)}</cite>`;
  const own = quoted.html.replaceAll(/<blockquote><!--q:[\w:=+/.-]{1,128}--><\/blockquote>/g, '');
  return author + resolveMarkers(own, { mention: resolve.mention.bind(resolve), quote: () => null });
}

/** Inside the renderer: the place that survives the sanitiser, an index into the body's own list of mentions or quotes. */
export function placeOf(kind: 'mention' | 'quote', index: number): string {
  return `${kind === 'mention' ? MENTION_PLACE : QUOTE_PLACE}${index}${END_OF_PLACE}`;
}

/** The other half of `placeOf`: every place becomes its marker. */
export function storeMarkers(html: string, mentions: { username: string }[], quotes: { postId: string }[]): string {
  if (mentions.length + quotes.length === 0) return html;
  return html.replace(PLACE, (_place, kind: string, index: string) => {
    if (kind === MENTION_PLACE) return `<!--m-->@${mentions[Number(index)]?.username ?? ''}<!--/m-->`;
    return `<blockquote><!--q:${quotes[Number(index)]?.postId ?? ''}--></blockquote>`;
  });
}
