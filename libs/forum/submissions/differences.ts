import { diffWordsWithSpace } from 'diff';

/** One stretch of two texts that are laid beside each other. */
export interface TextPart {
  /** In both; only in the text that was sent; only in the text that is stored now. */
  in: 'BOTH' | 'YOURS' | 'CURRENT';
  text: string;
}

/**
 * Texts that differ in more words than this are two texts: nobody merges them word by word, and comparing them further
 * costs the square of it.
 */
const mostEdits = 1_000;

/** How what somebody sent differs from what is stored now, word by word: joined, BOTH and YOURS give back what was sent. */
export function differences(yours: string, current: string): TextPart[] {
  const changes = diffWordsWithSpace(yours, current, { maxEditLength: mostEdits });
  const parts: TextPart[] = changes
    ? changes.map(({ added, removed, value }) => ({ in: added ? 'CURRENT' : removed ? 'YOURS' : 'BOTH', text: value }))
    : [
        { in: 'YOURS', text: yours },
        { in: 'CURRENT', text: current },
      ];
  return parts.filter(({ text }) => text !== '');
}
