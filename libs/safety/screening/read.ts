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
import type { Family, Finding, RuleDoc, Span, SupportTopic } from './contract.js';
import {
  BEYOND_DOUBT,
  LIKENESS_RULES,
  SURELY_EVERYDAY,
  findLikeness,
  isSurelyEveryday,
  readLikeness,
} from './likeness/model.js';
import type { Meanings } from './likeness/meanings.js';
import { Occurrences } from './pattern/occurrences.js';
import { type PhraseHit, findPhrases } from './phrase-rules.js';
import { scanDocuments } from './scanners/documents.js';
import { scanEmails } from './scanners/email.js';
import { scanLinks } from './scanners/links.js';
import { scanPhones } from './scanners/phone.js';
import { scanPlaceCodes } from './scanners/place-codes.js';
import { decodedTexts } from './views/encoded.js';
import { type Folded, fold, originalSpan, reversed } from './views/fold.js';
import { type Reading, respacedReadings } from './views/respaced.js';
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
  /** Several posts read as one. */
  isRow?: boolean;
  /** What doubtful stretches mean, and where doubts are noted; words alone count without it. */
  meanings?: Meanings | undefined;
}

/** One thing seen: the rule and where. */
export interface Sighting {
  rule: RuleDoc & { weak?: boolean; topic?: SupportTopic };
  span: Span;
}

const BACKWARDS =
  /\b(?:backwards?|reversed?|in reverse|flip(?:ped)?|mirror(?:ed)?|al reves|right to left|other way round|back to front|from the end|end to start|last to first|esrever|sdrawkcab)\b/;

export function read(text: string, context: ReadingContext): Sighting[] {
  const view = fold(text);
  const sightings = readView(view, context);
  // Backwards, only exact phrases and shapes mean anything.
  if (BACKWARDS.test(view.text)) sightings.push(...readView(reversed(view), context, false));
  for (const hidden of [...view.hidden, ...decodedTexts(text)]) sightings.push(...readAside(hidden, context));
  return sightings;
}

/** Attributes, tag insides and decoded texts: no place in the visible text to point at. */
export function readAside(text: string, context: ReadingContext): Sighting[] {
  // Addresses and markup are no sentences that could be like another.
  const isProse = /\s/.test(text) && !/[=/<>]/.test(text);
  return readView(fold(percentDecoded(text)), context, isProse).map((sighting) => ({
    ...sighting,
    span: { start: 0, end: 0 },
  }));
}

function readView(view: Folded, context: ReadingContext, isProse = true): Sighting[] {
  const tokens = tokenise(view);
  const sightings = readShapes(view, tokens, context);
  const readings = [{ tokens, isWhole: true }, ...respacedReadings(tokens, view.text)];
  for (const each of readings) sightings.push(...readPhrases(view, { ...each, isProse }, context, sightings));
  return sightings;
}

function readPhrases(
  view: Folded,
  { tokens, isWhole, isProse }: Reading & { isProse: boolean },
  context: ReadingContext,
  known: readonly Sighting[],
): Sighting[] {
  const said = findPhrases(PHRASE_RULES, context.authorIsAdult, new Occurrences(tokens));
  const readings = isProse ? readLikeness(tokens, isWhole, context) : [];
  const meant = said.filter(({ rule, range }) => !isSurelyEveryday(readings, range, doubtNeeded(rule)));
  // What a rule can point at needs no likeness beside it, and a sign that is weak on purpose must not come back as one.
  const seen = new Set([...known, ...meant].flatMap(({ rule }) => (rule.weak === true ? [] : [rule.family])));
  const alike = findLikeness(readings, context.isRow === true).filter(
    ({ rule, range }) => !seen.has(rule.family) && !isWeakOnPurpose(said, range),
  );
  return [...meant, ...alike].map(({ rule, range }) => ({
    rule,
    span: originalSpan(view, tokens[range.from]?.from ?? 0, tokens[Math.max(range.from, range.to - 1)]?.to ?? 0),
  }));
}

/**
 * Phrases about people are wide on purpose, so a score that is sure of everyday talk speaks against them; against a sign of
 * imminent danger or an insult it must be surer. Personal information is never argued away.
 */
function doubtNeeded({ family, priority }: PhraseHit['rule']): number {
  if (!ARGUABLE.has(family)) return -Infinity;
  return priority === 'P1' ? SURELY_EVERYDAY : BEYOND_DOUBT;
}

const ARGUABLE: ReadonlySet<Family> = new Set<Family>([
  'SELFHARM',
  'DISCLOSURE',
  'GROOMING',
  'THREAT',
  'HARASSMENT',
  'SUBSTANCE',
]);

/** True if weak signs are most of what is said there. */
function isWeakOnPurpose(said: readonly PhraseHit[], { from, to }: PhraseHit['range']): boolean {
  const weak = new Set<number>();
  for (const { rule, range } of said) {
    for (let at = range.from; rule.weak === true && at < range.to; at += 1) if (at >= from && at < to) weak.add(at);
  }
  return weak.size * 4 >= (to - from) * 3;
}

function readShapes(view: Folded, tokens: readonly Token[], context: ReadingContext): Sighting[] {
  const hits = [
    ...scanPhones(view.text, tokens, context.country),
    ...scanEmails(view.text, view.cased, context),
    ...scanLinks(view.text, context.allowedHosts),
    ...scanPlaceCodes(view.text),
    ...scanDocuments(view.text),
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
