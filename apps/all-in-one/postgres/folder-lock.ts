import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startOf } from './processes.js';

interface Holder {
  pid: number;
  /** See `startOf`: tells the holder from a later process with its number. */
  started: string;
}

const lockFile = 'lock';

/** Somebody else works in this folder now. */
export class FolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(`Porchlight already runs in ${folder} (process ${pid}). Stop that one first, or set another DATA_DIR.`);
    this.name = 'FolderInUse';
  }
}

/** The process that holds this folder, if it still runs. */
export function holderOf(folder: string): number | null {
  const holder = read(folder);
  return holder && startOf(holder.pid) === holder.started ? holder.pid : null;
}

/**
 * Makes this process the only one in this folder. A lock whose holder has ended, however it ended, counts for nothing.
 * @returns gives the folder free again
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const path = join(folder, lockFile);
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies Record<
    keyof Holder,
    unknown
  >);
  for (let attempt = 1; ; attempt += 1) {
    try {
      writeFileSync(path, mine, { flag: 'wx', mode: 0o644 });
      return () => release(path, mine);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 20) throw error;
    }
    const holder = holderOf(folder);
    if (holder !== null) throw new FolderInUse(folder, holder);
    // An unreadable lock may be one that is being written right now: it gets a moment.
    if (read(folder) === null && attempt < 5) await pause(50);
    else discard(path, folder);
  }
}

/** Takes a dead lock away. Of two processes that do this at once, the slower must not take the faster one's new lock. */
function discard(path: string, folder: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const taken = readHolder(aside);
  if (taken && startOf(taken.pid) === taken.started) {
    renameSync(aside, path);
    throw new FolderInUse(folder, taken.pid);
  }
  rmSync(aside, { force: true });
}

function release(path: string, mine: string): void {
  try {
    if (readFileSync(path, 'utf8') === mine) rmSync(path, { force: true });
  } catch {
    // The folder itself is gone: nothing is held any more.
  }
}

const read = (folder: string): Holder | null => readHolder(join(folder, lockFile));

function readHolder(path: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    return typeof holder.pid === 'number' && typeof holder.started === 'string' ? (holder as Holder) : null;
  } catch {
    return null;
  }
}
