import '../environment.js';
import { Config, Database, Health, sql, Worker } from '#platform';
import { PageFallback } from '#safety';
import { nobodyCanSignIn } from '../accounts-check.js';
import { type RunningApi, startApi } from '../api/api.js';
import { checkDatabase } from '../database-check.js';
import { type Lifecycle, runProcess } from '../lifecycle.js';
import { choosePort, refusePort } from '../listening.js';
import { prepareSchema } from '../schema.js';
import { StartRefused } from '../start-refused.js';
import { schedule } from '../worker/schedule.js';
import { Cluster, ClusterError, FolderInUse } from './cluster.js';
import { demoPassword, demoSignIns, makeDemo } from './demo.js';

/** What `npm start` runs: database, API and worker in one process, with a community to look at. */
await runProcess(async (given, life) => {
  const port = await choosePort(given, Boolean(process.env['PORT']));
  if (port !== given.values.PORT) print(`Port ${given.values.PORT} is taken; Porchlight uses ${port}.`);
  const databaseUrl = given.values.DATABASE_URL ?? (await startDatabase(given, life));
  await checkDatabase(databaseUrl);
  await prepareSchema(given, databaseUrl);

  const config = new Config({ ...given.values, PORT: port, DATABASE_URL: databaseUrl });
  // Before anybody can connect: who is told that the server is ready must be able to sign in.
  const demo = await offerDemo(config);
  const api = await startWebServer(config, life);
  await api.app.get(Worker).start(schedule);
  api.app.get(PageFallback, { strict: false }).start();
  const peopled = await whenReady(api);
  print(
    peopled ? `Porchlight is ready at ${api.url}` : `Porchlight runs at ${api.url}, and ${nobodyCanSignIn}.`,
    ...(config.development ? [`GraphiQL: ${api.url}/graphiql`] : []),
    ...(demo ? demoLines() : []),
  );
});

/** Who can sign in, when this database holds the demo community. */
function demoLines(): string[] {
  const people = demoSignIns.map(({ username, note }) => `  ${username.padEnd(5)} ${note}`);
  return [`Demo: sign in with the password ${demoPassword} as`, ...people];
}

function print(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function startDatabase(config: Config, life: Lifecycle): Promise<string> {
  const starting = Cluster.start({ dataDir: config.values.DATA_DIR, say: print });
  // Registered before it runs: a signal during the start waits for it, and stops it then.
  life.onStop(async () => {
    const cluster = await starting.catch(() => null);
    await cluster?.stop();
  });
  try {
    return (await starting).url();
  } catch (error) {
    if (error instanceof ClusterError || error instanceof FolderInUse) throw new StartRefused(error.message);
    throw error;
  }
}

async function startWebServer(config: Config, life: Lifecycle): Promise<RunningApi> {
  const starting = startApi(config);
  life.onStop(async () => {
    const api = await starting.catch(() => null);
    await api?.stop(() => api.app.get(Worker).stop());
  });
  return starting.catch((error: unknown) => Promise.reject(refusePort(error, config)));
}

/** @returns whether the demo community is there, and its people can sign in */
async function offerDemo(config: Config): Promise<boolean> {
  // Its passwords are known to everybody, so a production server makes it only when told to.
  if (!(config.values.DEMO ?? config.development)) return false;
  const database = new Database(config);
  try {
    await makeDemo(database);
    if (!config.development) return false;
    const known = await database.first(sql`select 1 from account where username = ${demoSignIns[0]?.username ?? ''}`);
    return known !== null;
  } finally {
    await database.onApplicationShutdown();
  }
}

/**
 * What else is wrong, health says until it is mended: pages that are late after a night without a server go out now.
 * @returns whether anybody can sign in
 */
async function whenReady(api: RunningApi): Promise<boolean> {
  const { parts } = await api.app.get(Health).ready();
  if (parts['database'] === 'ok' && parts['migrations'] === 'ok') return parts['accounts'] !== nobodyCanSignIn;
  throw new Error(`started, and not ready: ${JSON.stringify(parts)}`);
}
