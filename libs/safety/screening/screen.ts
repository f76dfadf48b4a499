/** The verdict on one contribution. Pure: same input, same result; nothing is stored and nothing leaves the process. */
import type { Finding, Priority, RuleDoc, ScreeningInput, ScreeningResult, SupportTopic } from './contract.js';
import { ENGINE_RULES, engineFinding } from './engine-rules.js';
import { TimeoutError } from './likeness/encoder.js';
import { Meanings } from './likeness/meanings.js';
import { LIKENESS_RULES, PHRASE_RULES, type ReadingContext, findingsOf, read, readAside } from './read.js';
import { DOCUMENT_RULES } from './scanners/documents.js';
import { EMAIL_RULES } from './scanners/email.js';
import { DEFAULT_ALLOWED_HOSTS, LINK_RULES } from './scanners/links.js';
import { PHONE_RULES } from './scanners/phone.js';
import { PLACE_RULES } from './scanners/place-codes.js';
import { languageOf } from './views/language.js';
import { readWindow } from './window.js';

/** Changes with every change of a rule or a lexicon; a nightly re-scan follows (domain rule 2.3). */
export const RULE_PACK_VERSION = '2026.11.5';
/** Longer texts are held unread (domain rule 2.3). */
export const LONGEST_TEXT = 20_000;
/** Longer texts are judged by their words alone: they have used up the time that there is (50 ms). */
export const LONGEST_MEANT = 4_000;
/** Hard budget (domain rule 2.3) of work, not of waiting for a busy machine; the engine is linear and far below it. */
export const BUDGET_MS = 500;
/** Weak grooming signals of one pair in 14 days that make a concern (domain rule 2.4). */
export const WEAK_SIGNALS_TO_HOLD = 3;

/** Every rule of the pack, for the docs, the audit trail and the re-scan. */
export const RULES: readonly RuleDoc[] = [
  ...[...PHRASE_RULES, ...LIKENESS_RULES].map(({ ruleId, family, version, priority, category, because }) => ({
    ruleId,
    family,
    version,
    priority,
    category,
    because,
  })),
  ...[PHONE_RULES, EMAIL_RULES, LINK_RULES, PLACE_RULES, DOCUMENT_RULES, ENGINE_RULES].flatMap((rules): RuleDoc[] =>
    Object.values(rules),
  ),
];

/**
 * By words alone, without waiting: what a mere look can say.
 * @param meanings what doubtful stretches mean; doubts are noted in it
 */
export function screenText(input: ScreeningInput, meanings?: Meanings): ScreeningResult {
  const aside = input.attributes ?? [];
  if (input.text.length > LONGEST_TEXT || aside.reduce((sum, each) => sum + each.length, 0) > LONGEST_TEXT) {
    return verdict(input, [engineFinding(ENGINE_RULES.tooLong)], false);
  }
  const context = { ...contextOf(input), meanings: undefined };
  // The encoder knows English alone.
  const withMeanings = context.language === 'es' || context.language === 'OTHER' ? context : { ...context, meanings };
  const readAll = (): Finding[] => {
    const own = [...read(input.text, withMeanings), ...aside.flatMap((each) => readAside(each, context))];
    return findingsOf([...own, ...readWindow(input, context)]);
  };
  // What takes long once may have met a pause of the process (its garbage, code that is cold); a hard text takes long again.
  const first = timed(readAll);
  const { found, ms } = first.ms > BUDGET_MS ? timed(readAll) : first;
  const timedOut = ms > BUDGET_MS;
  return verdict(input, timedOut ? [...found, engineFinding(ENGINE_RULES.timeout)] : found, timedOut);
}

/** In processor time of this thread. */
function timed<Found>(work: () => Found): { found: Found; ms: number } {
  const started = process.threadCpuUsage();
  const found = work();
  const { user, system } = process.threadCpuUsage(started);
  return { found, ms: (user + system) / 1_000 };
}

/**
 * The verdict: where words leave doubt, the text is read again with what they mean. Never rejects for the encoder: what the
 * words alone found stands, and the failure is added to it (domain rule 2.4).
 */
export async function screenClosely(input: ScreeningInput): Promise<ScreeningResult> {
  if (input.text.length > LONGEST_MEANT) return screenText(input);
  const meanings = new Meanings();
  const atFirst = screenText(input, meanings);
  try {
    return (await meanings.settle()) ? screenText(input, meanings) : atFirst;
  } catch (error) {
    return verdict(input, [...atFirst.findings, failureFinding(error)], error instanceof TimeoutError);
  }
}

/** The verdict on what could not be read: held, with DETECTOR.TIMEOUT after a TimeoutError, else DETECTOR.ERROR. */
export function unread(input: ScreeningInput, error: unknown): ScreeningResult {
  return verdict(input, [failureFinding(error)], error instanceof TimeoutError);
}

function failureFinding(error: unknown): Finding {
  return engineFinding(error instanceof TimeoutError ? ENGINE_RULES.timeout : ENGINE_RULES.error);
}

function contextOf(input: ScreeningInput): ReadingContext {
  return {
    authorIsAdult: input.author.isAdult,
    language: languageOf(input.text),
    allowedHosts: (input.allowedHosts ?? DEFAULT_ALLOWED_HOSTS).map((host) => host.toLowerCase()),
    programAddresses: input.programAddresses ?? [],
    country: input.country,
  };
}

function verdict(input: ScreeningInput, seen: readonly Finding[], timedOut: boolean): ScreeningResult {
  const weakSignals = weakSignalsIn(seen);
  const findings = withAccumulation(
    input,
    seen.map((finding) => forAuthor(input, finding)),
    weakSignals,
  );
  const counting = findings.filter((finding) => finding.weak !== true);
  const withholding = counting.filter((finding) => finding.visible !== true);
  const serious = withholding.filter((finding) => finding.priority === 'P0' || finding.priority === 'P1');
  const topics = [...new Set(serious.flatMap((finding): SupportTopic[] => (finding.topic ? [finding.topic] : [])))];
  return {
    outcome: withholding.length > 0 ? 'HELD' : counting.length > 0 ? 'READ_SOON' : 'CLEAN',
    priority: highest(counting),
    findings,
    opensCase: serious.length > 0,
    needsSupport: serious.some(
      (finding) => !input.author.isAdult || finding.family === 'SELFHARM' || finding.family === 'DISCLOSURE',
    ),
    supportTopics: topics,
    weakSignals,
    packVersion: RULE_PACK_VERSION,
    timedOut,
  };
}

/** Each weak phrase counts once, however often it is written. */
function weakSignalsIn(findings: readonly Finding[]): number {
  return findings
    .filter((finding) => finding.weak === true)
    .reduce((sum, finding) => sum + (finding.spans.length > 0 ? 1 : 0), 0);
}

/** An adult who moves the contact elsewhere is a concern about a person, not a slip (domain rule 2.4). */
function forAuthor(input: ScreeningInput, finding: Finding): Finding {
  const toAdult = input.audience?.relation === 'ADULT_TO_ADULT';
  if (finding.family !== 'OFFPLATFORM' || !input.author.isAdult || toAdult || finding.visible === true) return finding;
  return { ...finding, priority: 'P1', category: 'adult-off-platform' };
}

function withAccumulation(input: ScreeningInput, findings: Finding[], weakSignals: number): Finding[] {
  if (weakSignals === 0 || weakSignals + (input.priorWeakSignals ?? 0) < WEAK_SIGNALS_TO_HOLD) return findings;
  if (findings.some(({ ruleId }) => ruleId === ENGINE_RULES.accumulated.ruleId)) return findings;
  const spans = findings.filter((finding) => finding.weak === true).flatMap((finding) => finding.spans);
  return [...findings, { ...engineFinding(ENGINE_RULES.accumulated), topic: 'ONLINE_SAFETY', spans }];
}

function highest(findings: readonly Finding[]): Priority | null {
  return findings.map((finding) => finding.priority).sort()[0] ?? null;
}
