import { dayAfter, instantOf, localDay } from '#platform';

/** One stretch of a week in which people review, in the program's own time. */
export interface Shift {
  /** ISO weekday, 1 Monday to 7 Sunday. */
  weekday: number;
  /** `HH:MM`, 24 hours; `until` is exclusive, later than `from`, at most `24:00`. */
  from: string;
  until: string;
}

export interface StaffedHours {
  shifts: readonly Shift[];
  /** Days (`YYYY-MM-DD`) on which nobody works. */
  closedOn: readonly string[];
}

/** Monday to Friday, nine to five: what a program has until it says otherwise. */
export const usualStaffedHours: StaffedHours = {
  shifts: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', until: '17:00' })),
  closedOn: [],
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A program that closes for longer than this has nobody to wait for: the clock then runs in wall time. */
const mostDays = 60;

/**
 * The instant at which so many staffed hours have passed since `from`. Hours are real hours: a shift that a clock change
 * cuts short counts for less, one that it stretches for more.
 * @param timeZone IANA name
 */
export function afterStaffedHours(from: Date, hours: number, staffed: StaffedHours, timeZone: string): Date {
  let left = hours * hourMs;
  for (let passed = 0; passed <= mostDays; passed += 1) {
    const day = dayAfter(localDay(from, timeZone), passed);
    for (const { start, end } of shiftsOn(day, staffed, timeZone)) {
      const begins = Math.max(start, from.getTime());
      if (begins >= end) continue;
      if (begins + left <= end) return new Date(begins + left);
      left -= end - begins;
    }
  }
  return new Date(from.getTime() + hours * hourMs);
}

/** Whether somebody is at work at that instant. */
export function isStaffed(at: Date, staffed: StaffedHours, timeZone: string): boolean {
  const time = at.getTime();
  return shiftsOn(localDay(at, timeZone), staffed, timeZone).some(({ start, end }) => time >= start && time < end);
}

function shiftsOn(day: string, { shifts, closedOn }: StaffedHours, timeZone: string): { start: number; end: number }[] {
  if (closedOn.includes(day)) return [];
  // The weekday of a calendar day is the same everywhere.
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  return shifts
    .filter((shift) => shift.weekday === weekday)
    .map(({ from, until }) => ({ start: instantOf(day, from, timeZone), end: instantOf(day, until, timeZone) }))
    .sort((one, other) => one.start - other.start);
}
