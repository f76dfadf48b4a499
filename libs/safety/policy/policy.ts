import { BoardKind } from '#forum';
import { DEFAULT_ALLOWED_HOSTS, type Relation } from '../screening/index.js';
import { usualStaffedHours, type StaffedHours } from './staffed-hours.js';

export const ageBands = ['UNDER_13', 'FROM_13_TO_17', 'ADULT'] as const;
export type AgeBand = (typeof ageBands)[number];

export const relations = [
  'ADULT_TO_YOUTH',
  'YOUTH_TO_ADULT',
  'YOUTH_TO_YOUTH',
  'ADULT_TO_ADULT',
] as const satisfies readonly Relation[];

export const boardKinds = Object.values(BoardKind);

/** Strictest first. Detectors hold in every mode: a mode only says what becomes of a text that they find nothing in. */
export const modes = ['PRE_MODERATED', 'HYBRID', 'POST_MODERATED'] as const;
export type Mode = (typeof modes)[number];

/** Where a contribution stands in the table of modes. */
export interface Cell {
  ageBand: AgeBand;
  relation: Relation;
  boardKind: BoardKind;
}

/** Sets a mode for every cell that it fits; null fits all. */
export interface ModeRule {
  ageBand: AgeBand | null;
  relation: Relation | null;
  boardKind: BoardKind | null;
  mode: Mode;
}

export interface PolicySettings {
  /** Later rules win over earlier ones. */
  rules: readonly ModeRule[];
  allowedHosts: readonly string[];
  /** Approved posts that make an author trusted (domain 2.4). */
  trustedAfter: number;
  /** Days after a rejection in which an author is not trusted. */
  rejectionDays: number;
  /** The first posts of every mentor that wait. */
  mentorFirstPosts: number;
  staffedHours: StaffedHours;
}

/** Domain 0.4 and 2.4: what holds in a program that nobody has configured. */
export const defaultPolicy: PolicySettings = {
  rules: [
    { ageBand: null, relation: null, boardKind: null, mode: 'HYBRID' },
    { ageBand: 'UNDER_13', relation: null, boardKind: null, mode: 'PRE_MODERATED' },
  ],
  allowedHosts: DEFAULT_ALLOWED_HOSTS,
  trustedAfter: 10,
  rejectionDays: 30,
  mentorFirstPosts: 5,
  staffedHours: usualStaffedHours,
};

/** A policy as it is stored: what holds for good, and an exception with its end. */
export interface StoredPolicy {
  settings: PolicySettings;
  exception: PolicySettings | null;
  exceptionUntil: Date | null;
}

/** What holds at this moment. */
export function policyAt(stored: StoredPolicy | null, now: Date): PolicySettings {
  if (!stored) return defaultPolicy;
  const excepted = stored.exception !== null && stored.exceptionUntil !== null && stored.exceptionUntil > now;
  return excepted && stored.exception ? stored.exception : stored.settings;
}

const fits = <Value>(wanted: Value | null, value: Value): boolean => wanted === null || wanted === value;

export function modeFor(settings: PolicySettings, cell: Cell): Mode {
  const rule = settings.rules.findLast(
    ({ ageBand, relation, boardKind }) =>
      fits(ageBand, cell.ageBand) && fits(relation, cell.relation) && fits(boardKind, cell.boardKind),
  );
  return rule?.mode ?? 'PRE_MODERATED';
}

const cells: readonly Cell[] = ageBands.flatMap((ageBand) =>
  relations.flatMap((relation) => boardKinds.map((boardKind) => ({ ageBand, relation, boardKind }))),
);

/** Names of what the new settings let pass that the old ones would have held; none: they are the same or tighter. */
export function loosenedBy(before: PolicySettings, after: PolicySettings): string[] {
  const found: string[] = [];
  const looser = (cell: Cell): boolean => modes.indexOf(modeFor(after, cell)) > modes.indexOf(modeFor(before, cell));
  if (cells.some(looser)) found.push('rules');
  const known = (host: string): boolean =>
    before.allowedHosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`));
  if (!after.allowedHosts.every(known)) found.push('allowedHosts');
  for (const field of ['trustedAfter', 'rejectionDays', 'mentorFirstPosts'] as const) {
    if (after[field] < before[field]) found.push(field);
  }
  return found;
}
