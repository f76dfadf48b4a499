/** PII-IDENTITY in numbers that carry their own proof: payment cards (ISO/IEC 7812, Luhn) and US social security numbers. */
import { type ScanHit, scanRule } from './hit.js';

export const DOCUMENT_RULES = {
  card: scanRule(
    'PII-IDENTITY.CARD',
    'PII-IDENTITY',
    'payment-card',
    'A payment card number: its check digit is right (ISO/IEC 7812).',
  ),
  socialSecurity: scanRule(
    'PII-IDENTITY.SSN',
    'PII-IDENTITY',
    'government-id',
    'The shape of a US social security number (COPPA 312.2 as amended 2025).',
  ),
};

const CARD = /(?<![0-9.,-])[2-6][0-9]{3}(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{1,7}(?![0-9.,-][0-9]|[0-9])/g;
const SOCIAL_SECURITY = /(?<![0-9-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![0-9-])/g;

export function scanDocuments(text: string): ScanHit[] {
  return [
    ...found(text, CARD, DOCUMENT_RULES.card).filter(({ from, to }) => hasCheckDigit(text.slice(from, to))),
    ...found(text, SOCIAL_SECURITY, DOCUMENT_RULES.socialSecurity),
  ];
}

function found(text: string, shape: RegExp, rule: ScanHit['rule']): ScanHit[] {
  return Array.from(text.matchAll(shape), (match) => ({ rule, from: match.index, to: match.index + match[0].length }));
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
