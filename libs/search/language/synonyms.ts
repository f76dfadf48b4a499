import { fold } from './folding.js';

/** Words that people of a program use for the same thing; both engines look for all of a row. Lower case, no accents. */
export const synonymRows: readonly (readonly string[])[] = [
  ['maths', 'math', 'mathematics'],
  ['mum', 'mom'],
  ['college', 'university', 'uni'],
  ['cv', 'resume'],
  ['exam', 'test'],
  ['homework', 'assignment'],
  ['mates', 'matematicas'],
  ['deberes', 'tarea'],
];

const rowOf = new Map(synonymRows.flatMap((row) => row.map((word) => [word, row] as const)));

/** Other words to look for besides this one. */
export const synonymsOf = (word: string): string[] => {
  const folded = fold(word);
  return (rowOf.get(folded) ?? []).filter((other) => other !== folded);
};
