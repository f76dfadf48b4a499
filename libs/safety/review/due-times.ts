import { afterStaffedHours, type StaffedHours } from '../policy/staffed-hours.js';
import { Priority } from '../safety.types.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Domain 2.5: danger runs in wall time, by day and by night. */
const wallTime: Partial<Record<Priority, number>> = { [Priority.P0]: 30 * minuteMs, [Priority.P1]: 24 * hourMs };
/** The rest waits for people to be at work, and stays held meanwhile. */
const staffedHours: Partial<Record<Priority, number>> = { [Priority.P2]: 4, [Priority.P3]: 8 };
/** An appeal is decided within a week, by the calendar. */
const appealMs = 7 * 24 * hourMs;

/** When a human must have decided. */
export function dueAt(priority: Priority, from: Date, staffed: StaffedHours, timeZone: string): Date {
  const wall = wallTime[priority];
  if (wall !== undefined) return new Date(from.getTime() + wall);
  return afterStaffedHours(from, staffedHours[priority] ?? 8, staffed, timeZone);
}

export const appealDueAt = (from: Date): Date => new Date(from.getTime() + appealMs);

/** One step up for what is late. Danger stays danger: nothing is put to P0 by a clock alone. */
export const raised = (priority: Priority): Priority =>
  ({ P0: Priority.P0, P1: Priority.P1, P2: Priority.P1, P3: Priority.P2 })[priority];
