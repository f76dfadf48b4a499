import { hasWord } from '../language/folding.js';
import { synonymsOf } from '../language/synonyms.js';
import type { SearchRequest } from '../search-engine.port.js';
import type { SearchTerm } from '../search-query.js';
import { scopeToken } from '../scope-tokens.js';

/**
 * Where to look, in two ways. The viewer's keys in the tsquery: the index alone finds what stands in a few small boards.
 * Or the viewer's programs in it, and a list of boards beside it: half the work where the keys open much of a program,
 * since each document would be weighed against each key (measured); and 200 keys in a tsquery cost 300 ms.
 */
export type Scope = 'keys' | 'boards' | 'boards alone';
/** More keys are never put into a tsquery. */
const mostKeysInQuery = 4;
/** From this part of its programs' documents on, a viewer's keys open much. */
const muchOfPrograms = 0.1;
/** From this part of all documents on, it is of no use to look for the programs' own. */
const mostOfAll = 0.5;

/** @param partOf how many of all documents carry a token, as far as statistics know; 0 for rare ones */
export function scopeOf({ keys, programIds }: SearchRequest, partOf: (token: string) => number): Scope {
  const sum = (tokens: readonly string[]): number => tokens.reduce((total, token) => total + partOf(token), 0);
  const programs = sum(programIds.map(scopeToken.program));
  const opensMuch = programs > 0 && sum(keys.map(scopeToken.audience)) >= muchOfPrograms * programs;
  if (keys.length <= mostKeysInQuery && !opensMuch) return 'keys';
  return programs >= mostOfAll ? 'boards alone' : 'boards';
}

/** A request with the way to look that suits it. */
export interface PlacedRequest extends SearchRequest {
  scope: Scope;
}

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

/**
 * The places to look in, as a `tsquery` over the documents' tokens; null where all of them are met by boards.
 * @param withWords whether there are words to look for beside it: a query must have something
 */
export function scopeQuery(request: PlacedRequest, withWords: boolean): string | null {
  const { keys, programIds, scope, boardIds, authorIds, kind, unanswered, inTitle, openingPosts } = request;
  const places = scope === 'keys' ? keys.map(scopeToken.audience) : programIds.map(scopeToken.program);
  const parts = [
    ...(boardIds ? [boardIds.map(scopeToken.board)] : []),
    ...(authorIds ? [authorIds.map(scopeToken.author)] : []),
    ...(kind ? [[scopeToken.kind(kind)]] : []),
    ...(unanswered ? [[scopeToken.unanswered]] : []),
    ...(inTitle || openingPosts ? [[scopeToken.opening]] : []),
  ];
  if (scope !== 'boards alone' || (parts.length === 0 && !withWords)) parts.unshift(places);
  return parts.length === 0 ? null : parts.map((tokens) => anyOf(tokens.map(quote))).join(' & ');
}
