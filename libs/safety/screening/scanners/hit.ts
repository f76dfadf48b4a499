/** What a scanner gives: a rule and a half-open range of the folded text. */
import type { Priority, RuleDoc } from '../contract.js';

export interface ScanHit {
  rule: RuleDoc;
  from: number;
  to: number;
}

/** A scanner rule: of version 1, and holding at P2, unless told otherwise. */
export function scanRule(
  ruleId: string,
  family: RuleDoc['family'],
  category: string,
  because: string,
  { priority = 'P2', version = 1 }: { priority?: Priority; version?: number } = {},
): RuleDoc {
  return { ruleId, family, category, because, priority, version };
}
