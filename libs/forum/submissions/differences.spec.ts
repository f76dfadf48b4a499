import fc from 'fast-check';
import { differences, type TextPart } from './differences.js';

const joined = (parts: TextPart[], side: 'YOURS' | 'CURRENT'): string =>
  parts.flatMap((part) => (part.in === 'BOTH' || part.in === side ? [part.text] : [])).join('');

describe('how two texts differ', () => {
  it('is told word by word', () => {
    expect(differences('I like the long book.', 'I like the short book.')).toEqual([
      { in: 'BOTH', text: 'I like the ' },
      { in: 'YOURS', text: 'long' },
      { in: 'CURRENT', text: 'short' },
      { in: 'BOTH', text: ' book.' },
    ]);
    expect(differences('Same.', 'Same.')).toEqual([{ in: 'BOTH', text: 'Same.' }]);
  });

  it('never loses a character of either', () => {
    const words = fc.array(fc.constantFrom('a', 'bee', ' ', '\n', '**c**', '🦊', 'é', '\u200f'), { maxLength: 60 });
    fc.assert(
      fc.property(words, words, (left, right) => {
        const [yours, current] = [left.join(''), right.join('')];
        const parts = differences(yours, current);
        expect(joined(parts, 'YOURS')).toBe(yours);
        expect(joined(parts, 'CURRENT')).toBe(current);
      }),
    );
  });

  it('gives up on what has nothing in common, instead of comparing for ever', () => {
    const many = (word: string): string => Array.from({ length: 4_000 }, (_, n) => `${word}${n}`).join(' ');
    expect(differences(many('a'), many('b'))).toEqual([
      { in: 'YOURS', text: many('a') },
      { in: 'CURRENT', text: many('b') },
    ]);
  });
});
