import { setTimeout as pause } from 'node:timers/promises';
import { type Api, operation } from './api-client.js';

const longestMs = 30_000;

/** A number in letters: words with digits are not searched for as words. */
export const letters = (n: number): string => [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');

/** Posts a word that stands nowhere else. @returns milliseconds until a search finds it */
export async function untilFound(api: Api, threadId: string, word: string, token: string): Promise<number> {
  const body = `We saw a ${word} in the museum, thank you.`;
  await api.send(operation('CreatePost'), { input: { threadId, body } }, token);
  const begun = performance.now();
  while (performance.now() - begun < longestMs) {
    const { search } = await api.send<{ search: { edges: object[] } }>(
      operation('Search'),
      // In quotes: a word that is not there yet would be taken for a typo of an earlier one.
      { query: `"${word}"`, first: 1 },
      token,
    );
    if (search.edges.length > 0) return performance.now() - begun;
    await pause(5);
  }
  throw new Error(`${word} was not found in ${longestMs} ms`);
}
