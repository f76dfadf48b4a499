import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplicationContext } from '@nestjs/common';
import { atNewestStep, type Config, Database, Health, type HealthReport, logger, sql, Worker } from '#platform';
import { nobodyCanSignIn, somebodyCanSignIn } from './accounts-check.js';
import { history } from './features.js';

/** A job that has been due for so long shows that nobody works, or that too few do. */
const mostDueSeconds = 60;

/** What every process needs, and what it knows of the others through the database. */
export function watchDatabase(app: INestApplicationContext): void {
  const [health, database, worker] = [app.get(Health), app.get(Database), app.get(Worker)];
  health.require('database', async () => {
    await database.run(sql`select 1`);
    return null;
  });
  let migrated = false;
  health.require('migrations', async () => {
    migrated ||= await atNewestStep(database, history);
    return migrated ? null : 'behind';
  });
  health.watch('worker', async () => ((await worker.alive()) ? null : 'none is heard of'));
  health.watch('jobs', async () => {
    const [dead, waiting] = [await worker.dead(), await worker.oldestDueSeconds()];
    const problems = Object.entries(dead).map(([name, jobs]) => `${jobs} dead: ${name}`);
    if (waiting > mostDueSeconds) problems.push(`the oldest due job waits for ${waiting} s`);
    return problems.length === 0 ? null : problems.join('; ');
  });
}

/** What requests need besides. */
export function watchAccounts(app: INestApplicationContext, config: Config): void {
  const database = app.get(Database);
  let peopled = false;
  app.get(Health).require('accounts', async () => {
    peopled ||= await somebodyCanSignIn(database, config);
    return peopled ? null : nobodyCanSignIn;
  });
}

/** The health of a process without an API, on a port of its own. */
export async function serveHealth(health: Health, port: number, host: string): Promise<{ url: string; stop(): void }> {
  const reports: Record<string, () => Promise<HealthReport>> = {
    '/health/live': () => Promise.resolve(health.live()),
    '/health/ready': () => health.ready(),
  };
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 5_000 }, (request, response) => {
    const report = request.method === 'GET' ? reports[request.url ?? ''] : undefined;
    const answer = (status: number, body: object): void => {
      const text = JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      response.end(text);
    };
    if (!report) return answer(404, { error: 'Only /health/live and /health/ready are here.' });
    report().then(
      (made) => answer(made.ok ? 200 : 503, made),
      (error: unknown) => {
        logger.error({ err: error }, 'health could not be told');
        answer(500, { ok: false });
      },
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}/health/ready`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
