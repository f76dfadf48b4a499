import type { INestApplicationContext } from '@nestjs/common';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDemo } from '../../apps/all-in-one/demo.js';
import { startApi } from '../../apps/api/api.js';
import { schedule } from '../../apps/worker/schedule.js';
import { Clock, Database, readConfig, Worker } from '#platform';
import { createDatabase } from './database.js';
import { Client } from './client.js';

/** A clock that stands where a test puts it; it runs on from there only when told. */
export class TestClock extends Clock {
  private offsetMs = 0;
  private heldAt: Date | undefined;

  override now(): Date {
    return this.heldAt ? new Date(this.heldAt) : new Date(Date.now() + this.offsetMs);
  }
  /** Jumps ahead (or back) and runs on from there. */
  advance(milliseconds: number): void {
    if (this.heldAt) this.heldAt = new Date(this.heldAt.getTime() + milliseconds);
    else this.offsetMs += milliseconds;
  }
  hold(at: Date): void {
    this.heldAt = at;
  }
}

/** The people of the demo community (contract README). */
export type Person = 'ada' | 'ben' | 'cleo' | 'dan' | 'eve' | 'finn' | 'gus' | 'mia' | 'cora' | 'sam' | 'olu' | 'nia';

export interface Community {
  url: string;
  port: number;
  clock: TestClock;
  database: Database;
  app: INestApplicationContext;
  /** A client that is signed in as one of the demo's people; the same one at each call. */
  as(person: string): Promise<Client>;
  anonymous: Client;
  /** Runs what is due in the job queue until it is empty (only without `worker: true`). */
  stop(): Promise<void>;
}

export interface CommunityOptions {
  /** Also run background jobs in this process. */
  worker?: boolean;
  /** Environment on top of the test's own. */
  env?: Record<string, string>;
}

/** The demo community on a database of its own, served over real HTTP and WebSocket on a free port. */
export async function startCommunity(options: CommunityOptions = {}): Promise<Community> {
  const { url: databaseUrl, drop } = await createDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'porchlight-data-'));
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: '10',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    ...options.env,
  });
  const clock = new TestClock();
  const api = await startApi(config, clock);
  const database = api.app.get(Database);
  await makeDemo(database, clock);
  const worker = api.app.get(Worker);
  if (options.worker) await worker.start(schedule);
  const clients = new Map<string, Promise<Client>>();
  const anonymous = new Client(api.url);
  return {
    url: api.url,
    port: api.port,
    clock,
    database,
    app: api.app,
    anonymous,
    as: (person) => {
      const known = clients.get(person) ?? anonymous.signedInAs(person);
      clients.set(person, known);
      return known;
    },
    async stop() {
      await Promise.all([...clients.values()].map(async (client) => (await client).close()));
      await api.stop(() => worker.stop());
      await drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
