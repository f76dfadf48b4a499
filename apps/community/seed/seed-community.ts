import type { Community } from '../community.js';
import { Conversations } from './conversations.js';
import { Messages } from './messages.js';
import { seedPeople } from './people.js';
import { Random } from './random.js';
import { reactionsOf, readersOf } from './reactions-and-readers.js';
import { SchoolYear } from './school-year.js';

export interface SeedSize {
  /** Posts of all boards together, those of the big thread included. */
  posts: number;
  /** People with an account, staff included. */
  members: number;
  bigThread: number;
  matches: number;
  /** Another seed, another community; the same seed, the same one. */
  seed: number;
}

/**
 * A community of any size that looks like a year of a real program; `bigThread` is the place of the big one.
 * @param today the year ends with the last whole week before it; everything else follows from the size alone
 */
export function seedCommunity(size: SeedSize, today: Date, passwordHash: string): Community & { bigThread: number } {
  const random = new Random(size.seed);
  const year = new SchoolYear(today);
  const now = new Date(year.end);
  const who = seedPeople(size.members, size.matches, year, random);
  const conversations = new Conversations(who, new Messages(random), year, random, size.posts);
  const talk = conversations.write(size.posts, size.bigThread);
  talk.reactionsOf = reactionsOf(size.seed, who, talk);
  talk.readersOf = readersOf(size.seed, who, talk, year);
  const program = {
    organisation: 'Seeded Organisation',
    name: who.boards[0]?.title ?? '',
    timeZone: 'Europe/London',
    jurisdiction: 'GB',
    createdAt: who.boards[0]?.createdAt ?? now,
  };
  const { people, cohorts, matches, boards } = who;
  const seed = size.seed;
  return {
    seed,
    now,
    passwordHash,
    programs: [program],
    people,
    cohorts,
    matches,
    boards,
    talk,
    bigThread: conversations.bigThread,
  };
}
