import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/*
 * Checks an exported audit trail with nothing but Node: no database, no other file of Porchlight. What is hashed, and
 * how, is written a second time here on purpose: a fault in the server's own code would show as a difference.
 *
 * A file is one JSON object a line. The first is the header. Every other is a line of the trail with its `hash`, which is
 * SHA-256 over the UTF-8 bytes of the same object without `hash`, as RFC 8785 (JSON Canonicalization Scheme) writes it.
 * `previousHash` is the hash of the line before, zeros in the first; `seq` counts from 1.
 */

export interface Header {
  format: string;
  programId: string | null;
  exportedAt: string;
  lines: number;
  headHash: string;
}

export interface FileReport {
  header: Header | null;
  lines: number;
  headHash: string;
  /** What is wrong, with the line of the file; null: everything fits. */
  problem: string | null;
  /** The hash at each place that was asked for. */
  hashes: Map<number, string>;
}

const format = 'porchlight-audit-1';

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical((value as Record<string, unknown>)[name])}`).join(',')}}`;
}

/** @param places whose hashes are wanted, to compare them with what a log said on some day */
export async function checkFile(path: string, places: readonly number[] = []): Promise<FileReport> {
  const report: FileReport = { header: null, lines: 0, headHash: '0'.repeat(64), problem: null, hashes: new Map() };
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    number += 1;
    const problem = number === 1 ? readHeader(report, text) : readLine(report, text);
    if (problem) return { ...report, problem: `line ${number} of the file: ${problem}` };
    if (places.includes(report.lines)) report.hashes.set(report.lines, report.headHash);
  }
  const { header } = report;
  if (!header) return { ...report, problem: 'the file is empty' };
  if (header.lines !== report.lines || header.headHash !== report.headHash) {
    return { ...report, problem: `the header tells of ${header.lines} lines that end with ${header.headHash}` };
  }
  return report;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function readHeader(report: FileReport, text: string): string | null {
  const header = parse(text) as Header | null;
  if (header?.format !== format) return `not an export that this program knows (${format})`;
  report.header = header;
  return null;
}

function readLine(report: FileReport, text: string): string | null {
  const value = parse(text);
  if (!value) return 'not JSON';
  const { hash, ...line } = value;
  if (line['format'] !== format) return 'another format';
  if (line['programId'] !== report.header?.programId) return 'belongs to another chain';
  if (line['seq'] !== report.lines + 1) return `a line is missing: number ${report.lines + 1}`;
  if (line['previousHash'] !== report.headHash) return 'does not follow the line before it';
  if (createHash('sha256').update(canonical(line)).digest('hex') !== hash) return 'is not what was sealed';
  report.lines += 1;
  report.headHash = hash;
  return null;
}
