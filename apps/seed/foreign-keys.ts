import pg from 'pg';

/** The tables with a row or more for every post; the others stay as they are, and open to a server that runs meanwhile. */
const largeTables = ['post', 'revision', 'reaction'];

interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

/**
 * Takes the foreign keys off the large tables, within the transaction of the filling. Put back, each is checked
 * once for all rows with one join, which takes a tenth of the time of a look-up for every row (measured).
 * @returns puts them back as they were
 */
export async function withoutForeignKeys(client: pg.Client): Promise<() => Promise<void>> {
  const { rows: keys } = await client.query<ForeignKey>(
    `select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conrelid = any($1::regclass[]) order by conname`,
    [largeTables],
  );
  for (const { table, name } of keys) {
    await client.query(`alter table ${table} drop constraint ${pg.escapeIdentifier(name)}`);
  }
  return async () => {
    for (const { table, name, definition } of keys) {
      await client.query(`alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${definition}`);
    }
  };
}
