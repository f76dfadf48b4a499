import pg from 'pg';
import { type MigrationStep, migrate, migrateDown, migrationStatus, openSchema, SchemaLocked, sqlOf } from '#platform';
import { Migration } from '@mikro-orm/migrations';
import { history } from '../../apps/features.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { build, ServerProcess } from '../support/server-process.js';

class Shelf extends Migration {
  override up(): void {
    this.addSql(`alter table "account" add column "shelf" text null`);
  }
  override down(): void {
    this.addSql(`alter table "account" drop column "shelf"`);
  }
}
const shelf: MigrationStep = { name: '29990101_01_shelf', class: Shelf };
const next = { ...history, steps: [...history.steps, shelf] };

describe('a migration', () => {
  let place: TestDatabase;
  let other: pg.Client;
  beforeEach(async () => {
    place = await createDatabase();
    other = new pg.Client({ connectionString: place.url });
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
    await place.drop();
  });

  const hasShelf = async (): Promise<boolean> => {
    const { rows } = await other.query(
      `select 1 from information_schema.columns where table_name = 'account' and column_name = 'shelf'`,
    );
    return rows.length > 0;
  };

  it('has its lock timeout in force', async () => {
    const orm = await openSchema(place.url, history);
    const [row] = await orm.em.getConnection().execute<{ lock_timeout: string }[]>('show lock_timeout');
    await orm.close(true);
    expect(row?.lock_timeout).toBe('2s');
  });

  it('gives way to who holds the table, lets others write meanwhile, and comes through once it is free', async () => {
    // As a dump does: it reads, and holds what it has read to its end.
    await other.query('begin');
    await other.query('lock table account in access share mode');
    const writer = new pg.Client({ connectionString: place.url });
    await writer.connect();
    let written = 0;
    const done = await migrate(place.url, next, {
      onLocked: async (tries) => {
        // Between two tries nobody waits behind the migration.
        await writer.query(`set statement_timeout = '30s'`);
        await writer.query(`update account set display_name = display_name where false`);
        written += 1;
        if (tries === 2) await other.query('commit');
      },
    });
    await writer.end();
    expect(written).toBe(2);
    expect(done).toEqual([shelf.name]);
    expect(await hasShelf()).toBe(true);
  }, 120_000);

  it('says so when the table stays locked, and has changed nothing', async () => {
    await other.query('begin');
    await other.query('lock table account in access share mode');
    await expect(migrate(place.url, next, { tries: 2 })).rejects.toThrow(SchemaLocked);
    await other.query('commit');
    expect(await hasShelf()).toBe(false);
    expect((await migrationStatus(place.url, next)).pending).toEqual([shelf.name]);
  });

  it('is shown before it runs, and taken back one step at a time', async () => {
    expect((await sqlOf(place.url, next, [shelf.name], 'up')).join('\n')).toContain('add column "shelf"');
    expect(await hasShelf()).toBe(false);
    await migrate(place.url, next);
    expect(await hasShelf()).toBe(true);
    expect((await sqlOf(place.url, next, [shelf.name], 'down')).join('\n')).toContain('drop column "shelf"');
    expect(await migrateDown(place.url, next)).toBe(shelf.name);
    expect(await hasShelf()).toBe(false);
    const { executed, pending } = await migrationStatus(place.url, next);
    expect(pending).toEqual([shelf.name]);
    expect(executed.map(({ name }) => name)).toEqual(history.steps.map(({ name }) => name));
  });

  it('runs from npm, and with MIGRATE=off from there alone', async () => {
    build();
    const newest = history.steps.at(-1)?.name ?? '';
    const run = async (...args: string[]): Promise<string> => {
      const program = new ServerProcess({ DATABASE_URL: place.url }, { script: 'migrate', args });
      expect(await program.ended).toBe(0);
      return program.output;
    };
    expect(await run('down')).toContain(`reverted ${newest}`);
    const status = await run('status');
    expect(status).toContain(`pending  ${newest}`);
    expect(status).toMatch(new RegExp(`done +${history.steps.at(-2)?.name}`));
    expect(await run('up', '--dry-run')).toContain(`-- ${newest}`);

    const off = { DATABASE_URL: place.url, MIGRATE: 'off', PORT: '0' };
    const refused = new ServerProcess(off, { script: 'start:worker' });
    expect(await refused.ended).toBe(1);
    expect(refused.output.trim()).toBe(
      `MIGRATE=off, and the database lacks ${newest}: run \`npm run migrate -- up\` first.`,
    );
    expect(await run('up')).toContain(`done     ${newest}`);
    const api = new ServerProcess(off, { script: 'start:api' });
    await api.ready();
    expect(await api.end('SIGTERM')).toBe(0);
  }, 600_000);
});
