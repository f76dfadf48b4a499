import type { Community, PlannedPerson } from './community.js';
import { Made } from './made-ids.js';
import { at, type Names } from './people-rows.js';
import { valueAt } from './talk.js';

/** Ids, authors and times of a community's threads and posts, by their place in its talk. */
export class TalkNames {
  constructor(
    readonly community: Community,
    readonly people: Names,
  ) {}

  thread(place: number): string {
    return this.people.ids.of(Made.THREAD, place, this.writtenAt(at(this.community.talk.threads, place).start));
  }

  threadOf(post: number): string {
    return this.thread(valueAt(this.community.talk.thread, post));
  }

  post(post: number): string {
    return this.people.ids.of(Made.POST, post, this.writtenAt(post));
  }

  revision(post: number): string {
    return this.people.ids.of(Made.REVISION, post, this.writtenAt(post));
  }

  /** In milliseconds; ids are made of it. */
  writtenAt(post: number): number {
    return valueAt(this.community.talk.at, post) - valueAt(this.community.talk.waited, post);
  }

  authorOf(post: number): PlannedPerson {
    return at(this.community.people, valueAt(this.community.talk.author, post));
  }

  author(post: number): string {
    return this.people.account(valueAt(this.community.talk.author, post));
  }
}
