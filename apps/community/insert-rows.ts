import { raw, sql, type Transaction } from '#platform';
import { columns, type Filling } from './tables.js';

/** Writes rows with one statement per table, as a list of JSON objects: right for some hundred rows. */
export async function insertRows(tx: Transaction, { table, rows }: Filling): Promise<void> {
  const list = [...rows];
  if (list.length === 0) return;
  const names = raw(columns[table].map((column) => `"${column}"`).join(', '));
  const name = raw(`"${table}"`);
  await tx.run(sql`
    insert into ${name} (${names})
    select ${names} from jsonb_populate_recordset(null::${name}, ${JSON.stringify(list)}::jsonb)`);
}
