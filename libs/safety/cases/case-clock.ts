import type { Priority } from '../safety.types.js';

/** P0 and P1 alone become cases; lower ones stay in the queue. */
export type CasePriority = Priority.P0 | Priority.P1 | 'P0' | 'P1';

const minute = 60_000;
const hour = 60 * minute;

/** Times of domain 2.5, all in wall time. */
export interface CaseTimes {
  acknowledgeDueAt: Date;
  decideDueAt: Date;
  nextPageAt: Date;
}

/** Until the next person of the chain is paged, if nobody has acknowledged. */
export const pageAgainMs = (priority: CasePriority): number => (priority === 'P0' ? 15 * minute : hour);

/** An external report has to be made so long after somebody found that it is due: the strictest limit seen (domain 5). */
export const externalReportMs = 12 * hour;

/** @param staffed whether somebody is at work then: outside, a P1 has four hours to be acknowledged instead of one */
export function caseTimes(priority: CasePriority, from: Date, staffed: boolean): CaseTimes {
  const after = (milliseconds: number): Date => new Date(from.getTime() + milliseconds);
  const nextPageAt = after(pageAgainMs(priority));
  if (priority === 'P0') return { acknowledgeDueAt: after(15 * minute), decideDueAt: after(30 * minute), nextPageAt };
  return { acknowledgeDueAt: after(staffed ? hour : 4 * hour), decideDueAt: after(24 * hour), nextPageAt };
}
