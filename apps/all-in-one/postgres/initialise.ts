import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterError, type Account } from './account.js';
import type { Binaries } from './binaries.js';

/** The superuser of the embedded server; its only user. */
export const superuser = 'postgres';

/**
 * Character classes of text search come from the C library: with plain C a dash or a no-break space would glue two
 * words into one. The first that this machine knows; sorting and upper case are PostgreSQL's own C.UTF-8 everywhere.
 */
const characterTypes = ['C.UTF-8', 'en_US.UTF-8', 'C'];

export interface Place {
  /** PostgreSQL's data folder. */
  folder: string;
  /** Where its password is kept, for us alone. */
  passwordFile: string;
  account: Account;
  binaries: Binaries;
  /** Whether a power cut may lose nothing; only tests say no. */
  durable: boolean;
}

/** Makes the database files on the first start. @returns the superuser's password */
export function initialise(place: Place): string {
  const made = existsSync(join(place.folder, 'PG_VERSION'));
  const kept = existsSync(place.passwordFile) ? readFileSync(place.passwordFile, 'utf8').trim() : '';
  const password = kept || randomBytes(24).toString('base64url');
  if (!kept) writeFileSync(place.passwordFile, `${password}\n`, { mode: 0o600 });
  if (!made) makeFiles(place, password);
  else if (!kept) setPassword(place, password);
  return password;
}

/** Into a folder beside it, renamed when all is there: a start that is killed half-way leaves nothing half-made. */
function makeFiles(place: Place, password: string): void {
  const fresh = `${place.folder}.new`;
  const secret = `${fresh}.password`;
  try {
    const answers = characterTypes.map((characterType) => () => {
      rmSync(fresh, { recursive: true, force: true });
      mkdirSync(fresh, { mode: 0o700 });
      writeFileSync(secret, password, { mode: 0o600 });
      for (const path of [fresh, secret]) own(path, place.account);
      return runInitdb(place, fresh, secret, characterType);
    });
    let problem: string | null = 'no initdb ran';
    for (const answer of answers) if ((problem = answer()) === null) break;
    if (problem !== null) throw new ClusterError(`The embedded database could not be made: ${problem}`);
    rmSync(place.folder, { recursive: true, force: true });
    renameSync(fresh, place.folder);
  } finally {
    rmSync(secret, { force: true });
  }
}

/** @returns null when it worked, else the reason */
function runInitdb(place: Place, folder: string, secret: string, characterType: string): string | null {
  const { status, error, stderr } = spawnSync(
    place.binaries.initdb,
    [
      `--pgdata=${folder}`,
      `--username=${superuser}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      `--lc-ctype=${characterType}`,
      '--no-instructions',
      ...(place.durable ? [] : ['--no-sync']),
    ],
    { ...place.account, cwd: '/', encoding: 'utf8', env: plainEnvironment },
  );
  return status === 0 ? null : (error?.message ?? stderr.trim());
}

/** The password file was lost: whoever owns the files may set a new one without knowing the old one. */
function setPassword(place: Place, password: string): void {
  const { status, stderr } = spawnSync(
    place.binaries.postgres,
    ['--single', '-D', place.folder, '-c', 'log_min_messages=error', 'postgres'],
    {
      ...place.account,
      cwd: '/',
      encoding: 'utf8',
      env: plainEnvironment,
      input: `alter role ${superuser} password '${password}';\n`,
    },
  );
  if (status !== 0) throw new ClusterError(`The database password could not be set anew: ${stderr.trim()}`);
}

export function own(path: string, account: Account): void {
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid);
}

/** Without the settings of whoever starts us: PGDATA, PGPORT or a locale must not reach the embedded server. */
export const plainEnvironment = { PATH: process.env['PATH'] ?? '', LC_ALL: '', LANG: 'C' };
