import { Injectable } from '@nestjs/common';
import { Database, type Sql, sql } from '#platform';
import {
  boardEvents,
  boardPosts,
  postPlaces,
  postReactions,
  postReplies,
  postShown,
  readMarks,
  type Slice,
  sliceEnd,
  threadNumbers,
  threadOpening,
  threadPosts,
} from './verifier.queries.js';

/** Something stored that is not what counting again gives. */
export interface Drift {
  /** Which recount found it: `thread.posts`, `post.places` … */
  check: string;
  /** UUID of the thread, post or board. */
  id: string;
  stored: string | null;
  counted: string | null;
}

const checksOfThreads: Readonly<Record<string, (slice: Slice) => Sql>> = {
  'thread.numbers': threadNumbers,
  'thread.posts': threadPosts,
  'thread.opening': threadOpening,
  'post.shown': postShown,
  'post.replies': postReplies,
  'post.places': postPlaces,
  'post.reactions': postReactions,
  'thread.readMarks': readMarks,
};

const checksOfBoards: Readonly<Record<string, Sql>> = { 'board.posts': boardPosts, 'board.events': boardEvents };

/** Where something is wrong everywhere, a list of some is as good as one of all. */
const mostDrifts = 1_000;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/**
 * Counts the forum again and tells what differs from what is stored. It reads only, slice by slice, so it may run beside
 * writers at any hour; the nightly job reports what it finds, tests call it after every story with many writers.
 */
@Injectable()
export class ForumVerifier {
  constructor(private readonly database: Database) {}

  /** @returns every difference, a thousand at most; empty when all is well */
  async drifts(): Promise<Drift[]> {
    const found: Drift[] = [];
    for await (const slice of this.slices()) {
      for (const [check, statement] of Object.entries(checksOfThreads)) {
        found.push(...(await this.run(check, statement(slice))));
      }
      if (found.length >= mostDrifts) return found.slice(0, mostDrifts);
    }
    for (const [check, statement] of Object.entries(checksOfBoards)) {
      found.push(...(await this.run(check, statement)));
    }
    return found.slice(0, mostDrifts);
  }

  private async *slices(): AsyncGenerator<Slice> {
    for (let after = beforeAll; ;) {
      const end = await this.database.first<{ upTo: string }>(sliceEnd(after));
      if (!end) return;
      yield { after, upTo: end.upTo };
      after = end.upTo;
    }
  }

  private async run(check: string, statement: Sql): Promise<Drift[]> {
    const rows = await this.database.rows<Omit<Drift, 'check'>>(sql`${statement} limit ${mostDrifts}`);
    return rows.map((row) => ({ check, ...row }));
  }
}
