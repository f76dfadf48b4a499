/*
 * Days and hours as a clock on the wall of an IANA time zone shows them: quiet hours, staffed hours and daily mail go by
 * it, through every change of the clock.
 */

const dayMs = 86_400_000;

/** @param day `YYYY-MM-DD` */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(timeZone, format);
  return format;
}

/** `YYYY-MM-DD HH:MM:SS` on the wall there. */
const onTheWall = (at: number, timeZone: string): string => formatOf(timeZone).format(at);

/** `YYYY-MM-DD` there. */
export const localDay = (at: Date, timeZone: string): string => onTheWall(at.getTime(), timeZone).slice(0, 10);

/** `HH:MM` there. */
export const localTime = (at: Date, timeZone: string): string => onTheWall(at.getTime(), timeZone).slice(11, 16);

/**
 * The instant at which the wall there shows this; a time that the clock skips is read an hour later.
 * @param time `HH:MM`; `24:00` is the end of the day
 * @returns milliseconds since 1970
 */
export function instantOf(day: string, time: string, timeZone: string): number {
  const wanted = time === '24:00' ? Date.parse(`${dayAfter(day, 1)}T00:00Z`) : Date.parse(`${day}T${time}Z`);
  const shift = (at: number): number => Date.parse(`${onTheWall(at, timeZone).replace(' ', 'T')}Z`) - at;
  // Twice: the first guess may lie on the other side of a change of the clock.
  return wanted - shift(wanted - shift(wanted));
}
