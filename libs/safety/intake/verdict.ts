import { BoardKind, PostState, type RenderedBody, withoutQuotedIds } from '#forum';
import { adultAge, ageOn } from '#membership';
import { dayIn, Role, staffRoles } from '#platform';
import { type Finding, type Relation, type ScreeningInput, type ScreeningResult } from '../screening/index.js';
import { type AgeBand, modeFor, policyAt, type PolicySettings } from '../policy/policy.js';
import type { ScreeningFacts } from './screening-facts.js';
import { rowsOf, type TextsAround } from './text-rows.js';

/** A text with who wrote it and where it would stand. */
export interface Judged {
  role: Role;
  boardKind: BoardKind;
  title: string | null;
  /** Null for what opens a thread. */
  threadId: string | null;
  body: string;
  rendered: Pick<RenderedBody, 'text' | 'attributes'>;
}

export interface Author {
  /** Null where no birth date is on file. */
  ageYears: number | null;
  ageBand: AgeBand;
  isStaff: boolean;
  relation: Relation;
}

const isStaff = (role: Role): boolean => (staffRoles as readonly Role[]).includes(role);

/**
 * Whether the author's texts go out without the trust that members earn. Staff who are of a pair in the program are
 * members wherever their mentee reads: a word to that mentee can stand on any board, with or without a reply or a
 * mention. Among staff alone they are staff.
 */
const trustedAsStaff = (
  { role, boardKind }: Pick<Judged, 'role' | 'boardKind'>,
  { inPairAs = null }: Partial<Pick<ScreeningFacts, 'inPairAs'>>,
): boolean => isStaff(role) && (inPairAs === null || boardKind === BoardKind.STAFF);

/** Whose age nobody knows counts as the youngest, if young people have that role; other adults are attested by theirs. */
export function authorOf(
  judged: Pick<Judged, 'role' | 'boardKind'>,
  facts: Pick<ScreeningFacts, 'birthDate' | 'timeZone' | 'partnerIsYoung'> & Partial<Pick<ScreeningFacts, 'inPairAs'>>,
  now: Date,
): Author {
  const { role, boardKind } = judged;
  const ageYears = facts.birthDate === null ? null : ageOn(dayIn(facts.timeZone, now), facts.birthDate);
  const years = ageYears ?? (role === Role.MENTEE ? 0 : adultAge);
  const ageBand: AgeBand = years < 13 ? 'UNDER_13' : years < adultAge ? 'FROM_13_TO_17' : 'ADULT';
  const toYouth = facts.partnerIsYoung ?? boardKind !== BoardKind.STAFF;
  const relation: Relation =
    ageBand === 'ADULT'
      ? toYouth
        ? 'ADULT_TO_YOUTH'
        : 'ADULT_TO_ADULT'
      : toYouth
        ? 'YOUTH_TO_YOUTH'
        : 'YOUTH_TO_ADULT';
  return { ageYears, ageBand, isStaff: trustedAsStaff(judged, facts), relation };
}

/** What the detectors get to read. Offsets of findings are into the Markdown as it was written. */
export function screeningInput(
  judged: Judged,
  facts: StoredFacts & Pick<ScreeningFacts, 'weakSignals' | 'jurisdiction'> & TextsAround,
  author: Author,
  now: Date,
): ScreeningInput {
  const settings = policyAt(stored(facts), now);
  return {
    text: judged.body,
    attributes: [...(judged.title === null ? [] : [judged.title]), ...judged.rendered.attributes],
    author: {
      isAdult: author.ageBand === 'ADULT',
      role: judged.role,
      ...(author.ageYears === null ? {} : { ageYears: author.ageYears }),
    },
    audience: { relation: author.relation, boardKind: judged.boardKind },
    recent: (facts.recent ?? []).map(([, , , text, , at]) => ({ text, at: new Date(at) })),
    rows: rowsOf(facts, { threadId: judged.threadId, title: judged.title, text: judged.rendered.text }),
    priorWeakSignals: facts.weakSignals,
    allowedHosts: settings.allowedHosts,
    country: facts.jurisdiction.slice(0, 2),
    now,
  };
}

type StoredFacts = Pick<ScreeningFacts, 'settings' | 'exception' | 'exceptionUntil'>;

const stored = ({ settings, exception, exceptionUntil }: StoredFacts): Parameters<typeof policyAt>[0] =>
  settings && { settings, exception, exceptionUntil };

/**
 * Reads the source, and once more what a reader sees where Markdown made that another text: then it is this that stands in
 * a row with the author's last posts. Highest wins.
 */
export async function readTwice(
  input: ScreeningInput,
  visible: string,
  screen: (input: ScreeningInput) => Promise<ScreeningResult>,
): Promise<ScreeningResult> {
  const isPlain = sameWords(input.text, visible);
  const source = { ...input, text: withoutQuotedIds(input.text) };
  const first = await screen(isPlain ? source : { ...source, recent: [], rows: [] });
  if (isPlain) return first;
  const second = await screen({ ...input, text: visible, attributes: [] });
  const known = new Set(first.findings.map(({ ruleId }) => ruleId));
  const more = second.findings.filter(({ ruleId }) => !known.has(ruleId)).map((finding) => ({ ...finding, spans: [] }));
  const [priority = null] = [first.priority, second.priority].filter((found) => found !== null).sort();
  return {
    ...first,
    outcome: outcomes.find((outcome) => outcome === first.outcome || outcome === second.outcome) ?? 'HELD',
    priority,
    findings: [...first.findings, ...more],
    opensCase: first.opensCase || second.opensCase,
    needsSupport: first.needsSupport || second.needsSupport,
    supportTopics: [...new Set([...first.supportTopics, ...second.supportTopics])],
    weakSignals: Math.max(first.weakSignals, second.weakSignals),
    timedOut: first.timedOut || second.timedOut,
  };
}

/** Strictest first. */
const outcomes = ['HELD', 'READ_SOON', 'CLEAN'] as const satisfies readonly ScreeningResult['outcome'][];

const sameWords = (one: string, other: string): boolean => one.split(/\s+/).join(' ') === other.split(/\s+/).join(' ');

/** Rules on who wrote, not on what: each is a reason to have a human look first (domain 2.4, TRUST). */
const trustVersion = 1;
const trust = (name: string, priority: Finding['priority'] = 'P3'): TrustFinding => ({
  ruleId: `TRUST.${name}`,
  family: 'TRUST',
  version: trustVersion,
  category: 'trust',
  priority,
  spans: [],
});

export type TrustFinding = Omit<Finding, 'family'> & { family: 'TRUST' };

/** Why a clean text of this author waits here all the same; empty: it may be published at once. */
export function trustFindings(
  judged: Pick<Judged, 'role' | 'boardKind'>,
  facts: ScreeningFacts,
  author: Author,
  now: Date,
): TrustFinding[] {
  const settings = policyAt(stored(facts), now);
  // A text that was not shown, or something about whose post is being decided, never becomes public by an edit alone.
  const waits = facts.postState === PostState.HELD || facts.postState === PostState.REJECTED || facts.underReview;
  const again = waits ? [trust('UNDER-REVIEW')] : [];
  // P1 is known to the safeguarding lead alone, and that is who decides here; it opens no case of its own.
  if (facts.awaitsLead && judged.boardKind !== BoardKind.STAFF) return [...again, trust('MATCH-STOPPED', 'P1')];
  if (author.isStaff) return again;
  const mode = modeFor(settings, { ...author, boardKind: judged.boardKind });
  if (mode === 'POST_MODERATED') return again;
  if (mode === 'PRE_MODERATED') {
    return [...again, trust(author.ageBand === 'UNDER_13' ? 'UNDER-13' : 'PRE-MODERATED')];
  }
  return [...again, ...newness(judged, facts, settings)];
}

function newness(
  { role, boardKind }: Pick<Judged, 'role' | 'boardKind'>,
  facts: ScreeningFacts,
  settings: PolicySettings,
): TrustFinding[] {
  const found: TrustFinding[] = [];
  if (boardKind === BoardKind.MATCH && !facts.publishedHere) found.push(trust('FIRST-ON-MATCH-BOARD'));
  if ((role === Role.MENTOR || facts.inPairAs === Role.MENTOR) && facts.published < settings.mentorFirstPosts)
    found.push(trust('MENTOR-FIRST-POSTS'));
  if (facts.published < settings.trustedAfter) found.push(trust('NEW-AUTHOR'));
  if (facts.rejected) found.push(trust('RECENT-REJECTION'));
  return found;
}
