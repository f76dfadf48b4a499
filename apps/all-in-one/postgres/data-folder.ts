import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, lstatSync, mkdirSync, realpathSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ClusterError, mayEnter, type Account } from './account.js';
import { sharedPlace } from './binaries.js';

/**
 * The data folder of PostgreSQL, at a place that its account can reach, where it is or will be.
 * @param dataDir Porchlight's own folder; the database is `postgres` in it, or a link there when root had to put it elsewhere
 */
export function placeData(dataDir: string, account: Account, say: (line: string) => void): string {
  const wanted = join(dataDir, 'postgres');
  const linked = lstatSync(wanted, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  if (linked && !existsSync(wanted)) {
    throw new ClusterError(
      `${wanted} is a link to a database that is gone: remove the link to begin with an empty one.`,
    );
  }
  if (linked) return realpathSync(wanted);
  if (account.uid === undefined || mayEnter(dataDir, account)) return join(realpathSync(dataDir), 'postgres');
  return placeElsewhere(wanted, account, say);
}

/** A random name, because only the link may lead to it: a new checkout must not meet the data of a deleted one. */
function placeElsewhere(wanted: string, account: Account, say: (line: string) => void): string {
  mkdirSync(sharedPlace, { recursive: true, mode: 0o755 });
  const room = join(sharedPlace, `data-${randomBytes(6).toString('hex')}`);
  mkdirSync(room, { mode: 0o711 });
  const place = join(room, 'postgres');
  if (existsSync(wanted)) {
    execFileSync('cp', ['-a', wanted, place]);
    renameSync(wanted, `${wanted}.moved`);
  } else {
    mkdirSync(place, { mode: 0o700 });
    chownSync(place, account.uid as number, account.gid as number);
  }
  symlinkSync(place, wanted);
  say(`The database lies in ${place} (linked from ${wanted}): PostgreSQL's user cannot reach ${dirname(wanted)}.`);
  return place;
}
