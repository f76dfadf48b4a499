import { readDisplayName, readUsername, usernameKey, usernameSkeleton } from './names.js';

const refused = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('a username', () => {
  it.each([
    'ada',
    'Ben.K',
    'o-brien_7',
    'zoë',
    'Łukasz',
    'наташа',
    'μαρία',
    '小林さくら',
    'محمد',
    'प्रिया',
    '김민준',
    'mentor0001',
  ])('may be %s', (name) => expect(readUsername(name).username).toBe(name.normalize('NFC')));

  it.each([
    ['too short', 'ab'],
    ['too long', 'a'.repeat(31)],
    ['a space', 'ada l'],
    ['an address', 'ada@home'],
    ['a dot at an end', 'ada.'],
    ['two dashes', 'a--da'],
    ['Cyrillic among Latin letters', '\u0430da.lovelace'],
    ['Greek among Latin letters', 'd\u03bfn'],
    ['full-width letters', '\uff41\uff44\uff41'],
    ['a right-to-left override', 'ada\u202egnp'],
    ['a zero-width space', 'a\u200bda'],
    ['an unseen Hangul filler', '\u3164\u3164\u3164'],
    ['digits of two systems', 'ada1\u0661'],
    ['a tower of marks', `ada\u0301\u0302\u0303\u0304\u0305\u0306`],
    ['a lone surrogate', 'ada\ud800'],
    ['NUL', 'ada\0'],
  ])('is refused with %s', (_what, name) => expect(refused(() => readUsername(name))).toMatch(/^username: /));

  it('is one name in any case and any composition', () => {
    expect(usernameKey('ADA')).toBe(usernameKey('ada'));
    expect(usernameKey('Zoe\u0308')).toBe(usernameKey('zoë'));
    expect(usernameKey('ΣΟΦΟΣ')).toBe(usernameKey('σοφος'));
  });

  it.each([
    ['modern', 'rnodern'],
    ['paypal', '\u0440\u0430\u0443\u0440\u0430l'],
    ['lan', 'Ian'],
    ['ada10', 'adalo'],
    ['ada10', 'adaIO'],
    ['soso', 'ѕоѕо'],
    ['Mia', 'rnia'],
  ])('%s looks like %s', (one, other) => expect(usernameSkeleton(one)).toBe(usernameSkeleton(other)));

  it.each([
    ['ada', 'adam'],
    ['ben', 'den'],
    ['mentor1', 'mentor2'],
    ['mentor10', 'mentor11'],
    ['nia', 'mia'],
  ])('%s does not look like %s', (one, other) => expect(usernameSkeleton(one)).not.toBe(usernameSkeleton(other)));
});

describe('a display name', () => {
  it.each([
    ['Ada', 'Ada'],
    ['  Ada \t Lovelace ', 'Ada Lovelace'],
    ['Zoe\u0308', 'Zoë'],
    ["Seán O'Brien-Ó", "Seán O'Brien-Ó"],
    ['Ada\u202e\u200b\u0007', 'Ada'],
    ['A\u00adda\ufeff', 'Ada'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['A\u200dda', 'Ada'],
    ['Ada Лавлейс', 'Ada Лавлейс'],
    ['क्\u200dष', 'क्\u200dष'],
  ])('%j becomes %j', (text, name) => expect(readDisplayName(text)).toBe(name));

  it.each([
    ['nothing', ''],
    ['only what is not seen', '\u200b\u202e \0'],
    ['61 letters', 'a'.repeat(61)],
    ['a word of two scripts', '\u0421ora'],
    ['only marks', "...''"],
    ['a badge', 'Mia ✔'],
    ['markup', '<b>Mia</b>'],
    ['zalgo', 'M\u0301\u0301\u0301\u0301\u0301\u0301ia'],
  ])('is refused when it is %s', (_what, name) =>
    expect(refused(() => readDisplayName(name))).toMatch(/^displayName: /),
  );
});
