import { checkPassword } from './password-rules.js';

const bartholomew = {
  username: 'bartholomew',
  words: ['Barty Osei', 'barty.osei@example.org', 'Lantern Mentoring', 'Autumn cohort', 'Lantern Youth Trust'],
};

describe('a password', () => {
  it.each([
    ['seven letters', 'hunter2'],
    ['more than 256 bytes', 'ä'.repeat(129)],
    ['one of the commonest', 'Password1'],
    ['one of the commonest with a sign behind it', 'Password1!'],
    ['one of the commonest in disguise', '$un5h1ne!!'],
    ['one of the commonest with other signs for letters', 'P@55w0rd'],
    ['one of the commonest with digits around it', '99chocolate2026'],
    ['one of the commonest in full-width letters', '\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44'],
    ['one of the commonest with a dash in it', 'sun-shine'],
    ['a name that many have', 'jennifer1990'],
    ['a keyboard row', 'qwertyuiop'],
    ['one word', 'elephant'],
    ['one word that begins with a digit for a letter', '3l3phant'],
    ['one word that ends with a digit for a letter', 'elephan7'],
    ['one word with a year', 'lantern2026'],
    ['a short word with a row of digits', 'cat12345'],
    ['one word over and over', 'cheesecheese'],
    ['one letter over and over', 'aaaaaaaaaaaa'],
    ['two letters in turn', 'abababababab'],
    ['the username in capitals', 'BARTHOLOMEW'],
    ['the username with signs for letters and a year', 'B4rth0lomew2011'],
    ['the name that others see', 'BartyOsei2011'],
    ['the address', 'barty.osei@example.org'],
    ['the name of the program', 'Lantern-Mentoring'],
    ['words of the program and a year', 'autumn/lantern/26'],
    ['a date', '20110904'],
    ['a telephone number', '07700900123'],
    ['a lone surrogate', 'long enough \ud800'],
  ])('is refused when it is %s', (_what, password) =>
    expect(() => checkPassword(password, bartholomew)).toThrow(/^password: /),
  );

  it.each([
    'porchlight-demo',
    'correct horse battery staple',
    'elephant under lantern',
    'Barty likes green tea',
    'пароль-длинный',
    'ä'.repeat(3) + 'xyz12',
    '🐝🐌🐢🦊🐻🐼🐨🐯',
    'gK7#vq2-Lm',
  ])('may be %s', (password) => expect(() => checkPassword(password, bartholomew)).not.toThrow());
});
