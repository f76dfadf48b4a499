import { checkPassword } from './password-rules.js';

describe('a password', () => {
  it.each([
    ['seven letters', 'hunter2'],
    ['more than 256 bytes', 'ä'.repeat(129)],
    ['one of the commonest', 'Password1'],
    ['a keyboard row', 'qwertyuiop'],
    ['one letter over and over', 'aaaaaaaaaaaa'],
    ['two letters in turn', 'abababababab'],
    ['the username in capitals', 'BARTHOLOMEW'],
    ['a lone surrogate', 'long enough \ud800'],
  ])('is refused when it is %s', (_what, password) =>
    expect(() => checkPassword(password, 'bartholomew')).toThrow(/^password: /),
  );

  it.each([
    'porchlight-demo',
    'correct horse battery staple',
    'пароль-длинный',
    'ä'.repeat(3) + 'xyz12',
    '🐝🐌🐢🦊🐻🐼🐨🐯',
  ])('may be %s', (password) => expect(() => checkPassword(password, 'bartholomew')).not.toThrow());
});
