/*
 * What a document carries besides the words of its text, so that one index finds words within places and times. Each
 * token begins with a space: no lexeme of a text does, and no query that a person types can name one.
 */

/** Blocks of days double in length: 1, 2, 4 … 256. A common word is found in the newest few, a rare one in ten look-ups. */
export const blockLevels = 9;
const dayMs = 86_400_000;

export const dayOf = (at: number): number => Math.floor(at / dayMs);

export const scopeToken = {
  audience: (key: string): string => ` ${key}`,
  program: (id: string): string => ` p:${id}`,
  board: (id: string): string => ` b:${id}`,
  author: (id: string): string => ` a:${id}`,
  kind: (kind: string): string => ` k:${kind}`,
  /** In a question that has no accepted answer. */
  unanswered: ' open',
  opening: ' top',
  language: (language: string): string => ` l:${language}`,
  /** Of no document. */
  never: ' never',
  block: (level: number, number: number): string => ` d${level}:${number}`,
};

/**
 * Blocks from the newest day down to the oldest, or up again: each at most twice as long as the one before it.
 * @param least level of the first one: where a day holds few documents, looking through single days is wasted
 */
export function blocksOfDays(oldest: number, newest: number, oldestFirst = false, least = 0): string[] {
  const blocks: string[] = [];
  let day = oldestFirst ? oldest : newest;
  while (day >= oldest && day <= newest) {
    let level = Math.min(least, blockLevels - 1);
    // A block begins (or ends) at a day whose lower bits are all zeros (or ones).
    const fits = (): boolean => ((day >> level) & 1) === (oldestFirst ? 0 : 1);
    while (level < blockLevels - 1 && level < blocks.length + least && fits()) level += 1;
    blocks.push(scopeToken.block(level, day >> level));
    day = oldestFirst ? ((day >> level) + 1) << level : ((day >> level) << level) - 1;
  }
  return blocks;
}
