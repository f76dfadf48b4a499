import { BoardKind, ReactionKind } from '#forum';
import { mix } from '../made-ids.js';
import { type Reader, type Talk, valueAt } from '../talk.js';
import type { SeedPeople } from './people.js';
import type { SchoolYear } from './school-year.js';

const dayMs = 86_400_000;
const reactedShare = 0.18;
const kinds = [
  ReactionKind.THUMBS_UP,
  ReactionKind.THUMBS_UP,
  ReactionKind.HEART,
  ReactionKind.THANKS,
  ReactionKind.CELEBRATE,
  ReactionKind.THINKING,
] as const;

/** A number from 0 up to 1 that belongs to three others: asked twice, it is the same, and nothing is stored. */
function drawn(seed: number, one: number, other: number): number {
  return mix(mix(mix(seed) ^ one) ^ Math.imul(other + 1, 0x85ebca6b)) / 2 ** 32;
}

/** Who reacted to what: asked for the counters on the post, and again for the rows. */
export function reactionsOf(seed: number, who: SeedPeople, talk: Talk): Talk['reactionsOf'] {
  return (post) => {
    if (drawn(seed, post, 0) >= reactedShare) return [];
    const readers = who.readers[talk.threadOf(post).board] as number[];
    const author = valueAt(talk.author, post);
    const count = 1 + Math.floor(-Math.log(1 - drawn(seed, post, 1)) * 0.9);
    const chosen = new Map<number, ReactionKind>();
    for (let place = 0; place < count; place += 1) {
      const person = readers[Math.floor(drawn(seed, post, 2 + place) * readers.length)] as number;
      const kind = kinds[Math.floor(drawn(seed, post, 102 + place) * kinds.length)] as ReactionKind;
      if (person !== author) chosen.set(person, kind);
    }
    return [...chosen].map(([person, kind]) => ({ person, kind }));
  };
}

/** Of a thread that is still fresh, so many of the readers of its board have opened it; of an older one, so many fewer. */
const openedShare: Readonly<Record<BoardKind, { fresh: number; old: number }>> = {
  MATCH: { fresh: 0.97, old: 0.9 },
  COHORT: { fresh: 0.5, old: 0.08 },
  PROGRAM: { fresh: 0.25, old: 0.01 },
  STAFF: { fresh: 0.8, old: 0.4 },
};
const freshDays = 28;
/** Of the big thread, and of any that is nearly as large. */
const largeThread = { size: 1_000, opened: 0.5 };

/** Who has opened a thread, and when they last looked. */
export function readersOf(seed: number, who: SeedPeople, talk: Talk, year: SchoolYear): Talk['readersOf'] {
  // Most came by in the last days, one in ten not for two months.
  const lastVisits = who.people.map((_, person) => {
    const days = drawn(seed, person, 7) < 0.1 ? 60 : -2 * Math.log(1 - drawn(seed, person, 8));
    return year.end - days * dayMs;
  });
  return function* (place): Iterable<Reader> {
    const thread = talk.threads[place];
    if (!thread) return;
    const { kind } = who.boards[thread.board] as SeedPeople['boards'][number];
    const first = valueAt(talk.at, thread.start);
    const last = valueAt(talk.at, thread.start + thread.size - 1);
    const share = openedShare[kind][last > year.end - freshDays * dayMs ? 'fresh' : 'old'];
    const opened = Math.max(share, thread.size >= largeThread.size ? largeThread.opened : 0);
    for (const [seat, person] of (who.readers[thread.board] as number[]).entries()) {
      // Leads look into the boards of pairs now and then only.
      const mine = kind === BoardKind.MATCH && seat > 2 ? opened * 0.1 : opened;
      if (drawn(seed ^ 0x5bd1e995, place, person) >= mine) continue;
      const visit = lastVisits[person] as number;
      const left = drawn(seed ^ 0x1b873593, place, person);
      const until = left < 0.75 ? visit : first + ((left - 0.75) / 0.25) * (last - first);
      yield { person, until: Math.min(until, visit) };
    }
  };
}
