/** What a text may be like, in the order of the weights. `NONE` is everyday talk, `OTHER` what the rules alone hold. */
import type { Family } from '../contract.js';

export const GRAVE = ['SELFHARM', 'DISCLOSURE', 'THREAT', 'GROOMING'] as const satisfies readonly Family[];
export const HELD = [
  'OFFPLATFORM',
  'PII-HANDLE',
  'PII-ADDRESS',
  'PII-IDENTITY',
  'HARASSMENT',
  'PII-PHONE',
  'PII-EMAIL',
] as const satisfies readonly Family[];
export const CLASSES = ['NONE', ...GRAVE, ...HELD, 'OTHER'] as const;

const BY_LABEL: Readonly<Record<string, (typeof CLASSES)[number]>> = {
  ok: 'NONE',
  'escalate-selfharm': 'SELFHARM',
  'escalate-disclosure': 'DISCLOSURE',
  'escalate-threat': 'THREAT',
  'escalate-grooming': 'GROOMING',
  'hold-offplatform': 'OFFPLATFORM',
  'hold-social-handle': 'PII-HANDLE',
  'hold-address': 'PII-ADDRESS',
  'hold-identity': 'PII-IDENTITY',
  harassment: 'HARASSMENT',
  'hold-pii-phone': 'PII-PHONE',
  'hold-pii-email': 'PII-EMAIL',
};

/** The class of a corpus label, as a row of the weights. */
export function classOf(label: string): number {
  return CLASSES.indexOf(BY_LABEL[label] ?? 'OTHER');
}
