/** A forum in memory, as simple as can be: what the server shows of a thread must be what this says. */

export interface ModelPost {
  id: string;
  author: string;
  /** Order of writing. */
  written: number;
  parent: ModelPost | null;
  number: number | null;
  state: 'HELD' | 'REJECTED' | 'PUBLISHED' | 'HIDDEN' | 'REMOVED' | 'WITHDRAWN' | 'ERASED' | 'MOVED';
}

export interface ModelThread {
  id: string;
  posts: ModelPost[];
  /** Numbers that each person has read. */
  read: Map<string, Set<number>>;
}

const deepest = 15;

export class ForumModel {
  /** Who blocks whom. */
  readonly blocks = new Set<string>();

  constructor(private readonly reviewer: string) {}

  publish(thread: ModelThread, post: ModelPost): void {
    post.state = 'PUBLISHED';
    if (post.number !== null) return;
    post.number = numbered(thread).length + 1;
    this.readBy(thread, post.author).add(post.number);
  }

  readBy(thread: ModelThread, person: string): Set<number> {
    const read = thread.read.get(person) ?? new Set();
    thread.read.set(person, read);
    return read;
  }

  /** Takes posts with everything below them to a thread of their own; empty places stay, those of earlier splits too. */
  split(thread: ModelThread, chosen: ModelPost[], newId: string): ModelThread {
    const goes = (post: ModelPost | null): boolean =>
      post !== null && post.state !== 'MOVED' && (chosen.includes(post) || goes(post.parent));
    const moving = inOrder(thread.posts.filter(goes));
    const stubs = new Map(moving.map((post) => [post, { ...post, id: `stub of ${post.id}`, state: 'MOVED' as const }]));
    const stays = thread.posts.filter((post) => !stubs.has(post));
    for (const post of [...stays, ...stubs.values()])
      post.parent = post.parent && (stubs.get(post.parent) ?? post.parent);
    const left = [...stubs.values()].filter(({ number }) => number !== null);
    const fresh: ModelThread = { id: newId, posts: moving, read: new Map() };
    const renumbered = new Map<number, number>();
    for (const post of moving) {
      if (post.parent && !stubs.has(post.parent)) post.parent = null;
      if (post.number === null) continue;
      renumbered.set(post.number, renumbered.size + 1);
      post.number = renumbered.size;
    }
    for (const [person, numbers] of thread.read) {
      fresh.read.set(person, new Set([...numbers].flatMap((number) => renumbered.get(number) ?? [])));
    }
    thread.posts = [...stays, ...left];
    return fresh;
  }

  /** Everything that this person can page through, in reading order. */
  listed(thread: ModelThread, viewer: string): ModelPost[] {
    return inOrder(thread.posts.filter((post) => post.number !== null || this.waits(post, viewer)));
  }

  waits(post: ModelPost, viewer: string): boolean {
    if (post.number !== null) return false;
    return viewer === this.reviewer || (post.author === viewer && (post.state === 'HELD' || post.state === 'REJECTED'));
  }

  hasBlocked(viewer: string, post: ModelPost): boolean {
    return post.state === 'PUBLISHED' && this.blocks.has(`${viewer} ${post.author}`);
  }

  /** Published for this person. */
  isReadable(post: ModelPost, viewer: string): boolean {
    return post.state === 'PUBLISHED' && !this.hasBlocked(viewer, post);
  }

  hasText(post: ModelPost, viewer: string): boolean {
    if (this.isReadable(post, viewer)) return true;
    if (post.state === 'ERASED' || post.state === 'MOVED') return false;
    const ownToSee = post.state !== 'WITHDRAWN' && post.author === viewer;
    return viewer === this.reviewer || ownToSee;
  }

  counts(post: ModelPost, viewer: string): boolean {
    return this.isReadable(post, viewer) || this.waits(post, viewer);
  }

  postCount(thread: ModelThread, viewer: string): number {
    return thread.posts.filter((post) => this.counts(post, viewer)).length;
  }

  /** Who wrote what this person can read, the earliest first. */
  participants(thread: ModelThread, viewer: string): string[] {
    const readable = inOrder(thread.posts).filter((post) => this.isReadable(post, viewer));
    return [...new Set(readable.map(({ author }) => author))];
  }

  unread(thread: ModelThread, viewer: string): number[] {
    const read = this.readBy(thread, viewer);
    return inOrder(thread.posts)
      .filter((post) => this.isReadable(post, viewer) && post.number !== null && !read.has(post.number))
      .map(({ number }) => number ?? 0);
  }

  replyCount(thread: ModelThread, post: ModelPost, viewer: string): number {
    return thread.posts.filter((reply) => reply.parent === post && this.counts(reply, viewer)).length;
  }

  descendantCount(thread: ModelThread, post: ModelPost, viewer: string): number {
    const isBelow = (one: ModelPost): boolean => one.parent !== null && (one.parent === post || isBelow(one.parent));
    return thread.posts.filter((one) => isBelow(one) && this.counts(one, viewer)).length;
  }

  depth(post: ModelPost): number {
    return post.parent && post.number !== null ? Math.min(this.depth(post.parent) + 1, deepest) : 0;
  }
}

export const numbered = (thread: ModelThread): ModelPost[] => thread.posts.filter(({ number }) => number !== null);

export const inOrder = (posts: readonly ModelPost[]): ModelPost[] =>
  [...posts].sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || a.written - b.written);
