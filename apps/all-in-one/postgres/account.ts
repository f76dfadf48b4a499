import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** Who PostgreSQL runs as; empty: as ourselves. Fits into the options of `spawn`. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** What the person who starts Porchlight can mend; said in one line, without a stack. */
export class ClusterError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ClusterError';
  }
}

/**
 * PostgreSQL refuses to run as root. Root starts it as the owner of the data that is there, else as the user postgres
 * (made when missing), else as nobody. Everybody else starts it as himself.
 * @param folder the data folder, which may not exist yet
 */
export function accountFor(folder: string): Account {
  const owner = ownerOf(folder);
  const self = process.getuid?.();
  if (self !== 0) {
    if (owner !== undefined && owner.uid !== self) {
      throw new ClusterError(
        `${folder} belongs to ${nameOf(owner.uid)}, because Porchlight was started by root before: ` +
          'start it as root again, or set another DATA_DIR.',
      );
    }
    return {};
  }
  if (owner !== undefined && owner.uid !== 0) return owner;
  return lookUp('postgres') ?? makePostgres() ?? lookUp('nobody') ?? noAccount();
}

function ownerOf(folder: string): { uid: number; gid: number } | undefined {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found && { uid: found.uid, gid: found.gid };
}

function lookUp(name: string): Account | null {
  const [uid, gid] = ['-u', '-g'].map((flag) => Number.parseInt(run('id', [flag, name]) ?? '', 10));
  return uid && gid && uid > 0 ? { uid, gid } : null;
}

/** Debian and Red Hat know `useradd`, Alpine only `adduser`. */
function makePostgres(): Account | null {
  const made =
    run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']) ??
    run('adduser', ['-S', '-D', '-H', 'postgres']);
  return made === null ? null : lookUp('postgres');
}

function noAccount(): never {
  throw new ClusterError(
    'PostgreSQL does not run as root, and no user postgres could be made: ' +
      'start Porchlight as an ordinary user, or set DATABASE_URL.',
  );
}

function nameOf(uid: number): string {
  return run('id', ['-nu', String(uid)])?.trim() ?? `user ${uid}`;
}

function run(command: string, args: string[]): string | null {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return null;
  }
}

/** Whether this account may enter the folder; asked of the system itself, which also knows of ACLs and mounts. */
export function mayEnter(folder: string, account: Account): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, stdio: 'ignore', cwd: '/' }).status === 0;
}
