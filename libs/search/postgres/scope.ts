import { join, raw, sql, type Sql } from '#platform';
import type { Language } from '../language/languages.js';
import { scopeToken } from '../scope-tokens.js';
import type { SearchRequest } from '../search-engine.port.js';
import { mostKeysInQuery, scopeQuery } from './tsquery.js';

/** The words of a text query in one language. */
export const query = (language: Language, text: Sql): Sql =>
  sql`to_tsquery(${raw(`'porchlight_${language}'`)}, ${text})`;

/** A token as a query of its own. */
export const tokenQuery = (token: string): Sql => sql`${`'${token}'`}::tsquery`;

/**
 * Words in every language of the viewer's programs, each for the documents in that language; words that are all stop
 * words in one of them match nothing there, instead of everything.
 * @param words the query in the n-th language
 */
export function matchOf(languages: readonly Language[], words: (place: number) => Sql): Sql {
  const each = languages.map((language, place) => {
    const own = languages.length === 1 ? sql`` : sql`&& ${tokenQuery(scopeToken.language(language))}`;
    return sql`case when numnode(${words(place)}) = 0 then ${tokenQuery(scopeToken.never)} else ${words(place)} ${own} end`;
  });
  return sql`(${join(each, ' || ')})`;
}

/** Whether the viewer's places are met by a list of boards, beside the places that stand in the tsquery. */
export const byBoards = ({ keys }: SearchRequest): boolean => keys.length > mostKeysInQuery;

/** Columns of the places to look in: `match`, and `boards` where they are met by a list. */
export const scopeColumns = (request: SearchRequest): Sql =>
  sql`${scopeQuery(request)}::tsquery as match ${
    byBoards(request)
      ? sql`, array(select b.id from board b where b.audience && ${request.keys}::text[]) as boards`
      : sql``
  }`;

/**
 * A condition that no index may serve: a plan that is made without knowing its parameters takes any range for a narrow one,
 * and reads half of another index for each block (20 ms instead of 2, measured).
 */
export const onlyFilter = (condition: Sql): Sql => sql`and coalesce(${condition}, false)`;
