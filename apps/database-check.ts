import pg from 'pg';
import type { Config } from '#platform';
import { StartRefused } from './start-refused.js';

const patienceMs = 4_000;
const oldestVersion = 15;

/** For the processes that come without a database of their own. */
export function requireDatabaseUrl(config: Config): string {
  const { DATABASE_URL: url } = config.values;
  if (url) return url;
  throw new StartRefused('DATABASE_URL: must be set here; only `npm start` brings a database of its own.');
}

/**
 * Asks the configured database whether it can be used, before anything else starts.
 * @throws StartRefused with one line that never holds the password
 */
export async function checkDatabase(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: patienceMs });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int / 10000 as version`,
    );
    const version = rows[0]?.version ?? 0;
    if (version >= oldestVersion) return;
    throw new StartRefused(`DATABASE_URL: PostgreSQL ${version} is too old, ${oldestVersion} or newer is needed.`);
  } catch (error) {
    if (error instanceof StartRefused) throw error;
    throw new StartRefused(`DATABASE_URL: ${reasonOf(error, new URL(databaseUrl))}.`);
  } finally {
    // A connection that never came about is not waited for.
    void client.end().catch(() => undefined);
  }
}

function reasonOf(error: unknown, url: URL): string {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const server = url.host || 'the local server';
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens at ${server}`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host ${url.hostname} is not known`;
    case '28P01':
    case '28000':
      return `${server} does not let the user ${decodeURIComponent(url.username)} in (wrong name or password)`;
    case '3D000':
      return `there is no database ${decodeURIComponent(url.pathname.slice(1))} at ${server}`;
    case '57P03':
      return `${server} is still starting up`;
    default:
      return message.includes('timeout')
        ? `${server} does not answer`
        : `${server} cannot be used (${code || message})`;
  }
}
