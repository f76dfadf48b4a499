import { Refusal } from '../errors.js';

/** Lists and objects in each other. The deepest input of the schema has five levels; graphql-js and `JSON.stringify` recurse. */
const mostLevels = 32;

/**
 * Refuses JSON that is nested deeper than any input is, without recursion: what is deep enough overflows the stack of
 * whoever walks it otherwise.
 * @param name what the client called it
 * @throws Refusal INVALID_INPUT
 */
export function checkInputDepth(name: 'variables' | 'extensions', value: unknown): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const below: unknown[] = [];
    for (const each of level) {
      if (typeof each !== 'object' || each === null) continue;
      if (depth >= mostLevels) throw Refusal.invalid(name, `must not be nested deeper than ${mostLevels} levels`);
      for (const inner of Object.values(each)) if (typeof inner === 'object' && inner !== null) below.push(inner);
    }
    level = below;
  }
}
