/** What the engine says about itself, and about signals that add up. */
import type { Finding, RuleDoc } from './contract.js';
import { scanRule } from './scanners/hit.js';

export const ENGINE_RULES = {
  tooLong: scanRule(
    'DETECTOR.TOO-LONG',
    'DETECTOR',
    'too-long',
    'Over 20,000 characters is held unread: fail closed.',
    { priority: 'P3' },
  ),
  timeout: scanRule(
    'DETECTOR.TIMEOUT',
    'DETECTOR',
    'timeout',
    'DETECTOR_TIMEOUT: over the budget is held: fail closed.',
    { priority: 'P3' },
  ),
  error: scanRule('DETECTOR.ERROR', 'DETECTOR', 'error', 'DETECTOR_ERROR: a failing rule holds, it never publishes.', {
    priority: 'P3',
  }),
  accumulated: scanRule(
    'GROOMING.ACCUMULATED',
    'GROOMING',
    'weak-signals',
    'Three weak signals to the same young person in 14 days (domain rule 2.4).',
    { priority: 'P1' },
  ),
};

export function engineFinding({ ruleId, family, version, category, priority }: RuleDoc): Finding {
  return { ruleId, family, version, category, priority, spans: [] };
}
