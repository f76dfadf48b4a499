/** Screening: reads what a person wrote and says whether it may be published at once, and why not. */
export type {
  Family,
  Finding,
  Priority,
  Relation,
  RowText,
  RuleDoc,
  ScreeningInput,
  ScreeningResult,
  Span,
  SupportTopic,
} from './contract.js';
export {
  BUDGET_MS,
  LONGEST_TEXT,
  RULES,
  RULE_PACK_VERSION,
  WEAK_SIGNALS_TO_HOLD,
  screenClosely,
  screenText,
  unread,
} from './screen.js';
export { DEFAULT_ALLOWED_HOSTS } from './scanners/links.js';
