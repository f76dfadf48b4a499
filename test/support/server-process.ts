import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { accountFor } from '../../apps/all-in-one/postgres/account.js';
import { endLeftovers } from '../../apps/all-in-one/postgres/leftovers.js';

/** What an npm script starts, without the shell and the build before it. */
export function commandOf(script: string): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const words = (scripts[script] ?? '').split(' ');
  return words.slice(words.indexOf('node') + 1);
}

/** A built program as a process of its own, as npm runs it. */
export class ServerProcess {
  output = '';
  readonly ended: Promise<number | NodeJS.Signals>;
  private readonly child: ChildProcess;

  /**
   * @param env what it finds in its environment, besides PATH; nothing of the test's own
   * @param script the npm script whose program it is
   * @param cwd the folder that it is started in, with `dist` in it
   */
  constructor(
    env: Record<string, string>,
    { script = 'start', args = [], cwd }: { script?: string; args?: string[]; cwd?: string } = {},
  ) {
    this.child = spawn(process.execPath, [...commandOf(script), ...args], {
      ...(cwd && { cwd }),
      env: { PATH: process.env['PATH'], TMPDIR: tmpdir(), LOG_LEVEL: 'warn', RATE_LIMITS: 'off', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'));
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** @returns its address, once it says that it runs */
  async ready(withinMs = 120_000): Promise<string> {
    for (const until = Date.now() + withinMs; Date.now() < until; await pause(20)) {
      const url = /(?:ready|runs) at (\S+?)[,\s]/.exec(this.output)?.[1];
      if (url) return url;
      if (!this.alive) break;
    }
    throw new Error(`the server did not become ready: ${this.output}`);
  }

  /** Waits until it has said this. What it said before `from` does not count. */
  async says(what: string, { from = 0, withinMs = 120_000 } = {}): Promise<void> {
    for (const until = Date.now() + withinMs; Date.now() < until; await pause(50)) {
      if (this.output.includes(what, from)) return;
      if (!this.alive) break;
    }
    throw new Error(`the process did not say "${what}": ${this.output}`);
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** @returns how it ended: the exit code, or the signal */
  async end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Compiles what has changed since the last build. */
export function build(): void {
  execFileSync(process.execPath, ['scripts/build.mjs']);
}

/** A folder for DATA_DIR; PostgreSQL's user may pass through it when root runs the tests. */
export function makeDataDir(): { path: string; remove: () => Promise<void> } {
  const path = mkdtempSync(join(tmpdir(), 'porchlight-start-'));
  chmodSync(path, 0o711);
  return {
    path,
    async remove() {
      const data = join(path, 'postgres');
      // A test that fails after a kill leaves a server without its Porchlight.
      if (existsSync(data)) await endLeftovers(realpathSync(data), accountFor(data));
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** What the embedded PostgreSQL of a DATA_DIR notes about itself while it runs. */
export function embeddedServer(dataDir: string): { pid: number; port: number; password: string } {
  const [pid, , , port] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  return {
    pid: Number(pid),
    port: Number(port),
    password: readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim(),
  };
}

/** A process and those that it has started, all of which get the signal: a frozen PostgreSQL is all its processes. */
export function signalAll(pid: number, signal: NodeJS.Signals): void {
  const children = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child as number);
  for (const each of [pid, ...children]) {
    try {
      process.kill(each, signal);
    } catch (error) {
      // A backend may have ended since it was listed.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
