import '../environment.js';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Database, migrate, readConfig, Role, sql, uuidOf } from '#platform';
import { Cluster } from '../all-in-one/cluster.js';
import { history } from '../features.js';
import { fillSearch } from '../search/fill.js';
import { seed, type SeedReport } from '../seed/seed.js';
import { Api } from './api-client.js';
import { type Figure, measure } from './load.js';
import { letters, untilFound } from './freshness.js';
import { type Workload, workloads } from './workloads.js';

/*
 * `npm run bench -- --posts 100000 --seconds 5 --rounds 3 --only W1,W2`: requests per second of the hot paths, each
 * beside its anchor (the same statement behind bare `node:http` and `pg`) in turn, so that a busy machine slows both.
 * Only ratios from one run mean something. Runs on a database of its own, which it makes and throws away.
 */
const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '100000' },
    members: { type: 'string', default: '1000' },
    // Three hundred boards for the staff whose searches are measured.
    matches: { type: 'string', default: '300' },
    'big-thread': { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '16' },
    only: { type: 'string', default: '' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'porchlight-bench-'));
chmodSync(folder, 0o711);
const cluster = await Cluster.start({ dataDir: folder });
const children: ChildProcess[] = [];
try {
  await run();
} finally {
  for (const child of children) child.kill('SIGTERM');
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

async function run(): Promise<void> {
  const databaseUrl = cluster.url();
  say(`seeding ${values.posts} posts …`);
  await migrate(databaseUrl, history);
  const community = await seed(
    databaseUrl,
    {
      posts: Number(values.posts),
      members: Number(values.members),
      matches: Number(values.matches),
      bigThread: Number(values['big-thread']),
      seed: 1,
    },
    { progress: () => undefined },
  );
  await oneCoordinator(databaseUrl, community);
  say('filling the search index …');
  await fillSearch(readConfig({ DATA_DIR: folder, LOG_LEVEL: 'error' }), databaseUrl, () => undefined);
  const apiUrl = await start('apps/api/main.js', databaseUrl);
  const bareUrl = await start('apps/bench/bare.js', databaseUrl, { BENCH_COMMUNITY: JSON.stringify(community) });
  const api = await Api.signIn(apiUrl, community);
  const wanted = values.only ? values.only.split(',') : null;
  say('| id | work | ours /s | p99 ms | anchor /s | ratio |', '| --- | --- | --- | --- | --- | --- |');
  const all = await workloads(api, community);
  for (const workload of all) {
    if (wanted && !wanted.includes(workload.id)) continue;
    const ours: Figure[] = [];
    const anchors: Figure[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      ours.push(await measure(`${apiUrl}/graphql`, workload, limits()));
      if (workload.anchor) anchors.push(await measure(`${bareUrl}/${workload.anchor}`, null, limits()));
    }
    const [our, anchor] = [median(ours), anchors.length > 0 ? median(anchors) : null];
    const ratio = anchor ? (our.perSecond / anchor.perSecond).toFixed(2) : '';
    say(
      `| ${workload.id} | ${workload.what} | ${our.perSecond.toFixed(0)} | ${our.p99Ms.toFixed(0)} | ${anchor?.perSecond.toFixed(0) ?? ''} | ${ratio} |`,
    );
  }
  if (!wanted || wanted.includes('W8f')) await freshness(apiUrl, api, all, community);
}

/** The first coordinator looks after all matches: the longest list of keys that a program can give one person. */
async function oneCoordinator(databaseUrl: string, { accounts }: SeedReport): Promise<void> {
  const database = new Database(readConfig({ DATABASE_URL: databaseUrl, DATABASE_POOL: '2' }));
  const coordinator = accounts.find(({ role }) => role === Role.COORDINATOR)?.id ?? '';
  await database.run(sql`update match set coordinator_id = ${uuidOf('Account', coordinator)}::uuid`);
  await database.run(sql`analyze match`);
  await database.onApplicationShutdown();
}

/** How soon a post is found while others post: from the answer to the mutation to the first search that has it. */
async function freshness(apiUrl: string, api: Api, all: readonly Workload[], community: SeedReport): Promise<void> {
  const writing = all.find(({ id }) => id === 'W6');
  if (!writing) return;
  const token = await api.token(community.matches[0]?.mentor ?? '');
  const state = { isOver: false };
  const load = measure(`${apiUrl}/graphql`, writing, { ...limits(), connections: 4 }).finally(
    () => (state.isOver = true),
  );
  const waits: number[] = [];
  for (let n = 0; !state.isOver; n += 1)
    waits.push(await untilFound(api, community.bigThread.id, `quagga${letters(n)}`, token));
  const figure = await load;
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (part: number): string => (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(0);
  say(
    `Found after its post, beside ${figure.perSecond.toFixed(0)} posts /s: median ${at(0.5)} ms, p99 ${at(0.99)} ms (${waits.length}).`,
  );
}

function limits(): { connections: number; seconds: number } {
  return { connections: Number(values.connections), seconds: Number(values.seconds) };
}

function median(figures: Figure[]): Figure {
  const sorted = figures.toSorted((a, b) => a.perSecond - b.perSecond);
  return sorted[Math.floor(sorted.length / 2)] ?? { perSecond: 0, p99Ms: 0 };
}

/** A server of ours in a process of its own, as in production. @returns its address once it answers */
async function start(script: string, databaseUrl: string, more: Record<string, string> = {}): Promise<string> {
  const port = await freePort();
  const child = spawn(process.execPath, [join('dist', script)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      DATA_DIR: folder,
      PORT: String(port),
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'error',
      ...more,
    },
  });
  children.push(child);
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const answer = await fetch(`${url}/health/live`).catch(() => null);
    if (answer?.ok) return url;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${script} did not start`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function say(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
