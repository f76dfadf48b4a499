import type { Random } from './random.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;

/** From the first week of autumn to the last one of early summer. */
export const schoolWeeks = 44;

/** Weeks of holidays, counted from the first: autumn half-term, winter (two), half-term, Easter (two), half-term. */
const holidayWeeks: ReadonlySet<number> = new Set([7, 15, 16, 23, 30, 31, 38]);
const holidayShare = 0.25;

/** Monday to Sunday: Friday evenings and Saturdays are quiet, on Sundays the week is prepared. */
const dayShares = [1, 1, 1, 0.95, 0.7, 0.45, 0.8];

/** Hours of a day: a little before school and at lunch, most of it after school and in the evening. */
const hourShares = [
  0.02, 0.01, 0, 0, 0, 0.01, 0.06, 0.25, 0.2, 0.15, 0.15, 0.2, 0.55, 0.3, 0.25, 0.7, 1.3, 1.6, 1.9, 2.1, 1.8, 1, 0.35,
  0.08,
];

/** Draws moments of a school year as young people and their mentors would write in it. */
export class SchoolYear {
  readonly start: number;
  /** A Sunday at 21:00 UTC; nothing is written after it. */
  readonly end: number;
  /** Share of the year's talk before each hour of it. */
  private readonly before: Float64Array;

  /** @param now the year ends with the last whole week before it, so that one week's runs are alike to the byte */
  constructor(now: Date) {
    // The epoch began on a Thursday; the first Monday came four days later.
    const monday = Math.floor((now.getTime() - 4 * dayMs) / weekMs) * weekMs + 4 * dayMs;
    this.start = monday - schoolWeeks * weekMs;
    this.end = monday - 3 * hourMs;
    const hours = (this.end - this.start) / hourMs;
    this.before = new Float64Array(hours + 1);
    for (let hour = 0; hour < hours; hour += 1) {
      const week = Math.floor(hour / 168);
      const term = holidayWeeks.has(week) ? holidayShare : 1;
      const weight = term * (dayShares[Math.floor(hour / 24) % 7] as number) * (hourShares[hour % 24] as number);
      this.before[hour + 1] = (this.before[hour] as number) + weight;
    }
  }

  /** A moment between two others; where nobody writes in between, any moment of it. */
  between(from: number, to: number, random: Random): number {
    const [low, high] = [this.shareAt(from), this.shareAt(to)];
    const wanted = low + random.next() * (high - low);
    let [left, right] = [0, this.before.length - 1];
    while (left < right) {
      const middle = (left + right) >> 1;
      if ((this.before[middle + 1] as number) > wanted) right = middle;
      else left = middle + 1;
    }
    const moment = this.start + (left + random.next()) * hourMs;
    return Math.floor(Math.min(Math.max(moment, from), to));
  }

  private shareAt(moment: number): number {
    const hours = Math.min(Math.max((moment - this.start) / hourMs, 0), this.before.length - 1);
    const whole = Math.floor(hours);
    const here = this.before[whole] as number;
    const next = this.before[Math.min(whole + 1, this.before.length - 1)] as number;
    return here + (next - here) * (hours - whole);
  }
}
