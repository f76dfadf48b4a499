import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { accountFor, ClusterError } from './postgres/account.js';
import { findBinaries } from './postgres/binaries.js';
import { placeData } from './postgres/data-folder.js';
import { lockFolder } from './postgres/folder-lock.js';
import { initialise, own, plainEnvironment, superuser, type Place } from './postgres/initialise.js';
import { endLeftovers, readPidFile } from './postgres/leftovers.js';
import { endProcess } from './postgres/processes.js';

export { ClusterError } from './postgres/account.js';
export { FolderInUse } from './postgres/folder-lock.js';

export interface ClusterOptions {
  /** Porchlight's folder; the database is made in it when it is missing. */
  dataDir: string;
  /** False: a power cut may lose everything, and all is faster. For tests. */
  durable?: boolean;
  /** Told what the person who starts us should know. */
  say?: (line: string) => void;
}

/** Long enough for the recovery of a gigabyte of log after a kill; an ordinary start takes a fifth of a second. */
const longestStartMs = 120_000;
const longestPauseMs = 5_000;
const largestLogBytes = 5_000_000;

interface Parts {
  place: Place;
  password: string;
  logFile: string;
  unlock: () => void;
  say: (line: string) => void;
}

/**
 * A real PostgreSQL that belongs to one Porchlight process: made on first use, restarted when it dies, ended with us.
 * It runs in a session of its own, so that Ctrl-C reaches us alone and running requests can finish.
 */
export class Cluster {
  private readonly parts: Parts;
  private port = 0;
  private server: ChildProcess | undefined;
  private stopping = false;
  private restarting: Promise<void> | undefined;

  private constructor(parts: Parts) {
    this.parts = parts;
    // However this process ends, short of a kill, the server is told to end too: it lives in its own session.
    process.once('exit', () => this.server?.kill('SIGINT'));
  }

  /**
   * @throws FolderInUse when another Porchlight works in this folder; it is not disturbed
   * @throws ClusterError with a line for the person who starts us
   */
  static async start({ dataDir, durable = true, say = () => undefined }: ClusterOptions): Promise<Cluster> {
    makeFolder(dataDir);
    const unlock = await lockFolder(dataDir).catch((error: unknown) => Promise.reject(explain(error, dataDir)));
    try {
      const account = accountFor(join(dataDir, 'postgres'));
      const binaries = findBinaries(account, say);
      const folder = placeData(dataDir, account, say);
      const place: Place = { folder, passwordFile: join(dataDir, 'postgres-password'), account, binaries, durable };
      const left = await endLeftovers(folder, account);
      if (left > 0) say('The last run did not end cleanly; its database was stopped and starts anew.');
      const password = initialise(place);
      const cluster = new Cluster({ place, password, logFile: join(dataDir, 'postgres.log'), unlock, say });
      await cluster.startOnFreePort();
      return cluster;
    } catch (error) {
      unlock();
      throw explain(error, dataDir);
    }
  }

  /** The address of one of its databases. It holds the password: never log it. */
  url(database = 'postgres'): string {
    return `postgres://${superuser}:${this.parts.password}@127.0.0.1:${this.port}/${database}`;
  }

  /** Fast shutdown: open transactions roll back, everything committed is on disk. Safe to call twice. */
  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    await this.restarting?.catch(() => undefined);
    const pid = this.server?.pid;
    if (pid !== undefined)
      await endProcess(pid, [
        ['SIGINT', 8_000],
        ['SIGQUIT', 3_000],
        ['SIGKILL', 2_000],
      ]);
    this.parts.unlock();
  }

  /** The port is asked of the system and could be taken before the server binds it: then another one is tried. */
  private async startOnFreePort(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      this.port = await freePort();
      try {
        await this.launch();
        return;
      } catch (error) {
        if (attempt >= 3 || !lastLines(this.parts.logFile).includes('could not bind')) throw error;
      }
    }
  }

  private async launch(): Promise<void> {
    const log = openLog(this.parts.logFile, this.parts.place);
    const server = spawn(
      this.parts.place.binaries.postgres,
      ['-D', this.parts.place.folder, ...settings(this.port, this.parts.place.durable)],
      {
        ...this.parts.place.account,
        cwd: '/',
        detached: true,
        stdio: ['ignore', 'ignore', log],
        env: plainEnvironment,
      },
    );
    closeSync(log);
    this.server = server;
    const ended = new Promise<string>((resolve) => {
      server.once('error', (error) => resolve(error.message));
      server.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}`));
    });
    const problem = await Promise.race([ended, this.whenReady(server)]);
    if (problem !== null) {
      if (server.pid !== undefined)
        await endProcess(server.pid, [
          ['SIGQUIT', 3_000],
          ['SIGKILL', 2_000],
        ]);
      throw new ClusterError(`The embedded database did not start: ${problem}.\n${lastLines(this.parts.logFile)}`);
    }
    void ended.then((reason) => this.onEnd(server, reason));
  }

  /** As pg_ctl does it: the server writes `ready` into postmaster.pid. */
  private async whenReady(server: ChildProcess): Promise<string | null> {
    for (const until = Date.now() + longestStartMs; Date.now() < until; await pause(10)) {
      const noted = readPidFile(this.parts.place.folder);
      if (noted?.pid === server.pid && noted?.status === 'ready') return null;
      if (server.exitCode !== null || server.signalCode !== null) break;
    }
    return `it was not ready after ${longestStartMs / 1000} seconds`;
  }

  private onEnd(server: ChildProcess, reason: string): void {
    if (this.stopping || this.server !== server) return;
    this.server = undefined;
    this.parts.say(`The embedded database has ended by itself (${reason}); it is started again.`);
    this.restarting = this.restart();
  }

  /** On the same port, so that everything that knows the address works again by itself. */
  private async restart(): Promise<void> {
    for (let pauseMs = 100; !this.stopping; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        await endLeftovers(this.parts.place.folder, this.parts.place.account);
        await this.launch();
        this.parts.say('The embedded database is back.');
        return;
      } catch (error) {
        this.parts.say(`The embedded database does not start yet: ${(error as Error).message}`);
        await pause(pauseMs);
      }
    }
  }
}

/** Others may pass through (PostgreSQL's user has to), only the owner may look inside. */
function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  } catch (error) {
    throw explain(error, dataDir);
  }
}

function explain(error: unknown, dataDir: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC'].includes(code)) return error;
  const why = code === 'ENOSPC' ? 'the disk is full' : (error as Error).message.replace(/^E[A-Z]+: /, '');
  return new ClusterError(`DATA_DIR (${dataDir}) cannot be used: ${why}. Was it made by another user, or by root?`);
}

/** For a small machine; what is not named here is PostgreSQL's default. */
function settings(port: number, durable: boolean): string[] {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '128MB',
    max_connections: 100,
    // One server alone: no replica reads its log, which makes bulk loads lighter.
    wal_level: 'minimal',
    max_wal_senders: 0,
    // Containers often give /dev/shm 64 MB only; files in the data folder have no such bound.
    dynamic_shared_memory_type: 'mmap',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '4GB' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** One file that is begun anew when it has grown; the server's lines survive us, as a pipe to us would not. */
function openLog(path: string, place: Place): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(path, size > largestLogBytes ? 'w' : 'a', 0o600);
  own(path, place.account);
  return log;
}

function lastLines(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(-4).join('\n') : '';
}
