import { fold, wordsOf } from '../language/folding.js';
import { stopWords } from '../language/stop-words.js';
import type { SearchRequest } from '../search-engine.port.js';
import type { SearchTerm } from '../search-query.js';

/** Values stand in quotes; ours are ids and keys, but a filter is no place to rely on that. */
const quote = (value: string): string => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/**
 * `field IN […]`: one condition however long the list, so it never meets the limit on the depth of filters (2,000). The
 * longest is the keys of a coordinator: 300 matches make 14 kB, 5,000 make 240 kB, in a body that may have 100 MB.
 */
export const isIn = (field: string, values: readonly string[]): string =>
  `${field} IN [${values.map(quote).join(', ')}]`;

export interface Stretch {
  /** Milliseconds, both included. */
  through?: number | null;
  down?: number | null;
}

/** Where to look, as a filter: all of it must hold. Made here from the viewer's keys and from nothing that was sent. */
export function filterOf(request: SearchRequest, stretch: Stretch): string[] {
  const { keys, boardIds, authorIds, kind, unanswered, openingPosts, inTitle, before, from } = request;
  return [
    isIn('audience', keys),
    'state = "PUBLISHED"',
    ...(boardIds ? [isIn('boardId', boardIds)] : []),
    ...(authorIds ? [isIn('authorId', authorIds)] : []),
    ...(kind ? [`kind = ${quote(kind)}`] : []),
    ...(unanswered ? ['unanswered = true'] : []),
    ...(openingPosts || inTitle ? ['opening = true'] : []),
    ...(before === null ? [] : [`createdAt < ${before}`]),
    ...(from === null ? [] : [`createdAt >= ${from}`]),
    ...(stretch.through == null ? [] : [`createdAt <= ${stretch.through}`]),
    ...(stretch.down == null ? [] : [`createdAt >= ${stretch.down}`]),
  ];
}

const plain = (text: string): string =>
  fold(text)
    .replaceAll('"', ' ')
    .replace(/^[-\s]+/, '')
    .trim();
/** In quotes also what is no phrase: of a word with a hyphen only the first half would be excluded. */
function written({ text, phrase, negated }: SearchTerm): string {
  const said = plain(text);
  const quoted = phrase || /\s/.test(said) || (negated && wordsOf(said).length > 1);
  return `${negated ? '-' : ''}${quoted ? `"${said}"` : said}`;
}

/**
 * The words as Meilisearch reads them: quotes for what stands together, a minus for what must not be there. Exclusions
 * come first, since it stops reading at the tenth word; and the last word is a beginning unless something follows it.
 */
export function queryText({ terms, prefix }: Pick<SearchRequest, 'terms' | 'prefix'>): string {
  const sayable = terms.filter(({ text }) => plain(text) !== '');
  const inOrder = [...sayable.filter(({ negated }) => negated), ...sayable.filter(({ negated }) => !negated)];
  const completes = prefix && sayable.at(-1)?.negated === false;
  return inOrder.map(written).join(' ') + (completes || inOrder.length === 0 ? '' : ' ');
}

const stops: ReadonlySet<string> = new Set(stopWords);

/** Whether nothing is left to look for: Meilisearch would list everything then. */
export const saysNothing = ({ terms }: Pick<SearchRequest, 'terms'>): boolean =>
  terms.length > 0 && terms.every(({ text }) => wordsOf(text).every(({ folded }) => stops.has(folded)));
