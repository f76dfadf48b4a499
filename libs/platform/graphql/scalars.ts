import { GraphQLScalarType, Kind } from 'graphql';
import { Refusal } from '../errors.js';

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the text is a day that the calendar has: `2026-02-30` is none. */
export function isLocalDate(value: unknown): value is string {
  if (typeof value !== 'string' || !dayPattern.test(value) || value < '1000') return false;
  const instant = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === value;
}

function readLocalDate(value: unknown): string {
  if (isLocalDate(value)) return value;
  throw new Refusal('INVALID_INPUT', 'A LocalDate is a day of the calendar, written as YYYY-MM-DD.');
}

/** A day without time and zone: birthdays, first and last days. A string in code as on the wire. */
export const LocalDate = new GraphQLScalarType<string, string>({
  name: 'LocalDate',
  description: 'A day of the calendar without time or zone, as `YYYY-MM-DD` (ISO 8601).',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date',
  serialize: (value) => String(value),
  parseValue: readLocalDate,
  parseLiteral: (node) => readLocalDate(node.kind === Kind.STRING ? node.value : null),
});

/** The day that a clock on the wall of that IANA time zone shows. */
export function dayIn(timeZone: string, instant: Date): string {
  let format = dayFormats.get(timeZone);
  if (!format) {
    // Swedish writes days as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    dayFormats.set(timeZone, format);
  }
  return format.format(instant);
}

/** Making one takes longer than reading a post. Programs' zones alone come here, so there are some hundreds at most. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();
