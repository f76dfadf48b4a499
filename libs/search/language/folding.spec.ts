import { distance, fold, forgiven, wordsOf } from './folding.js';
import { languageOf } from './languages.js';

describe('letters', () => {
  it.each([
    ['CAFÉ', 'cafe'],
    ['Straße', 'strasse'],
    ['ŁÓDŹ', 'lodz'],
    ['ΗΦΑΊΣΤΕΙΟ', 'ηφαιστειο'],
    ['بُرْكان', 'بركان'],
    ['Ёлка', 'елка'],
    ['ﬁne', 'fine'],
  ])('%s is %s', (text, folded) => expect(fold(text)).toBe(folded));

  it('make words, with their marks', () => {
    expect(wordsOf("It's a cafe\u0301, 42!").map(({ folded }) => folded)).toEqual(['it', 's', 'a', 'cafe', '42']);
    const [, word] = wordsOf('un café');
    expect('un café'.slice(word?.start, word?.end)).toBe('café');
  });
});

describe('typos', () => {
  it.each([
    ['volcano', 'volcano', 0],
    ['volcano', 'vulcano', 1],
    ['volcano', 'vlocano', 1],
    ['volcano', 'volcanos', 1],
    ['volcano', 'olcano', 1],
    ['', 'ab', 2],
  ])('%j and %j are %d apart', (one, other, far) => {
    expect(distance(one, other, 5)).toBe(far);
    expect(distance(other, one, 5)).toBe(far);
  });

  it('are forgiven in long words alone', () => {
    expect([3, 4, 5, 8, 9, 20].map(forgiven)).toEqual([0, 0, 1, 1, 2, 2]);
    expect(distance('a', 'abcdefgh', 2)).toBeGreaterThan(2);
  });
});

describe('the language of a program', () => {
  it.each([
    ['GB', 'english'],
    ['US-CA', 'english'],
    ['es', 'spanish'],
    ['MX', 'spanish'],
    ['GR', 'simple'],
    ['', 'simple'],
  ])('%s: %s', (jurisdiction, language) => expect(languageOf(jurisdiction)).toBe(language));
});
