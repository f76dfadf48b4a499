import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { columns, type Filling, type Value } from '../community/tables.js';

/** What is sent at a time; the next rows are made when the server has taken these, so memory stays small. */
const chunkCharacters = 128 * 1024;

/** Streams rows into a table. @param written is told how many so far, once in a chunk */
export async function copyRows(
  client: pg.Client,
  { table, rows }: Filling,
  written: (rows: number) => void = () => undefined,
): Promise<void> {
  const names = columns[table].map((column) => `"${column}"`).join(', ');
  const target = client.query(copyFrom(`copy "${table}" (${names}) from stdin`));
  await pipeline(Readable.from(chunks({ table, rows }, written), { objectMode: true }), target);
}

function* chunks({ table, rows }: Filling, written: (rows: number) => void): Generator<Buffer> {
  const names: readonly string[] = columns[table];
  let chunk = '';
  let count = 0;
  for (const row of rows as Iterable<Record<string, Value>>) {
    let line = '';
    for (const name of names) line += `${line === '' ? '' : '\t'}${encode(row[name] as Value)}`;
    chunk += `${line}\n`;
    count += 1;
    if (chunk.length < chunkCharacters) continue;
    yield Buffer.from(chunk);
    chunk = '';
    written(count);
  }
  if (chunk !== '') yield Buffer.from(chunk);
  written(count);
}

/** COPY's text format (PostgreSQL manual, "COPY", File Formats). */
export function encode(value: Value): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return value.length < usualLength ? escape(value) : escapeOnce(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return escape(`{${value.map(element).join(',')}}`);
  return escape(JSON.stringify(value));
}

const element = (item: string | number): string =>
  typeof item === 'number' ? String(item) : `"${item.replaceAll(/["\\]/g, '\\$&')}"`;

const special = /[\\\t\n\r]/;
const letters: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escape = (text: string): string =>
  special.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (letter) => letters[letter] as string) : text;

/** Longer ones are bodies, and each body is said by many posts. */
const usualLength = 140;
const mostEscaped = 50_000;
const escaped = new Map<string, string>();

function escapeOnce(text: string): string {
  const known = escaped.get(text);
  if (known !== undefined) return known;
  const made = escape(text);
  if (escaped.size < mostEscaped) escaped.set(text, made);
  return made;
}
