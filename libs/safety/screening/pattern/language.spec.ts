import { fold } from '../views/fold.js';
import { tokenise } from '../views/tokens.js';
import { phrase } from './language.js';
import { matchPhrase } from './match.js';
import { Occurrences } from './occurrences.js';

function found(pattern: string, text: string): string[] {
  const compiled = phrase(pattern);
  const tokens = tokenise(fold(text));
  return matchPhrase(compiled, new Occurrences(tokens)).map(({ from, to }) =>
    tokens
      .slice(from, to)
      .map(({ word }) => word)
      .join(' '),
  );
}

describe('phrases', () => {
  it('match neighbours whatever stands between them', () => {
    expect(found('tell nobody', 'TELL... nobody!')).toEqual(['tell nobody']);
  });

  it('skip up to so many words of one sentence', () => {
    expect(found('keep ..2 secret', 'keep this a secret')).toEqual(['keep this a secret']);
    expect(found('keep ..1 secret', 'keep this a secret')).toEqual([]);
    expect(found('keep ..3 secret', 'keep it. my secret')).toEqual([]);
    expect(found('keep ~3 secret', 'keep it. my secret')).toEqual(['keep it my secret']);
  });

  it('read alternatives of several words, options and the end of a sentence', () => {
    expect(found('blue|dark_green car', 'a dark green car')).toEqual(['dark green car']);
    expect(found('red? car', 'the car')).toEqual(['car']);
    expect(found('come over|$', 'come. over')).toHaveLength(2);
    expect(found('^ car $', 'a car. car. car a')).toEqual(['car']);
  });

  it('refuse what stands before or after', () => {
    expect(found('!<not happy', 'not happy')).toEqual([]);
    expect(found('happy !meal', 'happy meal, happy day')).toEqual(['happy']);
  });

  it('find a match beyond the first machine word', () => {
    expect(found('red car', `${'the '.repeat(70)}red car`)).toEqual(['red car']);
  });

  it('refuse a phrase that would match anything', () => {
    expect(() => phrase('word?')).toThrow('would match anything');
    expect(() => phrase('@nosuchset')).toThrow('unknown word set');
  });
});
