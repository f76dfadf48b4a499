import { Role, staffRoles, type ViewerEnrolment } from '#platform';
import {
  audienceKeys,
  audienceOf,
  type BoardPlace,
  type Holder,
  keysOf,
  mayReadMatch,
  opens,
  opensReview,
  ownMatchesOf,
  type ReadBoard,
  readAfterCloseDays,
  readByNoMoreMembers,
  roleInPair,
  type ViewerMatch,
} from './audience.js';
import { MatchState } from './membership.types.js';

const now = new Date('2026-11-23T12:00:00Z');
const days = (count: number): Date => new Date(now.getTime() - count * 86_400_000);

const program: BoardPlace = { kind: 'PROGRAM', programId: 'p' };
const cohort: BoardPlace = { kind: 'COHORT', programId: 'p', cohortId: 'c' };
const staff: BoardPlace = { kind: 'STAFF', programId: 'p' };
const match: BoardPlace = { kind: 'MATCH', programId: 'p', matchId: 'm' };
const places = { program, cohort, staff, match };

const enrolled = (role: Role, cohortId: string | null = null, programId = 'p'): ViewerEnrolment => ({
  id: 'e',
  programId,
  cohortId,
  role,
});
const matched = (role: Role, state: MatchState, stateChangedAt = days(0)): ViewerMatch => ({
  id: 'm',
  programId: 'p',
  role,
  state,
  stateChangedAt,
});

const meets = (board: readonly string[], keys: readonly string[]): boolean => board.some((key) => keys.includes(key));
const reads = (place: BoardPlace, enrolments: ViewerEnrolment[], matches: ViewerMatch[] = []): boolean =>
  meets(audienceOf(place).audience, keysOf(enrolments, matches, now));
const reviews = (place: BoardPlace, enrolments: ViewerEnrolment[], matches: ViewerMatch[] = []): boolean =>
  meets(audienceOf(place).moderators, keysOf(enrolments, matches, now));

type Cell = '' | 'reads' | 'reviews';
type Table = Record<Role, Record<keyof typeof places, Cell>>;

/** What each role does on each kind of board without belonging to the match; members are in the cohort. */
const table: Table = {
  [Role.MENTEE]: { program: 'reads', cohort: 'reads', staff: '', match: '' },
  [Role.MENTOR]: { program: 'reads', cohort: 'reads', staff: '', match: '' },
  [Role.COORDINATOR]: { program: 'reviews', cohort: 'reviews', staff: 'reviews', match: '' },
  [Role.MODERATOR]: { program: 'reviews', cohort: 'reviews', staff: 'reviews', match: '' },
  [Role.SAFEGUARDING_LEAD]: { program: 'reviews', cohort: 'reviews', staff: 'reviews', match: 'reviews' },
  [Role.PROGRAM_ADMIN]: { program: 'reads', cohort: 'reads', staff: 'reads', match: '' },
  [Role.AUDITOR]: { program: '', cohort: '', staff: '', match: '' },
  [Role.GUARDIAN]: { program: '', cohort: '', staff: '', match: '' },
};

describe.each(Object.values(Role))('a %s of the program', (role) => {
  const cohortId = role === Role.MENTEE || role === Role.MENTOR ? 'c' : null;

  it.each(Object.keys(places) as (keyof typeof places)[])('meets the %s board as the table says', (kind) => {
    expect(reads(places[kind], [enrolled(role, cohortId)])).toBe(table[role][kind] !== '');
    expect(reviews(places[kind], [enrolled(role, cohortId)])).toBe(table[role][kind] === 'reviews');
  });

  it('reads nothing of another program', () => {
    for (const place of Object.values(places)) {
      expect(reads(place, [enrolled(role, cohortId && 'd', 'q')])).toBe(false);
      expect(reviews(place, [enrolled(role, cohortId && 'd', 'q')])).toBe(false);
    }
  });
});

it('a mentee of another cohort does not read the cohort board', () => {
  expect(reads(cohort, [enrolled(Role.MENTEE, 'd')])).toBe(false);
  expect(reads(program, [enrolled(Role.MENTEE, 'd')])).toBe(true);
});

/** Who of a match reads its board, by its state: mentee, mentor, assigned coordinator. */
const byState: Record<MatchState, [mentee: boolean, mentor: boolean, coordinator: boolean]> = {
  [MatchState.PROPOSED]: [false, false, true],
  [MatchState.ACTIVE]: [true, true, true],
  [MatchState.PAUSED]: [true, true, true],
  [MatchState.CLOSING]: [true, true, true],
  [MatchState.CLOSED]: [true, true, true],
  [MatchState.CLOSED_SAFETY]: [true, false, true],
};

describe.each(Object.values(MatchState))('a match that is %s', (state) => {
  const [mentee, mentor, coordinator] = byState[state];

  it('is read by those of it whom the state lets', () => {
    expect(reads(match, [enrolled(Role.MENTEE, 'c')], [matched(Role.MENTEE, state)])).toBe(mentee);
    expect(reads(match, [enrolled(Role.MENTOR, 'c')], [matched(Role.MENTOR, state)])).toBe(mentor);
    expect(reads(match, [enrolled(Role.COORDINATOR)], [matched(Role.COORDINATOR, state)])).toBe(coordinator);
  });

  it('is reviewed by its coordinator and the lead, by nobody of the pair', () => {
    expect(reviews(match, [enrolled(Role.COORDINATOR)], [matched(Role.COORDINATOR, state)])).toBe(true);
    expect(reviews(match, [enrolled(Role.SAFEGUARDING_LEAD)])).toBe(true);
    expect(reviews(match, [enrolled(Role.MENTEE)], [matched(Role.MENTEE, state)])).toBe(false);
    expect(reviews(match, [enrolled(Role.MENTOR)], [matched(Role.MENTOR, state)])).toBe(false);
  });

  it('is closed to somebody whose enrolment in that role is not in force', () => {
    for (const role of [Role.MENTEE, Role.MENTOR, Role.COORDINATOR]) {
      expect(reads(match, [], [matched(role, state)])).toBe(false);
      expect(reads(match, [enrolled(role, 'c', 'q')], [matched(role, state)])).toBe(false);
      expect(reads(match, [enrolled(Role.PROGRAM_ADMIN)], [matched(role, state)])).toBe(false);
    }
  });
});

it('a closed match is read by the pair for 90 days, and by its coordinator on', () => {
  const closed = (role: Role, ago: number): ViewerMatch => matched(role, MatchState.CLOSED, days(ago));
  for (const role of [Role.MENTEE, Role.MENTOR]) {
    expect(reads(match, [enrolled(role)], [closed(role, readAfterCloseDays - 1)])).toBe(true);
    expect(reads(match, [enrolled(role)], [closed(role, readAfterCloseDays)])).toBe(false);
  }
  expect(reads(match, [enrolled(Role.COORDINATOR)], [closed(Role.COORDINATOR, 400)])).toBe(true);
});

it('nobody of the staff but coordinator and lead holds the key of a match', () => {
  const all = staffRoles.map((role) => enrolled(role)).filter(({ role }) => role !== Role.SAFEGUARDING_LEAD);
  expect(keysOf(all, [], now)).not.toContain(audienceKeys.match('m'));
  expect(reads(match, all)).toBe(false);
});

describe('readByNoMoreMembers', () => {
  const places = {
    PROGRAM: { kind: 'PROGRAM', programId: 'p' },
    STAFF: { kind: 'STAFF', programId: 'p' },
    COHORT: { kind: 'COHORT', programId: 'p', cohortId: 'c' },
    'another COHORT': { kind: 'COHORT', programId: 'p', cohortId: 'd' },
    MATCH: { kind: 'MATCH', programId: 'p', matchId: 'm' },
    'another MATCH': { kind: 'MATCH', programId: 'p', matchId: 'n' },
    'PROGRAM elsewhere': { kind: 'PROGRAM', programId: 'q' },
    'COHORT elsewhere': { kind: 'COHORT', programId: 'q', cohortId: 'e' },
    'MATCH elsewhere': { kind: 'MATCH', programId: 'q', matchId: 'o' },
  } as const;
  const board = (name: keyof typeof places): ReadBoard => ({ ...places[name], ...audienceOf(places[name]) });
  const names = Object.keys(places) as (keyof typeof places)[];
  /** For each board, those that no member reads who does not read it. */
  const within: Partial<Record<keyof typeof places, readonly (keyof typeof places)[]>> = {
    PROGRAM: ['PROGRAM', 'STAFF', 'COHORT', 'another COHORT', 'MATCH', 'another MATCH'],
    'PROGRAM elsewhere': ['PROGRAM elsewhere', 'STAFF', 'COHORT elsewhere', 'MATCH elsewhere'],
  };

  it.each(names.flatMap((from) => names.map((to) => [from, to] as const)))('from %s to %s', (from, to) => {
    const expected = within[from]?.includes(to) ?? (to === from || to === 'STAFF');
    expect(readByNoMoreMembers(board(to), board(from))).toBe(expected);
  });

  it('takes a key that it does not know for one of members', () => {
    const from = board('COHORT');
    expect(readByNoMoreMembers({ programId: 'p', audience: ['guests:p'] }, from)).toBe(false);
  });
});

describe('on the board of the own match', () => {
  const place: BoardPlace = { kind: 'MATCH', programId: 'p', matchId: 'm' };
  const board = audienceOf(place);
  const other = audienceOf({ ...place, matchId: 'n' });
  const staff = [Role.SAFEGUARDING_LEAD, Role.COORDINATOR, Role.MODERATOR, Role.PROGRAM_ADMIN];
  const enrolments = [Role.MENTOR, ...staff].map((role) => ({ id: role, programId: 'p', cohortId: null, role }));
  const holder = (state: MatchState): Holder => {
    const own = { id: 'm', programId: 'p', state, stateChangedAt: now };
    const matches = [Role.MENTOR, Role.COORDINATOR, Role.PROGRAM_ADMIN].map((role) => ({ ...own, role }));
    return { keys: keysOf(enrolments, matches, now), ownMatches: ownMatchesOf(matches) };
  };

  it('opens nothing but the key of the pair, whatever else one is', () => {
    for (const state of Object.values(MatchState)) {
      const reads = mayReadMatch({ id: 'm', programId: 'p', role: Role.MENTOR, state, stateChangedAt: now }, now);
      expect([state, opens(holder(state), board.audience)]).toEqual([state, reads]);
      expect(opensReview(holder(state), board)).toBe(false);
      expect(roleInPair(holder(state), 'm')).toBe(Role.MENTOR);
    }
  });

  it('changes nothing elsewhere', () => {
    expect(opens(holder(MatchState.CLOSED_SAFETY), other.audience)).toBe(true);
    expect(opensReview(holder(MatchState.CLOSED_SAFETY), other)).toBe(true);
    expect(roleInPair(holder(MatchState.ACTIVE), 'n')).toBeNull();
  });
});
