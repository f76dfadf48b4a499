import { type Config, migrate, migrationStatus, SchemaLocked } from '#platform';
import { history } from './features.js';
import { StartRefused } from './start-refused.js';

/** Told while a migration waits: once at the first try, then every ten. */
export const tellLocked = (tries: number): void => {
  if (tries % 10 !== 1) return;
  process.stderr.write('A table is locked by another session; the migration gave way and tries again each second.\n');
};

export const refuseLocked = (error: unknown): never => {
  if (error instanceof SchemaLocked) throw new StartRefused(`The schema cannot be changed: ${error.message}.`);
  throw error;
};

/**
 * The schema that this version needs: made, or, with MIGRATE=off, only looked at.
 * @throws StartRefused if it is not there
 */
export async function prepareSchema(config: Config, databaseUrl: string): Promise<void> {
  if (config.values.MIGRATE) {
    await migrate(databaseUrl, history, { onLocked: tellLocked }).catch(refuseLocked);
    return;
  }
  const { pending } = await migrationStatus(databaseUrl, history);
  if (pending.length === 0) return;
  throw new StartRefused(
    `MIGRATE=off, and the database lacks ${pending.join(', ')}: run \`npm run migrate -- up\` first.`,
  );
}
