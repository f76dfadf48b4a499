import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { uuidv7 } from 'uuidv7';
import { Database, demoForced, insertInto, openSchema, readConfig, sql } from '#platform';
import { demoSignIns, makeDemo } from '../../apps/all-in-one/demo.js';
import { history } from '../../apps/features.js';
import { Client } from '../support/client.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { build, commandOf, ServerProcess } from '../support/server-process.js';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const programs = Object.entries(scripts).filter(([, line]) => /\bdist\/apps\/(?!docs)/.test(line));

describe('the programs of package.json', () => {
  it.each(programs)('npm run %s builds first and reads .env before anything else', (name) => {
    expect(scripts[`pre${name}`]).toBe('node scripts/build.mjs');
    const source = (commandOf(name).find((word) => word.startsWith('dist/')) ?? '').replace(
      /^dist\/(.*)\.js$/,
      '$1.ts',
    );
    expect(readFileSync(source, 'utf8')).toMatch(/^import '\.\.\/environment\.js';\n/);
  });

  it('take .env.example for what it says, once it is copied and its lines are switched on', () => {
    const copied = readFileSync('.env.example', 'utf8').replaceAll(/^#(?=[A-Z_]+=)/gm, '');
    const { DATA_DIR: _folder, ...standard } = readConfig({}).values;
    const { DATA_DIR: _same, ...values } = readConfig(parseEnv(copied)).values;
    expect(values).toEqual(standard);
  });
});

/** Programs are started one after the other, on a machine that may be busy. */
const patience = 300_000;

describe('starting', () => {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-env-'));
  let place: TestDatabase;

  beforeAll(async () => {
    build();
    symlinkSync(resolve('dist'), join(folder, 'dist'));
    place = await createDatabase();
  }, patience);

  afterAll(async () => {
    await place.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = (lines: Record<string, string>): void =>
    writeFileSync(
      join(folder, '.env'),
      Object.entries(lines)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );

  const parts = async (url: string): Promise<{ status: number; parts: Record<string, string> }> => {
    const response = await fetch(`${url}/health/ready`);
    return { status: response.status, ...((await response.json()) as { parts: Record<string, string> }) };
  };

  it(
    'reads .env: as production it makes no demo, is not ready while nobody can sign in, and says so',
    async () => {
      environment({ NODE_ENV: 'production', PORT: '0', DATABASE_URL: place.url });
      const server = new ServerProcess({}, { cwd: folder });
      const url = await server.ready();
      expect(server.output).toContain('nobody can sign in');
      expect(server.output).not.toContain('porchlight-demo');
      expect((await fetch(`${url}/graphiql`)).status).toBe(404);
      expect(await parts(url)).toMatchObject({ status: 503, parts: { accounts: 'nobody can sign in' } });
      expect(await server.end('SIGTERM')).toBe(0);
    },
    patience,
  );

  it(
    'lets the environment count more than .env',
    async () => {
      environment({ PORT: 'nonsense', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://nowhere' });
      const server = new ServerProcess({ PORT: '0', DATABASE_URL: place.url, DEMO: '0' }, { cwd: folder });
      await server.ready();
      expect(await server.end('SIGTERM')).toBe(0);
    },
    patience,
  );

  it.each(['start', 'start:api', 'start:worker', 'seed'])(
    '%s tells all wrong settings at once',
    async (script) => {
      environment({ PORT: 'eighty', PAGING_WEBHOOK_URL: 'https://pager.example/hook' });
      const server = new ServerProcess({ LOG_LEVEL: 'loud' }, { script, cwd: folder });
      expect(await server.ended).toBe(1);
      const [head, ...problems] = server.output.trim().split('\n');
      expect(head).toBe('The configuration is not usable:');
      expect(problems.map((line) => line.trim().split(':')[0]).sort()).toEqual([
        '- LOG_LEVEL',
        '- PAGING_WEBHOOK_SECRET',
        '- PORT',
      ]);
    },
    patience,
  );

  it(
    'refuses DEMO=1 and npm run seed in production, unless they are forced by name',
    async () => {
      environment({ NODE_ENV: 'production', PORT: '0', DATABASE_URL: place.url });
      const demo = new ServerProcess({ DEMO: '1' }, { cwd: folder });
      expect(await demo.ended).toBe(1);
      expect(demo.output).toContain('DEMO: is refused with NODE_ENV=production');
      const seed = new ServerProcess({}, { script: 'seed', args: ['--out', join(folder, 'seed.json')], cwd: folder });
      expect(await seed.ended).toBe(1);
      expect(seed.output).toContain(`DEMO_IN_PRODUCTION=${demoForced}`);
    },
    patience,
  );

  it(
    'never lets a made-up person sign in in production, nor keep a session of before',
    async () => {
      environment({ PORT: '0', DATABASE_URL: place.url, SIGNING_KEYS: '' });
      const forced = { NODE_ENV: 'production', DEMO: '1', DEMO_IN_PRODUCTION: demoForced };
      const made = new ServerProcess(forced, { cwd: folder });
      const strict = await made.ready();
      expect(made.output).not.toContain('porchlight-demo');
      expect(await parts(strict)).toMatchObject({ status: 503, parts: { accounts: 'nobody can sign in' } });
      await expect(new Client(strict).signedInAs('ada')).rejects.toThrow('wrong');
      expect(await made.end('SIGTERM')).toBe(0);

      const playful = new ServerProcess({}, { cwd: folder });
      const open = await playful.ready();
      const ada = await new Client(open).signedInAs('ada');
      expect((await ada.run('Viewer')).viewer.account.username).toBe('ada');
      expect(await playful.end('SIGTERM')).toBe(0);

      const again = new ServerProcess({ NODE_ENV: 'production' }, { cwd: folder });
      const url = await again.ready();
      const answer = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${ada.tokens?.accessToken}` },
        body: JSON.stringify({ query: '{ viewer { account { username } } }' }),
      });
      expect(answer.status).toBe(401);
      expect(await again.end('SIGTERM')).toBe(0);
    },
    patience,
  );
});

describe('a demo that was made before sample accounts were marked', () => {
  it('is marked by the migration, and nobody else is', async () => {
    const place = await createDatabase();
    const database = new Database(readConfig({ DATABASE_URL: place.url }));
    const orm = await openSchema(place.url, history);
    try {
      await makeDemo(database);
      await orm.migrator.down({ to: '20261125_11_match_access' });
      const real = { usernameKey: 'rosa', usernameSkeleton: 'rosa', displayName: 'Rosa', createdAt: new Date() };
      await database.run(insertInto('account', { id: uuidv7(), username: 'rosa', ...real }));
      await orm.migrator.up();
      const rows = await database.rows<{ sample: boolean; people: number }>(
        sql`select sample, count(*)::int as people from account group by sample order by sample`,
      );
      expect(rows).toEqual([
        { sample: false, people: 1 },
        { sample: true, people: demoSignIns.length },
      ]);
    } finally {
      await orm.close(true);
      await database.onApplicationShutdown();
      await place.drop();
    }
  });
});

describe('commandOf', () => {
  it('is what npm runs', () => {
    expect(commandOf('start:worker').at(-1)).toBe('dist/apps/worker/main.js');
  });
});
