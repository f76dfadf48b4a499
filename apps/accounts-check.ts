import { type Config, type Database, sql } from '#platform';

/** What health says of a server without an account that it would let in. */
export const nobodyCanSignIn = 'nobody can sign in';

/** Whether there is any account that may sign in here: sample accounts may not on a production server. */
export async function somebodyCanSignIn(database: Database, config: Config): Promise<boolean> {
  const found = await database.first(sql`
    select from account where status <> 'CLOSED' and password_hash is not null
      and (${config.development} or not sample) limit 1`);
  return found !== null;
}
