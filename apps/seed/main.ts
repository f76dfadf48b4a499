import '../environment.js';
import { appendFileSync, writeFileSync } from 'node:fs';
import { type Config, demoForced } from '#platform';
import { Cluster, ClusterError, FolderInUse } from '../all-in-one/cluster.js';
import { checkDatabase } from '../database-check.js';
import { type Lifecycle, runProcess } from '../lifecycle.js';
import { fillSearch } from '../search/fill.js';
import { prepareSchema } from '../schema.js';
import { StartRefused } from '../start-refused.js';
import { readOptions } from './options.js';
import { type Progress, seed } from './seed.js';

/** What `npm run seed` runs: fills the configured database with a community of the wished size. */
await runProcess(async (config, life) => {
  const options = readOptions(process.argv.slice(2));
  if (!config.development && !config.values.DEMO_IN_PRODUCTION) {
    throw new StartRefused(
      `NODE_ENV=production: a seeded community does not belong among real people. DEMO_IN_PRODUCTION=${demoForced} seeds it all the same, and nobody of it can sign in.`,
    );
  }
  // Before minutes of work: whether what comes out can be kept. What an earlier run wrote stays for now.
  writeOut(options.out, '', appendFileSync);
  const begun = performance.now();
  const databaseUrl = options.databaseUrl ?? config.values.DATABASE_URL ?? (await startDatabase(config, life));
  await checkDatabase(databaseUrl);
  await prepareSchema(config, databaseUrl);
  const progress = process.stderr.isTTY ? progressLine() : (): void => undefined;
  const report = await seed(databaseUrl, options, { progress });
  await fillSearch(config, databaseUrl, (_engine, done, of) => progress('search', done, of));
  writeOut(options.out, `${JSON.stringify(report, null, 2)}\n`);
  await life.stop();
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  process.stdout.write(
    `Seeded ${options.posts} posts by ${options.members} members in ${seconds} s; accounts and boards are in ${options.out}.\n`,
  );
  process.exit(0);
});

function writeOut(path: string, text: string, write: (path: string, text: string) => void = writeFileSync): void {
  try {
    write(path, text);
  } catch (error) {
    throw new StartRefused(`--out: ${(error as Error).message}`);
  }
}

/** The database of `npm start`, which must not be running: it is the only one that may work in its folder. */
async function startDatabase(config: Config, life: Lifecycle): Promise<string> {
  const say = (line: string): boolean => process.stderr.write(`${line}\n`);
  const starting = Cluster.start({ dataDir: config.values.DATA_DIR, say });
  life.onStop(async () => {
    const cluster = await starting.catch(() => null);
    await cluster?.stop();
  });
  try {
    return (await starting).url();
  } catch (error) {
    if (error instanceof FolderInUse) {
      throw new StartRefused(`${error.message} To fill a database of your own instead, set DATABASE_URL.`);
    }
    if (error instanceof ClusterError) throw new StartRefused(error.message);
    throw error;
  }
}

/** One line that is written over and over; a step that knows its size shows how far it is. */
function progressLine(): Progress {
  let shown = 0;
  return (step, rows, ofRows) => {
    const now = performance.now();
    if (rows && now - shown < 200) return;
    shown = now;
    const part = rows === undefined || ofRows === undefined ? '' : ` ${Math.floor((100 * rows) / ofRows)} %`;
    process.stderr.write(`\r\x1b[2K${step}${part}`);
    if (step === 'counting again') process.stderr.write('\n');
  };
}
