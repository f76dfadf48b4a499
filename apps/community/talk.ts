import { deepestLevel, type PostState, type ReactionKind, type ThreadKind } from '#forum';

/** A text with what its readers see of it; rendered once, used by many posts. */
export interface Message {
  body: string;
  html: string;
  text: string;
}

export interface TalkThread {
  board: number;
  kind: ThreadKind;
  title: string;
  pinned: boolean;
  /** Place of its opening post in the talk; the others follow it in order of publication. */
  start: number;
  /** Posts that were ever published. */
  size: number;
  /** Posts that are published now. */
  published: number;
  /** Number of the answer that settled it; null if none did. */
  accepted: number | null;
}

export interface TakenDown {
  state: PostState.WITHDRAWN | PostState.HIDDEN | PostState.REMOVED;
  at: number;
  /** Place of the person who did it. */
  by: number;
}

export interface Reader {
  person: number;
  /** Everything published in the thread up to this moment is read, and the reader's own posts. */
  until: number;
}

/**
 * Everything that was said, as columns of numbers: a million posts take fifty megabytes, so all of it can be laid out
 * before the first row is written. Posts of a thread lie side by side in order of publication, which gives them their
 * numbers; a tree place is worked out as each is said, by the rules of the forum (`PostStates`).
 */
export class Talk {
  readonly threads: TalkThread[] = [];
  readonly takenDown = new Map<number, TakenDown>();
  /** Who approved what was held first; unset: how posts came to be published is not told in the trail. */
  reviewers: ReadonlyMap<number, number> | null = null;
  reactionsOf: (post: number) => readonly { person: number; kind: ReactionKind }[] = () => [];
  readersOf: (thread: number) => Iterable<Reader> = () => [];
  size = 0;

  author: Int32Array;
  message: Int32Array;
  /** Time of publication in milliseconds. */
  at: Float64Array;
  /** Milliseconds that it waited for review before that. */
  waited: Int32Array;
  thread: Int32Array;
  /** Place of the post it answers; -1 for none. */
  parent: Int32Array;
  depth: Uint8Array;
  ordinal: Int32Array;
  rank: Int32Array;
  lastOrdinal: Int32Array;
  replyCount: Int32Array;

  constructor(
    readonly messages: readonly Message[],
    expected: number,
  ) {
    this.author = new Int32Array(expected);
    this.message = new Int32Array(expected);
    this.at = new Float64Array(expected);
    this.waited = new Int32Array(expected);
    this.thread = new Int32Array(expected);
    this.parent = new Int32Array(expected);
    this.depth = new Uint8Array(expected);
    this.ordinal = new Int32Array(expected);
    this.rank = new Int32Array(expected);
    this.lastOrdinal = new Int32Array(expected);
    this.replyCount = new Int32Array(expected);
  }

  /** What is said from here on is said in this thread. */
  open(thread: Pick<TalkThread, 'board' | 'kind' | 'title'> & { pinned?: boolean }): TalkThread {
    const opened = { pinned: false, ...thread, start: this.size, size: 0, published: 0, accepted: null };
    this.threads.push(opened);
    return opened;
  }

  /**
   * Adds a post to the newest thread.
   * @param post.at later than that of the post before it in the thread
   * @returns its place in the talk
   */
  say(post: { author: number; message: number; at: number; parent: number; waited?: number }): number {
    const thread = this.threads.at(-1);
    if (!thread) throw new Error('no thread is open');
    const place = this.size;
    if (thread.size > 0 && post.at <= (this.at[place - 1] ?? 0)) throw new Error('posts of a thread come in order');
    this.author[place] = post.author;
    this.message[place] = post.message;
    this.at[place] = post.at;
    this.waited[place] = post.waited ?? 0;
    this.thread[place] = this.threads.length - 1;
    this.parent[place] = post.parent;
    if (post.parent >= 0) this.joinTree(place, post.parent);
    thread.size += 1;
    thread.published += 1;
    this.size += 1;
    return place;
  }

  private joinTree(place: number, parent: number): void {
    const ordinal = valueAt(this.lastOrdinal, parent) + 1;
    this.lastOrdinal[parent] = ordinal;
    this.replyCount[parent] = valueAt(this.replyCount, parent) + 1;
    this.depth[place] = Math.min(valueAt(this.depth, parent) + 1, deepestLevel);
    this.ordinal[place] = ordinal;
    this.rank[place] = Math.max(valueAt(this.rank, parent), ordinal);
  }

  /** Leaves an empty place: number, tree place and replies stay. */
  takeDown(post: number, how: TakenDown): void {
    if (this.takenDown.has(post)) return;
    this.takenDown.set(post, how);
    this.threadOf(post).published -= 1;
    const parent = valueAt(this.parent, post);
    if (parent >= 0) this.replyCount[parent] = valueAt(this.replyCount, parent) - 1;
  }

  threadOf(post: number): TalkThread {
    const thread = this.threads[valueAt(this.thread, post)];
    if (!thread) throw new Error(`there is no post ${post}`);
    return thread;
  }

  numberOf(post: number): number {
    return post - this.threadOf(post).start + 1;
  }

  /** Ancestors' numbers and its own, four bytes each, as hexadecimal digits: `post.path`. */
  pathOf(post: number): string {
    let path = hexOf(this.numberOf(post));
    let level = valueAt(this.depth, post);
    for (let above = valueAt(this.parent, post); level > 0; above = valueAt(this.parent, above)) {
      // At the deepest level a reply stands beside the post it answers, below the same one.
      if (valueAt(this.depth, above) >= level) continue;
      path = hexOf(this.numberOf(above)) + path;
      level -= 1;
    }
    return path;
  }

  /** Places of all posts in order of publication, as a live board would have stored them. */
  inOrder(): Uint32Array {
    const order = Uint32Array.from({ length: this.size }, (_, place) => place);
    return order.sort((one, other) => valueAt(this.at, one) - valueAt(this.at, other) || one - other);
  }
}

const hexOf = (number: number): string => number.toString(16).padStart(8, '0');

/** Reads a column; there is always a value at a place below `size`. */
export const valueAt = (column: Int32Array | Uint8Array | Uint32Array | Float64Array, place: number): number =>
  column[place] as number;
