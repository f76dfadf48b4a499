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
import { ENGINE_RULES } from './engine-rules.js';
import {
  AGREES,
  BEYOND_DOUBT,
  LEAVES_OPEN,
  LIKENESS_RULES,
  type LikenessReading,
  SURELY_EVERYDAY,
  findLikeness,
  likenessAround,
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
import type { Language } from './views/language.js';
import { type Reading, respacedReadings } from './views/respaced.js';
import { CONTACT_WORDS } from './lexicon/contact.js';
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
  language: Language;
  /** Several posts read as one. */
  isRow?: boolean;
  /** What doubtful stretches mean, and where doubts are noted; words alone count without it. */
  meanings?: Meanings | undefined;
}

/** One thing seen: the rule and where. */
export interface Sighting {
  rule: RuleDoc & { weak?: boolean; topic?: SupportTopic };
  span: Span;
  /** Uncertain: a reason to read the text soon, and no more. */
  uncertain?: boolean;
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
  const isForeign = context.language === 'OTHER';
  const readings = isProse && !isForeign ? guarded(() => readLikeness(tokens, isWhole, context)) : [];
  if (readings === null) return [ENGINE_FAILURE, ...said.map((hit) => sighted(view, tokens, hit))];
  const meant = said.flatMap((hit) => {
    const found = namesNoContact(hit, tokens) ? 'NO' : sureness(hit, tokens, readings);
    // Words of another language may only look like those of a phrase.
    const sure = isForeign && found === 'YES' && ARGUABLE.has(hit.rule.family) ? 'PERHAPS' : found;
    return sure === 'NO' ? [] : [{ ...hit, uncertain: sure === 'PERHAPS' }];
  });
  // What a rule can point at needs no likeness beside it, and a sign that is weak on purpose must not come back as one.
  const seen = new Set(
    [...known, ...meant].flatMap(({ rule, uncertain }) =>
      rule.weak === true || uncertain === true ? [] : [rule.family],
    ),
  );
  const hinted = new Set(said.flatMap(({ rule }) => (rule.weak === true ? [rule.family] : [])));
  const alike = findLikeness(readings, context.isRow === true)
    .filter((hit) => !seen.has(hit.rule.family) && !isWeakOnPurpose(said, hit.range) && !namesNoContact(hit, tokens))
    // A weak sign and a score that agree are more than either.
    .map(({ rule, range, sure }) => ({ rule, range, uncertain: !sure && !hinted.has(rule.family) }));
  return [...meant, ...alike].map((hit) => sighted(view, tokens, hit));
}

function sighted(
  view: Folded,
  tokens: readonly Token[],
  { rule, range, uncertain = false }: Pick<Sighting, 'rule' | 'uncertain'> & Pick<PhraseHit, 'range'>,
): Sighting {
  const [first, last] = [tokens[range.from], tokens[Math.max(range.from, range.to - 1)]];
  return { rule, span: originalSpan(view, first?.from ?? 0, last?.to ?? 0), uncertain };
}

/**
 * Phrases about people are wide on purpose. A score that is sure of everyday talk speaks against them; one that agrees is
 * needed for more than being read soon. Personal information is never argued away; beside everyday talk it is read soon.
 */
function sureness(
  { rule, range, isHint }: PhraseHit,
  tokens: readonly Token[],
  readings: readonly LikenessReading[],
): 'YES' | 'PERHAPS' | 'NO' {
  if (rule.visible === true) return 'PERHAPS';
  if (rule.family === 'PROFANITY' && !isHint) return 'YES';
  if (readings.length === 0) return isHint ? 'NO' : 'YES';
  const likeness = likenessAround(readings, range, rule.family);
  if (likeness === -Infinity) return isHint ? 'NO' : 'YES';
  if (!isHint && rule.family.startsWith('PII-') && hasDigit(tokens, range)) return 'YES';
  if (!isHint && !ARGUABLE.has(rule.family)) return likeness < SURELY_EVERYDAY ? 'PERHAPS' : 'YES';
  // Who quotes an insult, or speaks against it, uses its words.
  const doubts = rule.family === 'HARASSMENT' ? LEAVES_OPEN : SURELY_EVERYDAY;
  const [everyday, agrees] = isHint ? [LEAVES_OPEN, AGREES] : [BEYOND_DOUBT, doubts];
  if (likeness < everyday) return 'NO';
  return likeness < agrees && rule.weak !== true ? 'PERHAPS' : 'YES';
}

const hasDigit = (tokens: readonly Token[], { from, to }: PhraseHit['range']): boolean =>
  tokens.slice(from, to).some(({ word }) => /[0-9]/.test(word));

/** A way to reach somebody has a digit, an `@`, the shape of a user name, or a word for contact in it. */
function namesNoContact(
  { rule, range }: Pick<Sighting, 'rule'> & Pick<PhraseHit, 'range'>,
  tokens: readonly Token[],
): boolean {
  if (rule.family !== 'PII-PHONE' && rule.family !== 'PII-EMAIL' && rule.family !== 'PII-HANDLE') return false;
  return !tokens
    .slice(Math.max(0, range.from - 1), range.to + 1)
    .some(
      ({ word, forms, kinds }) =>
        /[0-9@_]|[^\p{L}\p{N}'.-]/u.test(word) ||
        kinds.some((kind) => kind === 'handle' || kind === 'tagged' || kind === 'sep') ||
        forms.some((form) => CONTACT_WORDS.has(form)),
    );
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
  const scanners = [
    () => scanPhones(view.text, tokens, context.country),
    () => scanEmails(view.text, view.cased, context),
    () => scanLinks(view.text, context.allowedHosts),
    () => scanPlaceCodes(view.text),
    () => scanDocuments(view.text),
  ];
  return scanners.flatMap((scan) => {
    const hits = guarded(scan);
    return hits?.map(({ rule, from, to }) => ({ rule, span: originalSpan(view, from, to) })) ?? [ENGINE_FAILURE];
  });
}

/** A detector that fails adds a finding of its own; what the others found stands (domain rule 2.4). */
const ENGINE_FAILURE: Sighting = { rule: ENGINE_RULES.error, span: { start: 0, end: 0 } };

function guarded<Found>(detector: () => Found): Found | null {
  try {
    return detector();
  } catch {
    return null;
  }
}

function percentDecoded(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** Findings by rule, spans sorted and without repeats. What is certain somewhere is certain. */
export function findingsOf(sightings: readonly Sighting[]): Finding[] {
  const certain = new Set(sightings.flatMap(({ rule, uncertain }) => (uncertain === true ? [] : [rule.ruleId])));
  const byRule = new Map<string, Finding>();
  for (const { rule, span, uncertain } of sightings) {
    const finding = byRule.get(rule.ruleId) ?? findingOf(rule, !certain.has(rule.ruleId));
    byRule.set(rule.ruleId, finding);
    if (uncertain === true && certain.has(rule.ruleId)) continue;
    const isNew = !finding.spans.some((known) => known.start === span.start && known.end === span.end);
    if (span.end > span.start && isNew) finding.spans.push(span);
  }
  for (const finding of byRule.values()) finding.spans.sort((one, other) => one.start - other.start);
  return [...byRule.values()];
}

/** An uncertain one is read soon (P2 at the most) while the text is visible, and offers no help: it may be nothing. */
function findingOf(
  { ruleId, family, version, category, priority, weak, topic }: Sighting['rule'],
  isUncertain: boolean,
): Finding {
  const common = { ruleId, family, version, category, spans: [] };
  if (isUncertain) return { ...common, priority: priority === 'P3' ? 'P3' : 'P2', visible: true };
  return { ...common, priority, ...(weak ? { weak } : {}), ...(topic ? { topic } : {}) };
}
