import { BoardKind } from '#forum';
import { Role } from '#platform';
import type { PlannedBoard, PlannedCohort, PlannedMatch, PlannedPerson } from '../community.js';
import { dayOf } from '../people-rows.js';
import type { Random } from './random.js';
import { schoolWeeks, type SchoolYear } from './school-year.js';

export interface SeedPeople {
  people: PlannedPerson[];
  cohorts: PlannedCohort[];
  matches: PlannedMatch[];
  boards: PlannedBoard[];
  /** Places of the people who read a board, by the board's place. */
  readers: number[][];
}

const dayMs = 86_400_000;
/** A coordinator looks after some twenty matches (BBBS and iMentor plan with twenty to forty). */
const matchesPerCoordinator = 20;
/** Two or three classes that started together. */
const peoplePerCohort = 80;
/** Program name and prefix of its staff board. */
const programName = 'Seeded Mentoring';

const firstNames =
  `Amber Ash Aspen Basil Bay Birch Blue Briar Brook Cedar Clay Cliff Cloud Clover Coral Dale Dawn Dew Drew Ember Fern Finch Flint
  Forest Frost Glen Hazel Heath Heron Indigo Iris Ivy Jade Jasper Jay Juniper Kit Lake Lark Laurel Linden Lotus Maple Marble
  March Mars May Meadow Mica Mist Moss North Oak Ocean Olive Onyx Opal Pearl Pebble Pine Poppy Quill Rain Raven Reed Ridge River
  Robin Rowan Ruby Rye Sage Sandy Shell Sienna Sky Slate Snow Sorrel Sparrow Star Stone Storm Summer Sunny Swan Tansy Teal
  Thistle Tide Topaz Vale Violet Wave West Willow Winter Wren Yarrow Zephyr`.split(/\s+/);

/** How many of each; staff first, then the matched, then those who wait for a match. */
export function staffOf(matches: number): { coordinators: number; moderators: number; leads: number; admins: number } {
  return {
    coordinators: Math.max(1, Math.ceil(matches / matchesPerCoordinator)),
    moderators: Math.max(1, Math.ceil(matches / 40)),
    leads: 2,
    admins: 2,
  };
}

export const staffCount = (matches: number): number =>
  Object.values(staffOf(matches)).reduce((one, other) => one + other, 0);

/** Staff, pairs and those without a match, their cohorts and all their boards. */
export function seedPeople(members: number, matchCount: number, year: SchoolYear, random: Random): SeedPeople {
  const people: PlannedPerson[] = [];
  const createdAt = new Date(year.start - 14 * dayMs);
  const add = (role: Role, count: number): number[] =>
    Array.from(
      { length: count },
      (_, place) => people.push(personOf(role, place, people.length, createdAt, random)) - 1,
    );

  const staff = staffOf(matchCount);
  const coordinators = add(Role.COORDINATOR, staff.coordinators);
  add(Role.MODERATOR, staff.moderators);
  const leads = add(Role.SAFEGUARDING_LEAD, staff.leads);
  add(Role.PROGRAM_ADMIN, staff.admins);
  const staffPlaces = people.map((_, place) => place);
  const rest = members - people.length;
  const mentors = add(Role.MENTOR, Math.max(matchCount, Math.floor(rest * 0.45)));
  const mentees = add(Role.MENTEE, rest - mentors.length);

  const cohortCount = Math.max(1, Math.round(rest / peoplePerCohort));
  const cohorts = Array.from({ length: cohortCount }, (_, place) => cohortOf(place, year, createdAt));
  // The nth mentor and the nth mentee are in one cohort, so pairs are.
  for (const list of [mentors, mentees]) {
    for (const [place, person] of list.entries()) (people[person] as PlannedPerson).cohort = place % cohortCount;
  }
  const matches = Array.from({ length: matchCount }, (_, place): PlannedMatch => {
    const mentor = mentors[place] as number;
    const cohort = place % cohortCount;
    const coordinator = coordinators[place % coordinators.length] as number;
    return { program: 0, cohort, mentor, mentee: mentees[place] as number, coordinator, createdAt };
  });

  const boards: PlannedBoard[] = [];
  const readers: number[][] = [];
  const open = (
    kind: BoardKind,
    title: string,
    who: number[],
    place: { cohort?: number; match?: number } = {},
  ): void => {
    const { cohort = null, match = null } = place;
    boards.push({ kind, program: 0, cohort, match, title, createdAt });
    readers.push(who);
  };
  const everybody = people.map((_, place) => place);
  open(BoardKind.PROGRAM, programName, everybody);
  open(BoardKind.STAFF, `${programName}: staff`, staffPlaces);
  for (const [cohort, { name }] of cohorts.entries()) {
    const inCohort = everybody.filter((place) => people[place]?.cohort === cohort);
    open(BoardKind.COHORT, name, [...inCohort, ...staffPlaces], { cohort });
  }
  for (const [match, { mentor, mentee, coordinator }] of matches.entries()) {
    const title = `${people[mentee]?.displayName} & ${people[mentor]?.displayName}`;
    open(BoardKind.MATCH, title, [mentee, mentor, coordinator, ...leads], { match });
  }
  return { people, cohorts, matches, boards, readers };
}

const usernames: Readonly<Record<string, string>> = { SAFEGUARDING_LEAD: 'lead', PROGRAM_ADMIN: 'admin' };

function personOf(role: Role, place: number, overall: number, joinedAt: Date, random: Random): PlannedPerson {
  const name = firstNames[overall % firstNames.length] as string;
  const round = Math.floor(overall / firstNames.length);
  return {
    username: `${usernames[role] ?? role.toLowerCase()}${place + 1}`,
    displayName: round === 0 ? name : `${name} ${round + 1}`,
    role,
    program: 0,
    cohort: null,
    birthDate: role === Role.MENTEE ? birthDate(joinedAt, random) : null,
    joinedAt,
    recordedBy: 0,
  };
}

/** Mentees are 13 to 16 when the year begins: younger ones' posts would all wait for review (domain 0.4). */
function birthDate(joinedAt: Date, random: Random): string {
  return dayOf(new Date(joinedAt.getTime() - (13 + random.next() * 3.9) * 365.25 * dayMs));
}

function cohortOf(place: number, year: SchoolYear, createdAt: Date): PlannedCohort {
  return {
    program: 0,
    name: `Cohort ${place + 1}`,
    startsOn: dayOf(new Date(year.start)),
    // A few weeks are left, so nothing of it is due to be deleted.
    endsOn: dayOf(new Date(year.start + (schoolWeeks + 6) * 7 * dayMs)),
    createdAt,
  };
}
