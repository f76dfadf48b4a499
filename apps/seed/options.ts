import { parseArgs } from 'node:util';
import { staffCount } from '../community/seed/people.js';
import type { SeedSize } from '../community/seed/seed-community.js';
import { StartRefused } from '../start-refused.js';

export interface SeedOptions extends SeedSize {
  /** File that the accounts, boards and matches are written to. */
  out: string;
  /** Instead of DATABASE_URL. */
  databaseUrl: string | null;
}

/** Sizes that are asked for when none are given; the largest keep the plan within a gigabyte of memory. */
const sizes = {
  posts: { usual: 100_000, most: 5_000_000 },
  members: { usual: 1_000, most: 100_000 },
  'big-thread': { usual: 10_000, most: 1_000_000 },
  matches: { usual: 200, most: 20_000 },
  seed: { usual: 1, most: 2 ** 31 },
} as const;

export const usage =
  'npm run seed -- --posts 100000 --members 1000 --big-thread 10000 --matches 200 --out seed.json [--seed 1] [--database-url postgres://…]';

/** @throws StartRefused naming what cannot be */
export function readOptions(args: readonly string[]): SeedOptions {
  const { out = 'seed.json', 'database-url': databaseUrl = null, ...given } = parse(args);
  const [posts, members, bigThread, matches, seed] = (
    ['posts', 'members', 'big-thread', 'matches', 'seed'] as const
  ).map((name) => wholeNumber(name, given[name])) as [number, number, number, number, number];
  if (bigThread > posts) throw new StartRefused('--big-thread: there are not so many posts (--posts)');
  const fewest = staffCount(matches) + 2 * matches;
  if (members < fewest)
    throw new StartRefused(`--members: ${matches} matches with their staff need ${fewest} at least`);
  // Each pair writes a few words, and so does everybody else.
  if (posts - bigThread < 2 * members)
    throw new StartRefused(`--posts: ${members} members need ${2 * members + bigThread} at least`);
  return { posts, members, bigThread, matches, seed, out, databaseUrl };
}

function parse(args: readonly string[]): Partial<Record<keyof typeof sizes | 'out' | 'database-url', string>> {
  const names = [...Object.keys(sizes), 'out', 'database-url'];
  try {
    return parseArgs({
      args: [...args],
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    }).values;
  } catch (error) {
    throw new StartRefused(`${(error as Error).message}\n${usage}`);
  }
}

function wholeNumber(name: keyof typeof sizes, given: string | undefined): number {
  const { usual, most } = sizes[name];
  if (given === undefined) return usual;
  const number = Number(given.replaceAll('_', ''));
  if (Number.isSafeInteger(number) && number >= 1 && number <= most) return number;
  throw new StartRefused(`--${name}: must be a whole number from 1 to ${most}`);
}
