import { parseArgs } from 'node:util';
import { siteChain } from '#safety';
import { uuidOf } from '#platform';
import { StartRefused } from '../start-refused.js';

/** @throws StartRefused with the usage, for anything that is not in it */
export function readArguments(names: readonly string[], usage: string): Partial<Record<string, string>> {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    return parseArgs({ options }).values;
  } catch (error) {
    throw new StartRefused(`${(error as Error).message}\n${usage}`);
  }
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The chain of a program (its global id, or the UUID of its row), or `site`: what belongs to no program. */
export function chainOf(given: string, usage: string): string {
  if (given === 'site') return siteChain;
  const chain = uuid.test(given) ? given : uuidOf('Program', given);
  if (chain) return chain;
  throw new StartRefused(`--program: is not the id of a program\n${usage}`);
}
