import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { Cluster } from '../../apps/all-in-one/cluster.js';
import { accountFor } from '../../apps/all-in-one/postgres/account.js';
import { sharedPlace } from '../../apps/all-in-one/postgres/binaries.js';
import { holderOf } from '../../apps/all-in-one/postgres/folder-lock.js';
import { endLeftovers } from '../../apps/all-in-one/postgres/leftovers.js';

export interface TestServer {
  /** The address of a database from which others can be made. */
  url: string;
  /** Begins the name of every database of this run. */
  run: string;
  stop: () => Promise<void>;
}

const prefix = 'porchlight-test-';
/** No run takes that long; what is older was left by one that was killed. */
const oldestRunMs = 3_600_000;

/**
 * A server for one test run: its own (made in a second, forgetful and therefore fast), or the one of TEST_DATABASE_URL,
 * in which only databases of this run's name are made and dropped.
 */
export async function startTestServer(): Promise<TestServer> {
  const run = `porch_${Date.now().toString(36)}_${process.pid.toString(36)}`;
  const given = process.env['TEST_DATABASE_URL'];
  if (given) {
    await dropDatabases(given, isOld);
    return { url: given, run, stop: () => dropDatabases(given, (name) => name.startsWith(run)) };
  }
  await removeLeftRuns();
  const dataDir = mkdtempSync(join(tmpdir(), prefix));
  // PostgreSQL's user has to pass through when root runs the tests; mkdtemp makes folders that only the maker enters.
  chmodSync(dataDir, 0o711);
  const cluster = await Cluster.start({ dataDir, durable: false });
  return {
    url: cluster.url(),
    run,
    stop: async () => {
      await cluster.stop();
      remove(dataDir);
    },
  };
}

/** A killed run leaves its server running and its folder behind. */
async function removeLeftRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const dataDir = join(tmpdir(), name);
    try {
      const justMade = Date.now() - statSync(dataDir).mtimeMs < 10_000;
      if (justMade || holderOf(dataDir) !== null) continue;
      const folder = join(dataDir, 'postgres');
      await endLeftovers(realpathSync(folder), accountFor(folder));
      remove(dataDir);
    } catch {
      // Another user's, or another run is removing it.
    }
  }
}

function remove(dataDir: string): void {
  const data = realpathSync(join(dataDir, 'postgres'));
  if (data.startsWith(sharedPlace)) rmSync(dirname(data), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

function isOld(name: string): boolean {
  const started = Number.parseInt(/^porch_([0-9a-z]+)_/.exec(name)?.[1] ?? '', 36);
  return Date.now() - started > oldestRunMs;
}

async function dropDatabases(url: string, which: (name: string) => boolean): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where datname like 'porch\\_%'`,
    );
    for (const { datname } of rows.filter((row) => which(row.datname))) {
      await client.query(`alter database ${client.escapeIdentifier(datname)} is_template false`);
      await client.query(`drop database if exists ${client.escapeIdentifier(datname)} with (force)`);
    }
  } finally {
    await client.end();
  }
}
