import DataLoader from 'dataloader';
import { type Database, sql, type Sql } from '#platform';

/**
 * Things that lie side by side in an answer (the posts of a page) each ask for a list of their own (their replies). They
 * ask in the same moment and are answered together, so a page costs the same however long it is.
 * @param name of the list with its arguments
 * @param load answers in the order of the ids; nothing is kept, since a later mutation of the same request may change it
 */
export function together<Value>(
  memo: Map<unknown, unknown>,
  name: string,
  load: (ids: readonly string[]) => Promise<readonly (Value | Error)[]>,
): DataLoader<string, Value> {
  const known = memo.get(name) as DataLoader<string, Value> | undefined;
  const loader = known ?? new DataLoader<string, Value>(load, { cache: false });
  memo.set(name, loader);
  return loader;
}

/**
 * The same list of one thing or of many, in one statement: of one as it is written, of many beside each id. Rows keep the
 * order of their list.
 * @param list the statement for the thing whose UUID that expression is
 */
export async function listsOfMany<Row extends object>(
  database: Database,
  ids: readonly string[],
  list: (id: Sql) => Sql,
): Promise<ReadonlyMap<string, Row[]>> {
  const [only] = ids;
  if (only === undefined) return new Map();
  if (ids.length === 1) return new Map([[only, await database.rows<Row>(list(sql`${only}::uuid`))]]);
  // Names that no statement of a list has for something else.
  const rows = await database.rows<Row & { ofId: string }>(sql`
    select asked.for_id as "ofId", q.* from unnest(${[...new Set(ids)]}::uuid[]) asked(for_id)
      cross join lateral (
        select l.*, row_number() over () as "listPlace" from (${list(sql`asked.for_id`)}) l) q
    order by asked.for_id, q."listPlace"`);
  return Map.groupBy(rows, ({ ofId }) => ofId);
}
