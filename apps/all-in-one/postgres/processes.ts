import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Account } from './account.js';

const linux = process.platform === 'linux';

/**
 * When this process started, in words that no other process of this machine shares; null when it does not run. A number
 * alone says little: process ids are used again, and in a container they are nearly always the same.
 */
export function startOf(pid: number): string | null {
  try {
    if (!linux) return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in the second field may hold blanks and brackets; what follows its last bracket is state, parent, …
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie (nobody has collected it) runs no more. Field 22 of proc_pid_stat(5): clock ticks since the boot.
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${fields[19]}`;
  } catch {
    return null;
  }
}

export const runs = (pid: number): boolean => startOf(pid) !== null;

/** Whether any process has this number, also one that has ended and was not collected by its parent yet. */
export function numberIsTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether this process is a PostgreSQL that works in this data folder, and not another one that got the same number. */
export function servesFolder(pid: number, folder: string, account: Account): boolean {
  try {
    if (!linux) {
      const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
      return command.includes('postgres') && command.includes(folder);
    }
    if (!runs(pid) || readFileSync(`/proc/${pid}/comm`, 'latin1').trim() !== 'postgres') return false;
    return workingFolder(pid, account) === folder;
  } catch {
    return false;
  }
}

/** PostgreSQL and all its children change into their data folder, so their working folder follows even a renamed one. */
function workingFolder(pid: number, account: Account): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch (error) {
    // Root inside a container may not look at another user's process; that user itself may.
    if (account.uid === undefined || (error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('readlink', [`/proc/${pid}/cwd`], { ...account, encoding: 'utf8', stdio }).trimEnd();
  }
}

/** Everything of PostgreSQL that works in this folder; after a killed postmaster its children may outlive it. */
export function serversOf(folder: string, account: Account): number[] {
  if (!linux) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => servesFolder(pid, folder, account));
}

/** Sends one signal after the other, each with its patience, until the process has ended. */
export async function endProcess(pid: number, steps: readonly [NodeJS.Signals, number][]): Promise<boolean> {
  for (const [signal, patienceMs] of steps) {
    send(pid, signal);
    for (const until = Date.now() + patienceMs; Date.now() < until; await pause(20)) {
      if (!runs(pid)) return true;
    }
  }
  return !runs(pid);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // Gone already is what we want; not ours to end shows in the wait.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
