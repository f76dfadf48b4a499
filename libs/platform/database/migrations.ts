import { setTimeout as pause } from 'node:timers/promises';
import type { AnyEntity, EntityClass } from '@mikro-orm/core';
import { Migration, Migrator } from '@mikro-orm/migrations';
import { defineConfig, MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { migrateJobTables } from '../jobs/worker.js';
import { Database, sql } from './database.js';

/** One step of the schema's history: reversible, named by date and order, run once and in order. */
export interface MigrationStep {
  name: string;
  class: new (...args: ConstructorParameters<typeof Migration>) => Migration;
}

export interface SchemaHistory {
  steps: readonly MigrationStep[];
  /** All entities: they describe the tables, and a law holds the migrations to them. They are never hydrated. */
  entities: readonly EntityClass<AnyEntity>[];
}

/** A statement that waits for a lock makes all later ones on that table wait behind it, so it gives up soon. */
const lockTimeoutMs = 2_000;
const lockOptions = `-c lock_timeout=${lockTimeoutMs}`;
/** A dump of a large database, or an index that is being made, may hold its locks for so long. */
const mostLockTries = 300;
const pauseBetweenTriesMs = 1_000;
/** lock_not_available: what `lock_timeout` ends with. */
const lockNotAvailable = '55P03';

/** The same address, with the lock timeout among the options that its connections send. */
function patient(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} ${lockOptions}`.trim());
  return url.href;
}

/** MikroORM for its schema side alone: migrations, and the comparison of tables with entities. */
export async function openSchema(databaseUrl: string, history: SchemaHistory): Promise<MikroORM> {
  return MikroORM.init(
    defineConfig({
      clientUrl: databaseUrl,
      // MikroORM leaves the options of the address out, so they stand here.
      driverOptions: { options: `${new URL(databaseUrl).searchParams.get('options') ?? ''} ${lockOptions}`.trim() },
      entities: [...history.entities],
      extensions: [Migrator],
      discovery: { warnWhenNoEntities: false },
      migrations: {
        migrationsList: history.steps.map((step) => ({ name: step.name, class: step.class })),
        snapshot: false,
        silent: true,
        transactional: true,
        allOrNothing: false,
        tableName: 'migration',
      },
      schemaGenerator: { ignoreSchema: ['graphile_worker'] },
    }),
  );
}

/** One lock for all processes that start at once: 0x706f726368 is "porch". */
const migrationLock = 0x70_6f_72_63_68;

export interface MigrateOptions {
  /** Told of each try that found a table locked. */
  onLocked?: (tries: number) => void | Promise<void>;
  /** Tries before it gives up. */
  tries?: number;
}

/** The database stayed locked for all tries: nothing of the step that failed has happened. */
export class SchemaLocked extends Error {
  constructor() {
    super('another session holds a lock that the migration needs; nothing of the last step was changed');
    this.name = 'SchemaLocked';
  }
}

/**
 * Brings a database to the newest step; processes that start together take turns. Each statement waits at most two
 * seconds for a lock. Then its step is rolled back and tried again a second later, so that what others do goes on.
 * @returns the names of the steps that were taken
 * @throws SchemaLocked
 */
export function migrate(databaseUrl: string, history: SchemaHistory, options: MigrateOptions = {}): Promise<string[]> {
  const taken: string[] = [];
  return inTurn(databaseUrl, async () => {
    await untilUnlocked(options, async () => {
      await migrateJobTables(patient(databaseUrl));
      await withMigrator(databaseUrl, history, async (migrator) => {
        for (const { name } of await migrator.getPending()) {
          await migrator.up({ to: name });
          taken.push(name);
        }
      });
    });
    return taken;
  });
}

/** Takes the newest step back. @returns its name; null if there is none @throws SchemaLocked */
export function migrateDown(
  databaseUrl: string,
  history: SchemaHistory,
  options: MigrateOptions = {},
): Promise<string | null> {
  return inTurn(databaseUrl, () =>
    untilUnlocked(options, () =>
      withMigrator(databaseUrl, history, async (migrator) => {
        const [reverted] = await migrator.down();
        return reverted?.name ?? null;
      }),
    ),
  );
}

/** What was done and when, and what is to be done. Changes nothing but the table of steps, made if it is not there. */
export function migrationStatus(
  databaseUrl: string,
  history: SchemaHistory,
): Promise<{ executed: { name: string; at: Date }[]; pending: string[] }> {
  return withMigrator(databaseUrl, history, async (migrator) => ({
    executed: (await migrator.getExecuted()).map((row) => ({ name: row.name, at: row.executed_at })),
    pending: (await migrator.getPending()).map(({ name }) => name),
  }));
}

/** The statements of steps, in their order, and none of them run. */
export function sqlOf(
  databaseUrl: string,
  history: SchemaHistory,
  names: readonly string[],
  direction: 'up' | 'down',
): Promise<string[]> {
  return withSchema(databaseUrl, history, async (orm) => {
    const statements: string[] = [];
    for (const step of history.steps.filter(({ name }) => names.includes(name))) {
      const migration = new step.class(orm.em.getDriver(), orm.config);
      await migration[direction]();
      statements.push(`-- ${step.name}`, ...migration.getQueries().map((query) => `${textOf(query).trim()};`));
    }
    return statements;
  });
}

const textOf = (query: unknown): string =>
  typeof query === 'string' ? query : String((query as { sql?: string }).sql ?? query);

async function inTurn<Result>(databaseUrl: string, work: () => Promise<Result>): Promise<Result> {
  const turn = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  turn.on('error', () => undefined); // told by whatever is asked next
  await turn.connect();
  try {
    await turn.query('select pg_advisory_lock($1)', [migrationLock]);
    return await work();
  } finally {
    await turn.end();
  }
}

async function untilUnlocked<Result>(
  { onLocked, tries = mostLockTries }: MigrateOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let made = 1; ; made += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isLocked(error)) throw error;
      if (made >= tries) throw new SchemaLocked();
      await onLocked?.(made);
      await pause(pauseBetweenTriesMs);
    }
  }
}

/** MikroORM wraps the error of the driver. */
function isLocked(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause ?? (each as { previous?: unknown }).previous) {
    if ((each as { code?: string }).code === lockNotAvailable) return true;
  }
  return false;
}

async function withSchema<Result>(
  databaseUrl: string,
  history: SchemaHistory,
  work: (orm: MikroORM) => Promise<Result>,
): Promise<Result> {
  const orm = await openSchema(databaseUrl, history);
  try {
    return await work(orm);
  } finally {
    await orm.close(true);
  }
}

const withMigrator = <Result>(
  databaseUrl: string,
  history: SchemaHistory,
  work: (migrator: MikroORM['migrator']) => Promise<Result>,
): Promise<Result> => withSchema(databaseUrl, history, (orm) => work(orm.migrator));

/** Whether the database stands at the newest step that this program knows; a newer database is fine (rolling upgrade). */
export async function atNewestStep(database: Database, history: SchemaHistory): Promise<boolean> {
  const newest = history.steps.at(-1)?.name;
  const row = await database.first(sql`select 1 as found from migration where name = ${newest}`);
  return row !== null;
}
