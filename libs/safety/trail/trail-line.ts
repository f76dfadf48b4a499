import { createHash } from 'node:crypto';

/** Written into every line, so a later form can be told from this one. */
export const trailFormat = 'porchlight-audit-1';

/** Chain of the lines that belong to no program (accounts, sessions, organisations). */
export const siteChain = '00000000-0000-0000-0000-000000000000';

/** `previousHash` of the first line of a chain. */
export const genesis = '0'.repeat(64);

/**
 * One line as it is sealed and exported: every column of `audit_event`, its place, and the hash before it. Times are UTC
 * with microseconds, ids are UUIDs in lower case, hashes are hexadecimal in lower case.
 */
export interface TrailLine {
  format: string;
  programId: string | null;
  /** From 1 within the chain, without gaps. */
  seq: number;
  previousHash: string;
  id: string;
  at: string;
  action: string;
  actorId: string | null;
  actorRole: string | null;
  targetType: string;
  targetId: string;
  revisionId: string | null;
  fromState: string | null;
  toState: string | null;
  ruleIds: string[];
  reasonCode: string | null;
  requestId: string | null;
  facts: Record<string, unknown>;
}

/** The columns of a line, without its place in a chain. */
export type LineColumns = Omit<TrailLine, 'format' | 'seq' | 'previousHash'>;

/**
 * JSON Canonicalization Scheme (RFC 8785): no space, names sorted by UTF-16 code units, numbers and strings as
 * ECMAScript writes them. Anybody can make the same bytes in any language.
 * @throws Error for what JSON cannot say: a number beyond the range of a double
 */
export function canonical(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a number that JSON cannot hold');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}

/** SHA-256 over the UTF-8 bytes of the line's canonical JSON. */
export const hashOf = (line: TrailLine): string => createHash('sha256').update(canonical(line)).digest('hex');

/** Puts a line in its place; the names are given one by one, so nothing else that a statement returned gets in. */
export const lineAt = (columns: LineColumns, seq: number, previousHash: string): TrailLine => ({
  format: trailFormat,
  programId: columns.programId,
  seq,
  previousHash,
  id: columns.id,
  at: columns.at,
  action: columns.action,
  actorId: columns.actorId,
  actorRole: columns.actorRole,
  targetType: columns.targetType,
  targetId: columns.targetId,
  revisionId: columns.revisionId,
  fromState: columns.fromState,
  toState: columns.toState,
  ruleIds: columns.ruleIds,
  reasonCode: columns.reasonCode,
  requestId: columns.requestId,
  facts: columns.facts,
});

/** The end of a chain, or the place that a walk along it has reached. */
export interface ChainPlace {
  seq: number;
  hash: string;
}

export const beforeFirst: ChainPlace = { seq: 0, hash: genesis };

/** A seal with its line; the line is missing if somebody deleted it. */
export interface SealedLine extends ChainPlace {
  previousHash: string;
  line: LineColumns | null;
}

/** Whether this is what belongs right behind that place. */
export function follows(place: ChainPlace, { seq, hash, previousHash, line }: SealedLine): boolean {
  if (line === null || seq !== place.seq + 1 || previousHash !== place.hash) return false;
  try {
    return hashOf(lineAt(line, seq, previousHash)) === hash;
  } catch {
    return false;
  }
}

/** Walks on from a place. @returns the place reached, and the first one that does not fit */
export function walk(from: ChainPlace, lines: readonly SealedLine[]): { reached: ChainPlace; broken: number | null } {
  let reached = from;
  for (const line of lines) {
    if (!follows(reached, line)) return { reached, broken: reached.seq + 1 };
    reached = { seq: line.seq, hash: line.hash };
  }
  return { reached, broken: null };
}
