/** PII-IDENTITY in numbers that carry their own proof: payment cards (ISO/IEC 7812, Luhn) and US social security numbers. */
import { type ScanHit, scanRule } from './hit.js';

export const DOCUMENT_RULES = {
  card: scanRule(
    'PII-IDENTITY.CARD',
    'PII-IDENTITY',
    'payment-card',
    'A payment card number: its check digit is right (ISO/IEC 7812).',
  ),
  account: scanRule(
    'PII-IDENTITY.ACCOUNT',
    'PII-IDENTITY',
    'bank-account',
    'A bank account (ISO 13616: IBAN), or a long number that is said to be of a card.',
  ),
  network: scanRule(
    'PII-IDENTITY.NETWORK',
    'PII-IDENTITY',
    'network-address',
    'A public network address that is said to be of somebody (COPPA 312.2: persistent identifier).',
  ),
  socialSecurity: scanRule(
    'PII-IDENTITY.SSN',
    'PII-IDENTITY',
    'government-id',
    'The shape of a US social security number (COPPA 312.2 as amended 2025).',
  ),
};

const CARD = /(?<![0-9.,-])[2-6][0-9]{3}(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{1,7}(?![0-9.,-][0-9]|[0-9])/g;
const NAMED_CARD = /\bcard(?: number| no\.?| #| ?# ?)? {0,2}[0-9](?:[ -]?[0-9]){10,18}\b/g;
const IBAN = /\b[a-z]{2}[0-9]{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,3})?\b/g;
const NETWORK =
  /\b(?:(?:my|your|his|her|the|their) (?:ip|ip address)(?: is| was)?|address) (?:(?:[0-9]{1,3}\.){3}[0-9]{1,3}|(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4})\b/g;
const PRIVATE_NETWORK = / (?:10|127|0)\.| 192\.168\.| 172\.(?:1[6-9]|2[0-9]|3[01])\.| (?:8\.8\.8\.8|1\.1\.1\.1)$/;
const SOCIAL_SECURITY = /(?<![0-9-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![0-9-])/g;

export function scanDocuments(text: string): ScanHit[] {
  return [
    ...found(text, CARD, DOCUMENT_RULES.card).filter(({ from, to }) => hasCheckDigit(text.slice(from, to))),
    ...found(text, NAMED_CARD, DOCUMENT_RULES.account),
    ...found(text, IBAN, DOCUMENT_RULES.account).filter(({ from, to }) => hasIbanCheck(text.slice(from, to))),
    ...found(text, NETWORK, DOCUMENT_RULES.network).filter(
      ({ from, to }) => !PRIVATE_NETWORK.test(text.slice(from, to)),
    ),
    ...found(text, SOCIAL_SECURITY, DOCUMENT_RULES.socialSecurity),
  ];
}

function found(text: string, shape: RegExp, rule: ScanHit['rule']): ScanHit[] {
  return Array.from(text.matchAll(shape), (match) => ({ rule, from: match.index, to: match.index + match[0].length }));
}

/** ISO 7064, mod 97-10: the first four characters are read last, letters as 10 to 35. */
function hasIbanCheck(written: string): boolean {
  const compact = written.replaceAll(' ', '');
  let rest = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Luhn: every second digit from the right doubled, the sum a multiple of ten. */
function hasCheckDigit(written: string): boolean {
  const digits = written.replace(/[^0-9]/g, '');
  if (digits.length < 13) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - at));
    const worth = at % 2 === 1 ? digit * 2 : digit;
    sum += worth > 9 ? worth - 9 : worth;
  }
  return sum % 10 === 0;
}
