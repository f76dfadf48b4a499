import { BoardKind, PostState, ThreadKind } from '#forum';
import { Role } from '#platform';
import { Talk, valueAt } from '../talk.js';
import type { Messages } from './messages.js';
import type { SeedPeople } from './people.js';
import { type Random, split } from './random.js';
import type { SchoolYear } from './school-year.js';

const dayMs = 86_400_000;
/** Where people write: mostly in their pairs, least among staff. */
const boardShares: Readonly<Record<BoardKind, number>> = { MATCH: 0.5, PROGRAM: 0.24, COHORT: 0.22, STAFF: 0.04 };
/** Part of a kind's posts that its boards share alike; the rest follows a power law, since some pairs write far more. */
const evenShare = 0.4;
const boardExponent = 0.7;
/** Sizes of threads: the tail of forums falls with an exponent little above one; nobody reads threads of thousands. */
const thread = { least: 3, exponent: 1.15, most: 400 };
/** Published posts that make an author trusted, with some to spare for those taken down (domain 2.4: ten). */
const postsForTrust = 14;
const takenDownShare = 0.012;
/** Only what lies so far back is hidden or removed here: a fresh decision would cost its author the trust. */
const decisionAgeDays = 60;

/** Says a school year's worth of posts. */
export class Conversations {
  private readonly talk: Talk;
  private readonly staff: Set<number>;
  /** Place of the big thread in the talk. */
  bigThread = -1;

  constructor(
    private readonly who: SeedPeople,
    private readonly messages: Messages,
    private readonly year: SchoolYear,
    private readonly random: Random,
    posts: number,
  ) {
    this.talk = new Talk(messages.all, posts);
    this.staff = new Set(who.readers[1]);
  }

  /** @param big posts of the one big thread on the program board */
  write(posts: number, big: number): Talk {
    const budgets = this.budgets(posts - big);
    this.bigThread = this.converse(0, big, this.authorsOf(0), { ofYear: true });
    for (const [board, budget] of budgets.entries()) this.fillBoard(board, budget);
    this.takeDowns();
    return this.talk;
  }

  private budgets(posts: number): number[] {
    const { boards } = this.who;
    const kinds = Object.values(BoardKind);
    const shares = new Map(
      split(
        posts,
        kinds.map((kind) => boardShares[kind]),
      ).map((share, place) => [kinds[place] as BoardKind, share]),
    );
    const budgets = boards.map(() => 0);
    for (const kind of kinds) {
      const places = boards.flatMap((board, place) => (board.kind === kind ? [place] : []));
      const total = shares.get(kind) ?? 0;
      const weights = this.random.shuffled(places.map((_, rank) => (rank + 1) ** -boardExponent));
      const sum = weights.reduce((one, other) => one + other, 0);
      const mixed = weights.map((weight) => evenShare / places.length + ((1 - evenShare) * weight) / sum);
      for (const [rank, share] of split(total, mixed).entries()) budgets[places[rank] as number] = share;
    }
    return budgets;
  }

  private fillBoard(board: number, budget: number): void {
    const authors = this.authorsOf(board);
    let left = budget;
    // The coordinator opens the board of a pair; staff pin a word of welcome elsewhere.
    for (let first = true; left > 0; first = false) {
      const wanted = Math.floor(this.random.pareto(thread.least, thread.exponent));
      const size = Math.min(left, wanted, thread.most);
      this.converse(board, size, authors, { first });
      left -= size;
    }
  }

  private authorsOf(board: number): Authors {
    const readers = this.who.readers[board] as number[];
    const { kind } = this.who.boards[board] as SeedPeople['boards'][number];
    if (kind === BoardKind.MATCH) {
      const [mentee, mentor, coordinator] = readers as [number, number, number];
      return new Authors([mentee, mentor, coordinator], [47, 48, 5], [], this.random);
    }
    const weights = readers.map((place) => this.random.logNormal(1, 1) * (this.staff.has(place) ? 0.5 : 1));
    return new Authors(readers, weights, kind === BoardKind.COHORT ? this.untrusted(board) : [], this.random);
  }

  /** Those who have no pair to write in come to trust on their cohort's board, one post a round. */
  private untrusted(board: number): number[] {
    const paired = new Set(this.who.matches.flatMap(({ mentor, mentee }) => [mentor, mentee]));
    const members = (this.who.readers[board] as number[]).filter(
      (place) => !this.staff.has(place) && !paired.has(place),
    );
    return Array.from({ length: postsForTrust }, () => this.random.shuffled(members)).flat();
  }

  private converse(board: number, size: number, authors: Authors, how: { first?: boolean; ofYear?: boolean }): number {
    const { random, talk } = this;
    const topic = this.messages.topic(random);
    const times = this.times(size, how.ofYear ?? false);
    const starter = how.first ? this.host(board) : authors.next(-1);
    const kind = this.kindOf(board, starter, how);
    const title = this.messages.title(topic, random);
    const pinned = (how.first ?? false) && kind === ThreadKind.ANNOUNCEMENT;
    const opened = talk.open({ board, kind, title, pinned });
    const chatty = random.chance(0.1);
    for (let place = 0; place < size; place += 1) {
      const author = place === 0 ? starter : authors.next(valueAt(talk.author, talk.size - 1));
      const message = place === 0 ? this.messages.opening(topic, random) : this.messages.reply(topic, random);
      const parent = place === 0 ? -1 : this.parentOf(opened.start, chatty);
      talk.say({ author, message, at: times[place] as number, parent });
    }
    if (kind === ThreadKind.QUESTION && size > 2 && random.chance(0.6))
      opened.accepted = 2 + random.below(Math.min(size - 1, 5));
    return talk.threads.length - 1;
  }

  private host(board: number): number {
    const planned = this.who.boards[board] as SeedPeople['boards'][number];
    if (planned.match !== null) return (this.who.matches[planned.match] as SeedPeople['matches'][number]).coordinator;
    return this.random.pick([...this.staff]);
  }

  private kindOf(board: number, starter: number, how: { first?: boolean; ofYear?: boolean }): ThreadKind {
    const shared = this.who.boards[board]?.kind !== BoardKind.MATCH;
    if (how.ofYear) return ThreadKind.DISCUSSION;
    if (shared && this.staff.has(starter) && (how.first || this.random.chance(0.2))) return ThreadKind.ANNOUNCEMENT;
    return this.random.chance(0.15) ? ThreadKind.QUESTION : ThreadKind.DISCUSSION;
  }

  /** Moments of a thread: it lives for days or weeks, the longer the larger it is, and sleeps when people do. */
  private times(size: number, ofYear: boolean): Float64Array {
    const { year, random } = this;
    const start = ofYear ? year.start + dayMs : year.between(year.start, year.end - dayMs, random);
    const days = ofYear ? Infinity : 0.3 + random.logNormal(0.4 * size, 0.8);
    const end = Math.min(start + days * dayMs, year.end);
    const times = Float64Array.from({ length: size }, (_, place) =>
      place === 0 ? start : year.between(start, end, random),
    ).sort();
    for (let place = 1; place < size; place += 1) {
      const soonest = (times[place - 1] as number) + 1_000;
      if ((times[place] as number) < soonest) times[place] = soonest;
    }
    return times;
  }

  /** Most answer the one before, the opening or somebody a little above; what is answered much is answered more. */
  private parentOf(start: number, chatty: boolean): number {
    const { random, talk } = this;
    const before = talk.size - start;
    const draw = random.next();
    if (chatty && draw < 0.8) return talk.size - 1;
    if (draw < 0.28) return -1;
    if (draw < 0.6) return talk.size - 1;
    if (draw < 0.78) return talk.size - 1 - random.below(Math.min(before, 12));
    if (draw < 0.88) return start;
    const other = start + random.below(before);
    const above = valueAt(talk.parent, other);
    return above >= 0 ? above : other;
  }

  private takeDowns(): void {
    const { random, talk, year } = this;
    const count = Math.floor(talk.size * takenDownShare);
    for (let done = 0; done < count; done += 1) {
      const post = random.below(talk.size);
      const { start, board } = talk.threadOf(post);
      if (post === start) continue;
      const at = Math.min(valueAt(talk.at, post) + random.logNormal(6 / 24, 1.5) * dayMs, year.end);
      const old = at < year.end - decisionAgeDays * dayMs;
      const draw = random.next();
      const state = !old || draw < 0.65 ? PostState.WITHDRAWN : draw < 0.85 ? PostState.HIDDEN : PostState.REMOVED;
      const by = state === PostState.WITHDRAWN ? valueAt(talk.author, post) : this.moderatorOf(board);
      talk.takeDown(post, { state, at: Math.floor(at), by });
    }
  }

  private moderatorOf(board: number): number {
    if (this.who.boards[board]?.kind === BoardKind.MATCH) return this.host(board);
    return this.who.people.findIndex(({ role }) => role === Role.MODERATOR);
  }
}

/** Draws who writes next: first those who still need posts, in turn; otherwise by how much each likes to write. */
class Authors {
  private readonly upTo: Float64Array;
  private needed = 0;

  constructor(
    private readonly people: readonly number[],
    weights: readonly number[],
    private readonly inNeed: readonly number[],
    private readonly random: Random,
  ) {
    let sum = 0;
    this.upTo = Float64Array.from(weights, (weight) => (sum += weight));
  }

  /** @param previous nobody answers themselves, if it can be helped */
  next(previous: number): number {
    if (this.needed < this.inNeed.length && this.random.chance(0.8)) {
      const author = this.inNeed[this.needed] as number;
      this.needed += 1;
      return author;
    }
    const author = this.draw();
    return author === previous ? this.draw() : author;
  }

  private draw(): number {
    const wanted = this.random.next() * (this.upTo.at(-1) as number);
    let [left, right] = [0, this.upTo.length - 1];
    while (left < right) {
      const middle = (left + right) >> 1;
      if ((this.upTo[middle] as number) > wanted) right = middle;
      else left = middle + 1;
    }
    return this.people[left] as number;
  }
}
