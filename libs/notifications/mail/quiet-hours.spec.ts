import { nextDaily, quietUntil } from './quiet-hours.js';

const until = (at: string, timeZone = 'Europe/London'): string | null =>
  quietUntil(new Date(at), timeZone)?.toISOString() ?? null;

describe('quiet hours', () => {
  it('last from nine in the evening to seven in the morning, on the wall of the program', () => {
    expect(until('2026-01-15T20:59:59Z')).toBeNull();
    expect(until('2026-01-15T21:00:00Z')).toBe('2026-01-16T07:00:00.000Z');
    expect(until('2026-01-16T00:00:00Z')).toBe('2026-01-16T07:00:00.000Z');
    expect(until('2026-01-16T06:59:59Z')).toBe('2026-01-16T07:00:00.000Z');
    expect(until('2026-01-16T07:00:00Z')).toBeNull();
    expect(until('2026-07-15T20:30:00Z')).toBe('2026-07-16T06:00:00.000Z');
    expect(until('2026-01-15T12:30:00Z', 'Pacific/Auckland')).toBe('2026-01-15T18:00:00.000Z');
    expect(until('2026-01-15T02:30:00Z', 'America/Los_Angeles')).toBeNull();
  });

  it('end at seven on the wall also in the night in which the clock changes', () => {
    expect(until('2026-03-28T22:00:00Z')).toBe('2026-03-29T06:00:00.000Z');
    expect(until('2026-10-24T21:00:00Z')).toBe('2026-10-25T07:00:00.000Z');
  });

  it('leave daily mail alone: it goes out at four in the afternoon', () => {
    const next = (at: string): string => nextDaily(new Date(at), 'Europe/London').toISOString();
    expect(next('2026-01-15T10:00:00Z')).toBe('2026-01-15T16:00:00.000Z');
    expect(next('2026-01-15T16:00:00Z')).toBe('2026-01-16T16:00:00.000Z');
    expect(next('2026-07-15T15:30:00Z')).toBe('2026-07-16T15:00:00.000Z');
  });
});
