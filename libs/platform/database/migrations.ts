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

/** Added to the options that every connection of a migration sends: see `migrate`. */
function patient(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c lock_timeout=5000`.trim());
  return url.href;
}

/** MikroORM for its schema side alone: migrations, and the comparison of tables with entities. */
export async function openSchema(databaseUrl: string, history: SchemaHistory): Promise<MikroORM> {
  return MikroORM.init(
    defineConfig({
      clientUrl: patient(databaseUrl),
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

/**
 * Brings a database to the newest step; processes that start together take turns. Every statement waits at most five
 * seconds for a lock, so a busy table makes the step fail and be tried again instead of stopping the site.
 */
export async function migrate(databaseUrl: string, history: SchemaHistory): Promise<string[]> {
  const turn = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  await turn.connect();
  try {
    await turn.query('select pg_advisory_lock($1)', [migrationLock]);
    await migrateJobTables(databaseUrl);
    const orm = await openSchema(databaseUrl, history);
    try {
      const applied = await orm.migrator.up();
      return applied.map((step) => step.name);
    } finally {
      await orm.close(true);
    }
  } finally {
    await turn.end();
  }
}

/** Whether the database stands at the newest step that this program knows; a newer database is fine (rolling upgrade). */
export async function atNewestStep(database: Database, history: SchemaHistory): Promise<boolean> {
  const newest = history.steps.at(-1)?.name;
  const row = await database.first(sql`select 1 as found from migration where name = ${newest}`);
  return row !== null;
}
