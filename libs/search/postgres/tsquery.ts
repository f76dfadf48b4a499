import { hasWord } from '../language/folding.js';
import { synonymsOf } from '../language/synonyms.js';
import type { SearchRequest } from '../search-engine.port.js';
import type { SearchTerm } from '../search-query.js';
import { scopeToken } from '../scope-tokens.js';

/** More keys than this are met by a list of boards instead: a long OR in a tsquery costs 300 ms (measured, 200 keys). */
export const mostKeysInQuery = 4;

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

const anyOf = (parts: readonly string[]): string => (parts.length === 1 ? `${parts[0]}` : `(${parts.join(' | ')})`);

/** What PostgreSQL's `to_tsquery` parses of a term; several words in one pair of quotes mean "side by side". */
function operand({ text, phrase, negated, alternatives = [] }: SearchTerm, weight: string): string {
  const others = phrase ? [] : [...synonymsOf(text), ...alternatives];
  const whole = anyOf([text, ...others.filter(hasWord)].map((one) => quote(one) + weight));
  return negated ? `!${whole}` : whole;
}

/** Argument for `to_tsquery`; null if there are no words to look for. Nothing that a person types can break it. */
export function textQuery({ terms, inTitle, anyTerm }: SearchRequest): string | null {
  const operands = terms.filter(({ text }) => hasWord(text)).map((term) => operand(term, inTitle ? ':A' : ''));
  return operands.length === 0 ? null : operands.join(anyTerm ? ' | ' : ' & ');
}

/** The places to look in, as a `tsquery` over the documents' tokens. */
export function scopeQuery(request: SearchRequest): string {
  const { keys, programIds, boardIds, authorIds, kind, unanswered, inTitle, openingPosts } = request;
  const parts = [
    keys.length <= mostKeysInQuery ? keys.map(scopeToken.audience) : programIds.map(scopeToken.program),
    ...(boardIds ? [boardIds.map(scopeToken.board)] : []),
    ...(authorIds ? [authorIds.map(scopeToken.author)] : []),
    ...(kind ? [[scopeToken.kind(kind)]] : []),
    ...(unanswered ? [[scopeToken.unanswered]] : []),
    ...(inTitle || openingPosts ? [[scopeToken.opening]] : []),
  ];
  return parts.map((tokens) => anyOf(tokens.map(quote))).join(' & ');
}
