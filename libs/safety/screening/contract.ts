/** Shapes that the screening engine takes and gives. Everything here is plain data; the engine holds no state. */

/** P0 imminent danger, P1 serious concern about a person, P2 personal information or harm, P3 pre-moderation. */
export type Priority = 'P0' | 'P1' | 'P2' | 'P3';

/** Who writes to whom. */
export type Relation = 'ADULT_TO_YOUTH' | 'YOUTH_TO_ADULT' | 'YOUTH_TO_YOUTH' | 'ADULT_TO_ADULT';

/** Names of the rule families; `DETECTOR` is the engine speaking about itself (error, time-out, over-long text). */
export type Family =
  | 'PII-PHONE'
  | 'PII-EMAIL'
  | 'PII-HANDLE'
  | 'PII-ADDRESS'
  | 'PII-IDENTITY'
  | 'OFFPLATFORM'
  | 'LINK'
  | 'PROFANITY'
  | 'HARASSMENT'
  | 'GROOMING'
  | 'SELFHARM'
  | 'DISCLOSURE'
  | 'THREAT'
  | 'SOLICITATION'
  | 'SUBSTANCE'
  | 'DETECTOR';

/** What the support resources should be about; the caller picks the services by country and age. */
export type SupportTopic =
  | 'SUICIDE'
  | 'SELF_HARM'
  | 'EATING'
  | 'ABUSE'
  | 'NEGLECT'
  | 'RUNAWAY'
  | 'EXPLOITATION'
  | 'FORCED_MARRIAGE'
  | 'ONLINE_SAFETY'
  | 'IMAGE_ABUSE'
  | 'VIOLENCE';

/** One contribution, with what is known about its author and audience. */
export interface ScreeningInput {
  /** Plain text of the contribution; tags, if any, are read both as text content and as source. */
  text: string;
  /** href, alt and title values and the parts that the sanitiser stripped. */
  attributes?: readonly string[];
  author: { isAdult: boolean; ageYears?: number; role?: string };
  audience?: { relation: Relation; boardKind: 'PROGRAM' | 'COHORT' | 'MATCH' | 'STAFF' };
  /** The same author's last posts on the same board, oldest first; only the last 5 within 30 minutes of `now` count. */
  recent?: readonly { text: string; at: Date }[];
  /** Rows in which readers meet the new text (its title and its body) among those: a number split over one row is found. */
  rows?: readonly (readonly RowText[])[];
  /** Weak grooming signals already counted for this pair in the last 14 days. */
  priorWeakSignals?: number;
  /** Hosts (and their subdomains) that links may point to; without it the built-in educational list. */
  allowedHosts?: readonly string[];
  /** The program's own e-mail addresses, or whole domains written as `@program.example`. */
  programAddresses?: readonly string[];
  now: Date;
  /** ISO 3166 alpha-2 country of the program, for national phone formats. */
  country?: string;
  /** BCP 47 primary tags; reserved for per-language rules, every language is read now. */
  languages?: readonly string[];
}

/** One text of a row, as its readers meet it. */
export interface RowText {
  text: string;
  isNew: boolean;
}

/** Half-open range of UTF-16 offsets into `ScreeningInput.text`. */
export interface Span {
  start: number;
  end: number;
}

/** One rule that matched. `spans` is empty when the match lies in an attribute or in an earlier post only. */
export interface Finding {
  ruleId: string;
  family: Family;
  version: number;
  category: string;
  priority: Priority;
  /** A weak signal is counted per pair and does nothing by itself. */
  weak?: boolean;
  /** Uncertain: the text stays visible, and a human reads it soon. It never alerts and never offers help. */
  visible?: boolean;
  topic?: SupportTopic;
  spans: Span[];
}

/**
 * The verdict. It answers three questions: whether the text is withheld (`outcome`), how soon a human looks (`priority`), and
 * whether its author is offered help (`needsSupport`).
 */
export interface ScreeningResult {
  /** HELD: withheld until a human looked. READ_SOON: visible, and queued to be read. CLEAN: nothing was found. */
  outcome: 'CLEAN' | 'READ_SOON' | 'HELD';
  /** Highest priority among the findings that are not weak; null when CLEAN. P0 and P1 are always HELD. */
  priority: Priority | null;
  findings: Finding[];
  /** True when a P0 or P1 finding about a person is present: the caller opens a SafetyCase. */
  opensCase: boolean;
  /** True when the author should get help resources in the same response. */
  needsSupport: boolean;
  supportTopics: SupportTopic[];
  /** Weak grooming signals in this text alone; the caller adds them to the pair's count. */
  weakSignals: number;
  packVersion: string;
  timedOut: boolean;
}

/** What a rule is and why it exists. */
export interface RuleDoc {
  ruleId: string;
  family: Family;
  version: number;
  priority: Priority;
  category: string;
  /** The reason, with its source. */
  because: string;
}
