import { afterStaffedHours, isStaffed, usualStaffedHours } from './staffed-hours.js';

const london = 'Europe/London';
const after = (from: string, hours: number, staffed = usualStaffedHours, zone = london): string =>
  afterStaffedHours(new Date(from), hours, staffed, zone).toISOString();

describe('staffed hours', () => {
  it('count from the moment itself within a shift', () => {
    expect(after('2026-11-23T10:15:00Z', 4)).toBe('2026-11-23T14:15:00.000Z');
  });

  it('wait for the next morning when the shift ends first', () => {
    expect(after('2026-11-23T15:00:00Z', 4)).toBe('2026-11-24T11:00:00.000Z');
  });

  it('wait over the weekend', () => {
    expect(after('2026-11-27T16:30:00Z', 4)).toBe('2026-11-30T12:30:00.000Z');
    expect(after('2026-11-28T08:00:00Z', 8)).toBe('2026-11-30T17:00:00.000Z');
  });

  it('leave out closed days', () => {
    const holidays = { ...usualStaffedHours, closedOn: ['2026-12-25', '2026-12-28'] };
    expect(after('2026-12-24T16:00:00Z', 4, holidays)).toBe('2026-12-29T12:00:00.000Z');
  });

  it('follow the clock of the program when it is put forward and back', () => {
    // Sunday 29 March 2026, 01:00 UTC: London goes to UTC+1, so Monday begins at 08:00 UTC.
    expect(after('2026-03-27T16:00:00Z', 2)).toBe('2026-03-30T09:00:00.000Z');
    // Sunday 25 October 2026: back to UTC.
    expect(after('2026-10-23T15:30:00Z', 2)).toBe('2026-10-26T10:30:00.000Z');
  });

  it('are real hours in a night shift over a change of the clock', () => {
    const nights = { shifts: [{ weekday: 7, from: '00:00', until: '06:00' }], closedOn: [] };
    // The night of 29 March 2026 in London has five hours between midnight and six.
    expect(after('2026-03-29T00:00:00Z', 5, nights)).toBe('2026-03-29T05:00:00.000Z');
    // The night of 25 October 2026 has seven.
    expect(after('2026-10-24T23:00:00Z', 7, nights)).toBe('2026-10-25T06:00:00.000Z');
  });

  it('work in zones far from Greenwich', () => {
    expect(after('2026-11-23T20:30:00Z', 1, usualStaffedHours, 'Pacific/Auckland')).toBe('2026-11-23T21:30:00.000Z');
    expect(after('2026-11-23T02:00:00Z', 1, usualStaffedHours, 'America/Los_Angeles')).toBe('2026-11-23T18:00:00.000Z');
  });

  it('fall back to wall time where nobody ever works', () => {
    expect(after('2026-11-23T10:00:00Z', 4, { shifts: [], closedOn: [] })).toBe('2026-11-23T14:00:00.000Z');
  });

  it('tell whether somebody is at work', () => {
    expect(isStaffed(new Date('2026-11-23T09:00:00Z'), usualStaffedHours, london)).toBe(true);
    expect(isStaffed(new Date('2026-11-23T17:00:00Z'), usualStaffedHours, london)).toBe(false);
    expect(isStaffed(new Date('2026-11-22T12:00:00Z'), usualStaffedHours, london)).toBe(false);
  });
});
