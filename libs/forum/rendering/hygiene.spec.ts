import { cleanText } from './index.js';
import { balanceDirection } from './code-direction.js';

const cleaned = (source: string, singleLine = false): string => {
  const outcome = cleanText(source, { singleLine });
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.text;
};

describe('a text that a person writes', () => {
  it.each([
    ['a lone high surrogate', 'a\ud800b'],
    ['a lone low surrogate', 'a\udc00b'],
    ['NUL', 'a\0b'],
  ])('is refused, not repaired, with %s', (_what, source) => {
    expect(cleanText(source)).toEqual({ ok: false, reason: 'INVALID_UNICODE' });
  });

  it.each(['', ' \n\t ', '\u200b\u200d', '\u2800', '\u3164', '\u202e', '\u00a0'])(
    'is empty when nothing can be seen: %j',
    (source) => {
      expect(cleanText(source)).toEqual({ ok: false, reason: 'EMPTY' });
    },
  );

  it('is measured in code points after cleaning', () => {
    expect(cleanText('😀😀😀', { maxLength: 3 })).toEqual({ ok: true, text: '😀😀😀' });
    expect(cleanText('a\u200bb\r\n', { maxLength: 3 })).toEqual({ ok: true, text: 'ab\n' });
    expect(cleanText('😀😀😀😀', { maxLength: 3 })).toEqual({ ok: false, reason: 'TOO_LONG' });
    expect(cleanText('a'.repeat(1_000_000), { maxLength: 3 })).toEqual({ ok: false, reason: 'TOO_LONG' });
  });

  it('has one kind of line end', () => {
    expect(cleaned('a\r\nb\rc\u2028d\u0085e')).toBe('a\nb\nc\nd\ne');
  });

  it('is one line where one is asked for', () => {
    expect(cleaned('  a\r\n\tb\u00a0\u3000c ', true)).toBe('a b c');
  });

  it('is NFC', () => {
    expect(cleaned('e\u0301')).toBe('\u00e9');
    expect(cleaned('e\u200b\u0301')).toBe('\u00e9');
  });

  it('has no control characters', () => {
    expect(cleaned('a\u0007\u001b[31m\u009bb\u007f\ufffec\tz')).toBe('a[31mbc\tz');
  });

  it('keeps four accents on a letter', () => {
    expect(cleaned(`x${'\u0335'.repeat(40)}`)).toBe(`x${'\u0335'.repeat(4)}`);
    expect(cleaned('Tiếng Việt, עִבְרִית, हिन्दी')).toBe('Tiếng Việt, עִבְרִית, हिन्दी'.normalize('NFC'));
  });

  it('has no hidden letters', () => {
    expect(cleaned('p\u200bass\u00adwo\u2060rd\ufeff\u034f\u3164')).toBe('password');
    expect(cleaned('a\u{e0041}\u{e0042}b')).toBe('ab');
    expect(cleaned('a\ufe0f\ufe00b')).toBe('ab');
  });

  it.each([
    ['Persian', 'می\u200cخواهم'],
    ['Sinhala', 'ශ්\u200dරී'],
    ['Thai word ends', 'ภาษา\u200bไทย'],
    ['a family', '👨\u200d👩\u200d👧'],
    ['a heart on fire', '❤\ufe0f\u200d🔥'],
    ['a keycap', '1\ufe0f\u20e3'],
    ['Wales', '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}'],
    ['a Han variant', '葛\u{e0100}'],
  ])('keeps what its script needs: %s', (_what, source) => {
    expect(cleaned(source)).toBe(source);
  });

  it('folds a run of joiners to one', () => {
    expect(cleaned('می\u200c\u200c\u200b\u200d\u200cخ')).toBe('می\u200cخ');
  });

  it('has no direction marks outside a code fence', () => {
    expect(cleaned('a\u202eb\u2066c\u200fd `\u202e`')).toBe('abcd ``');
    expect(cleaned('\u202e\n```\na\u202eb\n```\n\u202e.')).toBe('\n```\na\u202eb\n```\n.');
  });

  it('is not changed by cleaning it again', () => {
    const once = cleaned('e\u0301\u0301\u0301\u0301\u0301\u0301 \u202e\r\n```\n\u202e\n``\n~~~\n```\n\u202e');
    expect(cleaned(once)).toBe(once);
  });
});

describe('direction marks in code', () => {
  it('are closed on their own line, and close nothing that was not opened there', () => {
    expect(balanceDirection('a\u202eb\nc\u2069\u202cd')).toBe('a\u202eb\u202c\ncd');
    expect(balanceDirection('\u2067\u202ea\u2069b')).toBe('\u2067\u202ea\u202c\u2069b');
  });
});
