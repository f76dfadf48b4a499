import { randomBytes } from 'node:crypto';
import { migrate } from '#platform';
import pg from 'pg';
import { history } from '../../apps/features.js';

export interface TestDatabase {
  /** Its address, as DATABASE_URL would have it. */
  url: string;
  /** Takes it away, with whoever is still connected. What is not dropped goes with the run. */
  drop: () => Promise<void>;
}

/** Test files that ask at once make the template once: 0x74656d706c is "templ". */
const templateLock = 0x74_65_6d_70_6c;

/** The newest schema and no rows: a copy of a database that is migrated once for the whole run. */
export async function createDatabase(): Promise<TestDatabase> {
  return create(async (client) => `template ${await template(client)} strategy file_copy`);
}

/** No schema at all, for what is about the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return create(() => Promise.resolve(''));
}

async function create(from: (client: pg.Client) => Promise<string>): Promise<TestDatabase> {
  const name = `${testRun().name}_${randomBytes(6).toString('hex')}`;
  await onServer(async (client) => client.query(`create database ${name} ${await from(client)}`));
  return {
    url: addressOf(name),
    drop: async () => void (await onServer((client) => client.query(`drop database if exists ${name} with (force)`))),
  };
}

/** Its mark as a template is set last, so a half-made one is never used. */
async function template(client: pg.Client): Promise<string> {
  const name = `${testRun().name}_template`;
  await client.query('select pg_advisory_lock($1)', [templateLock]);
  try {
    const made = await client.query('select 1 from pg_database where datname = $1 and datistemplate', [name]);
    if (made.rowCount === 0) {
      await client.query(`drop database if exists ${name}`);
      await client.query(`create database ${name}`);
      await migrate(addressOf(name), history);
      await client.query(`alter database ${name} is_template true`);
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [templateLock]);
  }
  return name;
}

async function onServer<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: testRun().server });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function addressOf(name: string): string {
  const address = new URL(testRun().server);
  address.pathname = `/${name}`;
  return address.href;
}

/** Handed over by global-setup.js. */
function testRun(): { server: string; name: string } {
  const { PORCHLIGHT_TEST_SERVER: server, PORCHLIGHT_TEST_RUN: name } = process.env;
  if (!server || !name) throw new Error('there is no test server: run the tests through Jest and its configuration');
  return { server, name };
}
