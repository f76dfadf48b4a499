import { BoardKind, renderBody, ThreadKind, ReactionKind } from '#forum';
import { Role } from '#platform';
import type { Community, PlannedBoard, PlannedPerson } from '../community.js';
import { dayOf } from '../people-rows.js';
import { type Message, type Reader, Talk } from '../talk.js';
import { harbour } from './harbour.js';
import { lanternCohort } from './lantern-cohort.js';
import { lanternMatches } from './lantern-matches.js';
import { lanternProgram } from './lantern-program.js';
import { demoPeople, type DemoPerson } from './people.js';
import type { ScriptBoard, ScriptPost, ScriptThread } from './script.js';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** The demo's programs began so many days ago. */
const ageDays = 30;

const script: readonly ScriptThread[] = [...lanternProgram, ...lanternCohort, ...lanternMatches, ...harbour];

const programs = ['lantern', 'harbour'] as const;

/** Who pairs with whom, and the board of each pair. */
const pairs = [
  { mentor: 'ada', mentee: 'ben', coordinator: 'cora', board: 'ada-ben' },
  { mentor: 'dan', mentee: 'cleo', coordinator: 'cora', board: 'dan-cleo' },
  { mentor: 'gus', mentee: 'finn', coordinator: 'pia', board: 'gus-finn' },
] as const;

/** The small community of the contract, as it is on the day it is made. */
export function demoCommunity(now: Date, seed: number, passwordHash: string): Community {
  const createdAt = new Date(midnight(now) - ageDays * dayMs);
  const boards = boardsOf(createdAt);
  return {
    seed,
    now,
    passwordHash,
    programs: [
      { organisation: 'Lantern Youth Trust', name: 'Lantern Mentoring' },
      { organisation: 'Harbour Learning', name: 'Harbour Futures' },
    ].map((program) => ({ ...program, timeZone: 'Europe/London', jurisdiction: 'GB', createdAt })),
    cohorts: ['Autumn cohort', 'Spring cohort'].map((name, program) => ({
      program,
      name,
      startsOn: dayOf(createdAt),
      endsOn: dayOf(new Date(createdAt.getTime() + 300 * dayMs)),
      createdAt,
    })),
    people: demoPeople.map((person) => planned(person, now, createdAt)),
    matches: pairs.map(({ mentor, mentee, coordinator }) => ({
      program: programs.indexOf(personOf(mentor).program),
      cohort: programs.indexOf(personOf(mentor).program),
      mentor: placeOf(mentor),
      mentee: placeOf(mentee),
      coordinator: placeOf(coordinator),
      createdAt,
    })),
    boards: boards.map(({ board }) => board),
    talk: talkOf(
      now,
      boards.map(({ name }) => name),
    ),
  };
}

function planned(
  { username, displayName, role, program, age, ...rest }: DemoPerson,
  now: Date,
  joinedAt: Date,
): PlannedPerson {
  const place = programs.indexOf(program);
  const staff = role !== Role.MENTEE && role !== Role.MENTOR;
  return {
    username,
    displayName,
    role,
    program: place,
    cohort: staff ? null : place,
    // Five months after the birthday, so that nobody grows a year older while the demo is looked at.
    birthDate: age === undefined ? null : bornYearsAgo(age, new Date(now.getTime() - 150 * dayMs)),
    joinedAt,
    recordedBy: placeOf(program === 'lantern' ? 'cora' : 'pia'),
    consentMissing: rest.consentMissing ?? false,
  };
}

function bornYearsAgo(years: number, from: Date): string {
  return dayOf(new Date(Date.UTC(from.getUTCFullYear() - years, from.getUTCMonth(), from.getUTCDate())));
}

function boardsOf(createdAt: Date): { name: ScriptBoard; board: PlannedBoard }[] {
  const made = (
    name: ScriptBoard,
    title: string,
    kind: BoardKind,
    program: number,
    more: { cohort?: number; match?: number } = {},
  ): { name: ScriptBoard; board: PlannedBoard } => ({
    name,
    board: { kind, program, cohort: more.cohort ?? null, match: more.match ?? null, title, createdAt },
  });
  return [
    made('lantern', 'Lantern Mentoring', BoardKind.PROGRAM, 0),
    made('lantern-staff', 'Lantern Mentoring: staff', BoardKind.STAFF, 0),
    made('autumn', 'Autumn cohort', BoardKind.COHORT, 0, { cohort: 0 }),
    made('harbour', 'Harbour Futures', BoardKind.PROGRAM, 1),
    made('harbour-staff', 'Harbour Futures: staff', BoardKind.STAFF, 1),
    made('spring', 'Spring cohort', BoardKind.COHORT, 1, { cohort: 1 }),
    ...pairs.map(({ board, mentor, mentee }, match) => {
      const { program, displayName } = personOf(mentor);
      const title = `${personOf(mentee).displayName} & ${displayName}`;
      return made(board, title, BoardKind.MATCH, programs.indexOf(program), { match });
    }),
  ];
}

/** The script as it was said in the weeks before `now`, with who approved what and what was read. */
function talkOf(now: Date, boards: readonly ScriptBoard[]): Talk {
  const posts = script.flatMap((thread) => thread.posts);
  const talk = new Talk(posts.map(messageOf), posts.length);
  const reactions: ScriptPost['reactions'][] = [];
  for (const thread of script) {
    const opened = talk.open({
      board: boards.indexOf(thread.board),
      kind: thread.kind ?? ThreadKind.DISCUSSION,
      title: thread.title,
      pinned: thread.pinned ?? false,
    });
    opened.accepted = thread.accepted ?? null;
    for (const post of inOrder(thread.posts, now)) {
      talk.say({
        author: placeOf(post.by),
        message: posts.indexOf(post),
        at: momentOf(post, now),
        parent: post.to === undefined ? -1 : opened.start + post.to - 1,
      });
      reactions.push(post.reactions);
    }
  }
  review(talk, boards);
  talk.reactionsOf = (post) =>
    Object.entries(reactions[post] ?? {}).flatMap(([kind, names]) =>
      names.map((name) => ({ person: placeOf(name), kind: ReactionKind[kind as keyof typeof ReactionKind] })),
    );
  talk.readersOf = (thread) => readersOf(talk, thread, boards, now);
  return talk;
}

/** The script must stand in order: numbers in it name posts by their place. */
function inOrder(posts: readonly ScriptPost[], now: Date): readonly ScriptPost[] {
  for (const [place, post] of posts.entries()) {
    const before = posts[place - 1];
    if (before && momentOf(before, now) >= momentOf(post, now))
      throw new Error(`out of order: ${post.at} ${post.text}`);
  }
  return posts;
}

function messageOf({ text }: ScriptPost): Message {
  const { html, text: plain } = renderBody(text);
  return { body: text, html, text: plain };
}

const midnight = (now: Date): number => Math.floor(now.getTime() / dayMs) * dayMs;

function momentOf({ at }: ScriptPost, now: Date): number {
  const [days = '', time = ''] = at.split(' ');
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return midnight(now) - Number(days) * dayMs + (hours * 60 + minutes) * minuteMs;
}

/** As the program's rules would have had it: a mentee's first ten wait, a mentor's first five, all of those under thirteen. */
function review(talk: Talk, boards: readonly ScriptBoard[]): void {
  const said = new Map<number, number>();
  const reviewers = new Map<number, number>();
  for (const post of talk.inOrder()) {
    const author = talk.author[post] as number;
    const before = said.get(author) ?? 0;
    said.set(author, before + 1);
    const { role, age = 99, program } = demoPeople[author] as DemoPerson;
    const waits = (role === Role.MENTEE && (age < 13 || before < 10)) || (role === Role.MENTOR && before < 5);
    if (!waits) continue;
    const pair = pairs.find(({ board }) => board === boards[talk.threadOf(post).board]);
    reviewers.set(post, placeOf(pair?.coordinator ?? (program === 'lantern' ? 'mia' : 'nia')));
    talk.waited[post] = (25 + ((post * 7) % 50)) * minuteMs;
  }
  talk.reviewers = reviewers;
}

function* readersOf(talk: Talk, thread: number, boards: readonly ScriptBoard[], now: Date): Iterable<Reader> {
  const board = boards[talk.threads[thread]?.board ?? -1];
  for (const [place, person] of demoPeople.entries()) {
    if (board === undefined || person.lastSeenDays === null || !reads(person, board)) continue;
    yield { person: place, until: now.getTime() - person.lastSeenDays * dayMs };
  }
}

/** Who reads which board (`membership/audience.ts`); only those have reading marks. */
function reads({ username, role, program }: DemoPerson, board: ScriptBoard): boolean {
  const staff = role !== Role.MENTEE && role !== Role.MENTOR;
  const pair = pairs.find((candidate) => candidate.board === board);
  if (pair) {
    if (personOf(pair.mentor).program !== program) return false;
    return (
      role === Role.SAFEGUARDING_LEAD || [pair.mentor, pair.mentee, pair.coordinator].some((name) => name === username)
    );
  }
  const own = program === 'lantern' ? ['lantern', 'autumn', 'lantern-staff'] : ['harbour', 'spring', 'harbour-staff'];
  return own.includes(board) && (staff || !board.endsWith('-staff'));
}

function placeOf(username: string): number {
  const place = demoPeople.findIndex((person) => person.username === username);
  if (place < 0) throw new Error(`nobody in the demo is called ${username}`);
  return place;
}

const personOf = (username: string): DemoPerson => demoPeople[placeOf(username)] as DemoPerson;
