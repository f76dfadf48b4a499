/** Ages and words for secrets. */
import { defineWords } from '../pattern/language.js';

defineWords(
  'age',
  '8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, 8th, 9th, 10th, 11th, 12th, 13th, 14th, 15th, 16th, 17th, 18th, trece, doce, catorce, quince, once, dieciseis',
);
defineWords(
  'secretword',
  'password, passcode, passwords, pw, pwd, passwd, pword, pass, login, log in, contrasena, clave, pin code, pin number, pin, security code, recovery code, 2fa code, verification code, passphrase, unlock code, signin, sign in',
);
