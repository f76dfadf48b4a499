/** Reads one text in every view and gives what the rules saw, as ranges of that text. */
import { HARASSMENT } from './families/harassment.js';
import { PROFANITY } from './families/profanity.js';
import { SOLICITATION } from './families/solicitation.js';
import { SUBSTANCE } from './families/substance.js';
import { DISCLOSURE } from './families/disclosure.js';
import { GROOMING } from './families/grooming.js';
import { OFFPLATFORM } from './families/offplatform.js';
import { PII_ADDRESS } from './families/pii-address.js';
import { PII_HANDLE } from './families/pii-handle.js';
import { PII_IDENTITY } from './families/pii-identity.js';
import { SELFHARM } from './families/selfharm.js';
import { THREAT } from './families/threat.js';
import type { Finding, RuleDoc, Span, SupportTopic } from './contract.js';
import { LIKENESS_RULES, findLikeness } from './likeness/model.js';
import { Occurrences } from './pattern/occurrences.js';
import { findPhrases } from './phrase-rules.js';
import { scanEmails } from './scanners/email.js';
import { scanLinks } from './scanners/links.js';
import { scanPhones } from './scanners/phone.js';
import { scanPlaceCodes } from './scanners/place-codes.js';
import { decodedTexts } from './views/encoded.js';
import { type Folded, fold, originalSpan, reversed } from './views/fold.js';
import { respaced } from './views/respaced.js';
import { type Token, tokenise } from './views/tokens.js';

export const PHRASE_RULES = [
  ...SELFHARM,
  ...DISCLOSURE,
  ...THREAT,
  ...GROOMING,
  ...PII_HANDLE,
  ...PII_ADDRESS,
  ...PII_IDENTITY,
  ...OFFPLATFORM,
  ...PROFANITY,
  ...HARASSMENT,
  ...SOLICITATION,
  ...SUBSTANCE,
];

export { LIKENESS_RULES };

export interface ReadingContext {
  authorIsAdult: boolean;
  allowedHosts: readonly string[];
  programAddresses: readonly string[];
  country: string | undefined;
}

/** One thing seen: the rule and where. */
export interface Sighting {
  rule: RuleDoc & { weak?: boolean; topic?: SupportTopic };
  span: Span;
}

const BACKWARDS =
  /\b(?:backwards?|reversed?|in reverse|flip(?:ped)?|mirror(?:ed)?|al reves|right to left|other way round|esrever|sdrawkcab)\b/;

export function read(text: string, context: ReadingContext): Sighting[] {
  const view = fold(text);
  const sightings = readView(view, context);
  if (BACKWARDS.test(view.text)) sightings.push(...readView(reversed(view), context));
  for (const hidden of [...view.hidden, ...decodedTexts(text)]) sightings.push(...readAside(hidden, context));
  return sightings;
}

/** Attributes, tag insides and decoded texts: no place in the visible text to point at. */
export function readAside(text: string, context: ReadingContext): Sighting[] {
  return readView(fold(percentDecoded(text)), context).map((sighting) => ({ ...sighting, span: { start: 0, end: 0 } }));
}

function readView(view: Folded, context: ReadingContext): Sighting[] {
  const tokens = tokenise(view);
  const sightings = [...readPhrases(view, tokens, context), ...readShapes(view, tokens, context)];
  const without = respaced(tokens, view.text);
  if (without) sightings.push(...readPhrases(view, without, context));
  return sightings;
}

function readPhrases(view: Folded, tokens: readonly Token[], context: ReadingContext): Sighting[] {
  const seen = new Occurrences(tokens);
  const said = findPhrases(PHRASE_RULES, context.authorIsAdult, seen);
  // A sign that is weak on purpose must not come back as a likeness.
  const alike = said.some(({ rule }) => rule.weak === true) ? [] : findLikeness(tokens, context.authorIsAdult);
  const hits = [...said, ...alike];
  return hits.map(({ rule, range }) => ({
    rule,
    span: originalSpan(view, tokens[range.from]?.from ?? 0, tokens[Math.max(range.from, range.to - 1)]?.to ?? 0),
  }));
}

function readShapes(view: Folded, tokens: readonly Token[], context: ReadingContext): Sighting[] {
  const hits = [
    ...scanPhones(view.text, tokens, context.country),
    ...scanEmails(view.text, view.cased, context),
    ...scanLinks(view.text, context.allowedHosts),
    ...scanPlaceCodes(view.text),
  ];
  return hits.map(({ rule, from, to }) => ({ rule, span: originalSpan(view, from, to) }));
}

function percentDecoded(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** Findings by rule, spans sorted and without repeats. */
export function findingsOf(sightings: readonly Sighting[]): Finding[] {
  const byRule = new Map<string, Finding>();
  for (const { rule, span } of sightings) {
    const { ruleId, family, version, category, priority, weak, topic } = rule;
    const finding = byRule.get(ruleId) ?? {
      ruleId,
      family,
      version,
      category,
      priority,
      ...(weak ? { weak } : {}),
      ...(topic ? { topic } : {}),
      spans: [],
    };
    byRule.set(ruleId, finding);
    const isNew = !finding.spans.some((known) => known.start === span.start && known.end === span.end);
    if (span.end > span.start && isNew) finding.spans.push(span);
  }
  for (const finding of byRule.values()) finding.spans.sort((one, other) => one.start - other.start);
  return [...byRule.values()];
}
