import { WatchLevel, WatchReason } from '#forum';
import { Made } from './made-ids.js';
import { at } from './people-rows.js';
import { filling, type Filling, type Row } from './tables.js';
import { type Talk, type TalkThread, valueAt } from './talk.js';
import type { TalkNames } from './talk-names.js';

/** How far everybody has read, and what they want to hear of. */
export class ReadingRows {
  private readonly talk: Talk;

  constructor(private readonly names: TalkNames) {
    this.talk = names.community.talk;
  }

  fillings(): Filling[] {
    return [filling('read_mark', this.readMarks()), filling('watch', this.watches())];
  }

  private *readMarks(): Iterable<Row<'read_mark'>> {
    for (const [place, thread] of this.talk.threads.entries()) {
      const own = this.numbersByAuthor(thread);
      const seen = new Map([...this.talk.readersOf(place)].map(({ person, until }) => [person, until]));
      // Who wrote last has read at least up to there, unless the reading says otherwise.
      for (const [person, numbers] of own) {
        if (!seen.has(person)) seen.set(person, valueAt(this.talk.at, thread.start + (numbers.at(-1) ?? 1) - 1));
      }
      const threadId = this.names.thread(place);
      for (const [person, until] of seen) {
        const numbers = own.get(person) ?? [];
        let last = this.numberAt(thread, until);
        const above = numbers.filter((number) => number > last);
        while (above[0] === last + 1) last = above.shift() as number;
        if (last === 0 && above.length === 0) continue;
        const wrote = numbers.length > 0 ? valueAt(this.talk.at, thread.start + (numbers.at(-1) as number) - 1) : 0;
        yield {
          account_id: this.names.people.account(person),
          thread_id: threadId,
          last_read_number: last,
          read_above: above,
          updated_at: new Date(
            Math.max(wrote, Math.min(until, valueAt(this.talk.at, thread.start + last - 1) || until)),
          ),
        };
      }
    }
  }

  /** As the forum gives them with somebody's first post in a thread. */
  private *watches(): Iterable<Row<'watch'>> {
    let made = 0;
    for (const [place, thread] of this.talk.threads.entries()) {
      const { start } = thread;
      for (const [person, numbers] of this.numbersByAuthor(thread)) {
        const first = start + at(numbers, 0) - 1;
        const when = valueAt(this.talk.at, first);
        yield {
          id: this.names.people.ids.of(Made.WATCH, made, when),
          account_id: this.names.people.account(person),
          thread_id: this.names.thread(place),
          level: first === start ? WatchLevel.ALL : WatchLevel.REPLIES_AND_MENTIONS,
          reason: first === start ? WatchReason.WROTE : WatchReason.REPLIED,
          updated_at: new Date(when),
        };
        made += 1;
      }
    }
  }

  private numbersByAuthor({ start, size }: TalkThread): Map<number, number[]> {
    const own = new Map<number, number[]>();
    for (let number = 1; number <= size; number += 1) {
      const author = valueAt(this.talk.author, start + number - 1);
      const numbers = own.get(author);
      if (numbers) numbers.push(number);
      else own.set(author, [number]);
    }
    return own;
  }

  /** The newest number of a thread at a moment; 0 before its opening. */
  private numberAt({ start, size }: TalkThread, moment: number): number {
    let [from, to] = [0, size];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (valueAt(this.talk.at, start + middle) <= moment) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
