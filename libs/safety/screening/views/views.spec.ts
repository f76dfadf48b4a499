import '../index.js';
import { decodedTexts } from './encoded.js';
import { fold, originalSpan } from './fold.js';
import { respaced } from './respaced.js';
import { formsOf } from './spellings.js';
import { tokenise } from './tokens.js';

const readable = (text: string): string => fold(text).text;

describe('folding', () => {
  it.each([
    ['２０２', '202'],
    ['②⓪②', '202'],
    ['2️⃣0️⃣2️⃣', '202'],
    ['٢٠٢', '202'],
    ['❷', '2'],
    ['🅰🅱', 'ab'],
    ['2\u200b0\u00ad2', '202'],
    ['k\u0337i\u0337l\u0337l', 'kill'],
    ['d\u0456scord', 'discord'],
    ['ѕнit', 'shit'],
    ['name＠example．com', 'name@example.com'],
    ['&#50;&#x30;&commat;', '20@'],
    ['a<b>b</b>c<br>d', 'abc\nd'],
    ['if a < b and c > d', 'if a < b and c > d'],
  ])('reads %j as %j', (written, meant) => {
    expect(readable(written)).toBe(meant);
  });

  it('leaves words of other scripts alone', () => {
    expect(readable('привет, everyone')).toBe('привет, everyone');
    expect(readable('مرحبا')).toBe('مرحبا');
  });

  it('maps every folded character back to where it came from', () => {
    const view = fold('x ②\u200b⓪ y');
    const at = view.text.indexOf('20');
    expect(originalSpan(view, at, at + 2)).toEqual({ start: 2, end: 5 });
  });
});

describe('spellings', () => {
  it.each([
    ['w4nt', 'want'],
    ['d13', 'die'],
    ['fuuuuck', 'fuck'],
    ['f*ck', 'fuck'],
    ['a$$hole', 'asshole'],
    ['sucide', 'suicide'],
  ])('knows that %s may mean %s', (written, meant) => {
    expect(formsOf(written)).toContain(meant);
  });

  it('leaves known words as they are', () => {
    expect(formsOf('passed')).toEqual(['passed']);
  });
});

describe('spacing', () => {
  const words = (text: string): string[] | undefined => {
    const view = fold(text);
    return respaced(tokenise(view), view.text)?.map(({ word }) => word);
  };

  it('joins spaced letters and cuts glued words', () => {
    expect(words('i want to d i e')).toEqual(['i', 'want', 'to', 'die']);
    expect(words('k.i.l.l me')).toEqual(['kill', 'me']);
    expect(words('iwannadie')).toEqual(['i', 'wanna', 'die']);
  });

  it('has nothing to say about ordinary text', () => {
    expect(words('my therapist is nice')).toBeUndefined();
  });
});

describe('encodings', () => {
  it('opens base64 and, with a cue, rot13', () => {
    expect(decodedTexts('bWFpbCBtZTogbm90YXJlYWxraWRAZXhhbXBsZS5jb20=')).toEqual(['mail me: notarealkid@example.com']);
    expect(decodedTexts('rot13: abg')).toEqual(['ebg13: not']);
    expect(decodedTexts('an ordinary sentence')).toEqual([]);
  });
});
