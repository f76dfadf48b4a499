import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account.js';
import { endProcess, numberIsTaken, serversOf, servesFolder } from './processes.js';

/** SIGINT: fast shutdown. SIGQUIT: immediate, recovered from the log at the next start. (pg_ctl(1)) */
const endServer: [NodeJS.Signals, number][] = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 2_000],
];
const endChild: [NodeJS.Signals, number][] = [
  ['SIGQUIT', 2_000],
  ['SIGKILL', 2_000],
];

const pidFile = (folder: string): string => join(folder, 'postmaster.pid');

/** The lines of postmaster.pid: process, folder, start, port, socket folder, address, shared memory, status. */
export function readPidFile(folder: string): { pid: number; status: string } | null {
  try {
    const lines = readFileSync(pidFile(folder), 'utf8').split('\n');
    const pid = Number.parseInt(lines[0] ?? '', 10);
    return pid > 0 ? { pid, status: (lines[7] ?? '').trim() } : null;
  } catch {
    return null;
  }
}

/**
 * Ends what an earlier start left behind: the server of a killed Porchlight lives on, and children may outlive a killed
 * server. Only processes that really work in this folder are touched; call it while holding the folder's lock.
 * @returns how many there were
 */
export async function endLeftovers(folder: string, account: Account): Promise<number> {
  const noted = readPidFile(folder)?.pid;
  let ended = 0;
  if (noted !== undefined && servesFolder(noted, folder, account)) {
    await endProcess(noted, endServer);
    ended += 1;
  }
  const orphans = serversOf(folder, account);
  await Promise.all(orphans.map((pid) => endProcess(pid, endChild)));
  // The number may belong to somebody else by now, or to a dead process that nobody has collected (often in a
  // container): PostgreSQL would believe that its server still runs. A free number it recognises by itself.
  if (noted !== undefined && numberIsTaken(noted)) rmSync(pidFile(folder), { force: true });
  return ended + orphans.length;
}
