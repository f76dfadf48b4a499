import { dayAfter, instantOf, localDay, localTime } from '#platform';

/** The young sleep: no mail to anybody under 18 in these hours of their program (domain 3.12). */
export const youthQuietHours = { from: '21:00', until: '07:00' } as const;

/** @returns when the quiet hours end that this instant lies in; null if it lies in none */
export function quietUntil(at: Date, timeZone: string): Date | null {
  const time = localTime(at, timeZone);
  const { from, until } = youthQuietHours;
  if (time >= until && time < from) return null;
  const today = localDay(at, timeZone);
  return new Date(instantOf(time >= from ? dayAfter(today, 1) : today, until, timeZone));
}

/** After school, and long before the quiet hours. */
const dailyAt = '16:00';

/** The next time that daily mail goes out in that time zone, later than this instant. */
export function nextDaily(at: Date, timeZone: string): Date {
  const today = localDay(at, timeZone);
  const ofToday = instantOf(today, dailyAt, timeZone);
  return new Date(ofToday > at.getTime() ? ofToday : instantOf(dayAfter(today, 1), dailyAt, timeZone));
}
