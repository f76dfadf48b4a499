import pg from 'pg';
import { migrate, openSchema } from '#platform';
import { history } from '../../apps/features.js';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';
import { describeCatalogue } from './catalogue.js';

/**
 * What MikroORM would still change although nothing is wrong, each with its reason. A line that no longer appears fails
 * the law as well, so the list cannot outlive its reasons.
 */
const harmless: Record<string, string> = {
  'drop trigger if exists "audit_event_append_only" on "audit_event";':
    'entities describe tables, not what guards them',
  'drop function if exists "audit_event_audit_event_append_only_fn"();': 'the body of that trigger',
  'drop trigger if exists "audit_event_sealing" on "audit_event";':
    'entities do not describe what queues a line for its seal',
  'drop function if exists "audit_event_audit_event_sealing_fn"();': 'the body of that trigger',
  'drop trigger if exists "audit_seal_append_only" on "audit_seal";': 'the same for the seals of the trail',
  'drop function if exists "audit_seal_audit_seal_append_only_fn"();': 'the body of that trigger',
  'drop trigger if exists "decision_own_matter" on "decision";':
    'entities do not describe what refuses a decision in one’s own matter',
  'drop function if exists "decision_decision_own_matter_fn"();': 'the body of that trigger',
  'drop function if exists "read_mark_merge"(integer, integer[], integer, integer[]);':
    'entities describe tables, not the functions of our statements',
};

/** Tables that other programs own. */
const foreign = ['graphile_worker.*', 'public.migration'];

describe('the history of the schema', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let orm: Awaited<ReturnType<typeof openSchema>>;

  beforeAll(async () => {
    database = await createEmptyDatabase();
    await migrate(database.url, history);
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    orm = await openSchema(database.url, history);
  });

  afterAll(async () => {
    await orm.close(true);
    await client.end();
    await database.drop();
  });

  it('leads to exactly the tables that the entities describe', async () => {
    const difference = await orm.schema.getUpdateSchemaSQL({ wrap: false });
    const statements = difference
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    expect(statements).toEqual(Object.keys(harmless));
  });

  it('has steps in the order of their names, each once', () => {
    const names = history.steps.map((step) => step.name);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it('can be taken back to nothing and gone again, with the same result', async () => {
    const first = await describeCatalogue(client);
    expect(first.length).toBeGreaterThan(history.entities.length);

    await orm.migrator.down({ to: 0 });
    expect(await tablesOf(client)).toEqual([]);
    expect(await describeCatalogue(client)).toEqual([]);

    await orm.migrator.up();
    expect(await describeCatalogue(client)).toEqual(first);
  });

  it('is the same when each step is taken back and gone again on its own', async () => {
    const before = await describeCatalogue(client);
    for (let step = history.steps.length; step > 0; step -= 1) await orm.migrator.down();
    expect(await tablesOf(client)).toEqual([]);
    for (const step of history.steps) {
      await orm.migrator.up({ to: step.name });
      const withStep = await describeCatalogue(client);
      await orm.migrator.down();
      await orm.migrator.up({ to: step.name });
      expect(await describeCatalogue(client)).toEqual(withStep);
    }
    expect(await describeCatalogue(client)).toEqual(before);
  });
});

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  return rows
    .map((row) => row.name)
    .filter(
      (name) => !foreign.some((known) => (known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known)),
    );
}
