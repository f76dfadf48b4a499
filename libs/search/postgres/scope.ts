import { join, raw, sql, type Sql } from '#platform';
import type { Language } from '../language/languages.js';
import { scopeToken } from '../scope-tokens.js';
import { type PlacedRequest, scopeQuery } from './tsquery.js';

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
export const byBoards = ({ scope }: PlacedRequest): boolean => scope !== 'keys';

/** Few keys are looked up in the boards' index; from here on, boards and keys are joined by hash. */
const fewKeys = 8;

/**
 * Boards that list one of the keys. `audience && $keys` compares each with each where no index serves it: 2.9 ms for
 * 300 keys instead of 1.8. Every hit is still read again through the one visibility filter.
 */
const boardsOf = ({ keys, programIds }: PlacedRequest): Sql =>
  keys.length <= fewKeys
    ? sql`array(select b.id from board b where b.audience && ${keys}::text[])`
    : sql`array(
        select distinct b.id from board b cross join unnest(b.audience) a(key)
          join unnest(${keys}::text[]) k(key) on k.key = a.key
        where b.program_id = any(${programIds}::uuid[]))`;

/**
 * What to look for as columns: `match`, and `boards` where the places are met by a list.
 * @param words a tsquery of what else must be there
 */
export function scopeColumns(request: PlacedRequest, words: Sql | null = null): Sql {
  const places = scopeQuery(request, words !== null);
  const match = [...(words ? [words] : []), ...(places === null ? [] : [sql`${places}::tsquery`])];
  const boards = byBoards(request) ? sql`, ${boardsOf(request)} as boards` : sql``;
  return sql`${join(match, ' && ')} as match ${boards}`;
}

/**
 * A condition that no index may serve: a plan that is made without knowing its parameters takes any range for a narrow one,
 * and reads half of another index for each block (20 ms instead of 2, measured).
 */
export const onlyFilter = (condition: Sql): Sql => sql`and coalesce(${condition}, false)`;
