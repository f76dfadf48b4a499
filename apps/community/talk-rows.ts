import { PostState, type ReactionKind, RENDERER_VERSION, ThreadKind } from '#forum';
import type { Community } from './community.js';
import { LogRows } from './log-rows.js';
import { at, type Names } from './people-rows.js';
import { ReadingRows } from './reading-rows.js';
import { filling, type Filling, type Row } from './tables.js';
import { type Message, type Talk, valueAt } from './talk.js';
import { TalkNames } from './talk-names.js';

/** The rows of a community's talk, made one by one while they are written. */
export class TalkRows {
  readonly names: TalkNames;
  private readonly talk: Talk;
  private readonly order: Uint32Array;

  constructor(
    private readonly community: Community,
    people: Names,
  ) {
    this.names = new TalkNames(community, people);
    this.talk = community.talk;
    this.order = this.talk.inOrder();
  }

  /** In the order of foreign keys; posts in the order of publication, as a live board stores them. */
  fillings(): Filling[] {
    return [
      filling('thread', this.threads()),
      filling('post', this.posts()),
      filling('revision', this.revisions()),
      filling('reaction', this.reactions()),
      ...new ReadingRows(this.names).fillings(),
      ...new LogRows(this.names, this.order).fillings(),
    ];
  }

  private publishedAt(post: number): Date {
    return new Date(valueAt(this.talk.at, post));
  }

  private messageOf(post: number): Message {
    return at(this.talk.messages, valueAt(this.talk.message, post));
  }

  private *threads(): Iterable<Row<'thread'>> {
    for (const [place, thread] of this.talk.threads.entries()) {
      const { start, size, accepted } = thread;
      yield {
        id: this.names.thread(place),
        board_id: this.names.people.board(thread.board),
        kind: thread.kind,
        title: thread.title,
        author_id: this.names.author(start),
        author_role: this.names.authorOf(start).role,
        opening_post_id: this.names.post(start),
        created_at: new Date(this.names.writtenAt(start)),
        published_at: this.publishedAt(start),
        last_activity_at: this.publishedAt(start + size - 1),
        last_number: size,
        post_count: thread.published,
        pinned: thread.pinned,
        accepted_post_id:
          accepted === null || thread.kind !== ThreadKind.QUESTION ? null : this.names.post(start + accepted - 1),
      };
    }
  }

  private *posts(): Iterable<Row<'post'>> {
    const { talk } = this;
    for (const post of this.order) {
      const thread = talk.threadOf(post);
      const parent = valueAt(talk.parent, post);
      const gone = talk.takenDown.get(post);
      const message = this.messageOf(post);
      const published = this.publishedAt(post);
      yield {
        id: this.names.post(post),
        thread_id: this.names.threadOf(post),
        board_id: this.names.people.board(thread.board),
        author_id: this.names.author(post),
        author_role: this.names.authorOf(post).role,
        parent_id: parent < 0 ? null : this.names.post(parent),
        parent_number: parent < 0 ? null : talk.numberOf(parent),
        number: talk.numberOf(post),
        path: `\\x${talk.pathOf(post)}`,
        depth: valueAt(talk.depth, post),
        ordinal: valueAt(talk.ordinal, post),
        rank: valueAt(talk.rank, post),
        last_ordinal: valueAt(talk.lastOrdinal, post),
        reply_count: valueAt(talk.replyCount, post),
        state: gone?.state ?? PostState.PUBLISHED,
        shown_revision_id: this.names.revision(post),
        latest_revision_id: this.names.revision(post),
        body_html: message.html,
        body_text: message.text,
        reaction_counts: countsOf(talk.reactionsOf(post)),
        created_at: new Date(this.names.writtenAt(post)),
        published_at: published,
        state_changed_at: gone ? new Date(gone.at) : published,
      };
    }
  }

  private *revisions(): Iterable<Row<'revision'>> {
    for (const post of this.order) {
      const thread = this.talk.threadOf(post);
      const { body, html, text } = this.messageOf(post);
      yield {
        id: this.names.revision(post),
        post_id: this.names.post(post),
        number: 1,
        author_id: this.names.author(post),
        title: thread.start === post ? thread.title : null,
        body,
        body_html: html,
        body_text: text,
        renderer_version: RENDERER_VERSION,
        state: PostState.PUBLISHED,
        created_at: new Date(this.names.writtenAt(post)),
      };
    }
  }

  private *reactions(): Iterable<Row<'reaction'>> {
    const now = this.community.now.getTime();
    for (const post of this.order) {
      for (const [place, { person, kind }] of this.talk.reactionsOf(post).entries()) {
        const when = Math.min(valueAt(this.talk.at, post) + (place + 1) * 1_800_000, now);
        yield {
          post_id: this.names.post(post),
          account_id: this.names.people.account(person),
          kind,
          created_at: new Date(when),
        };
      }
    }
  }
}

function countsOf(reactions: readonly { kind: ReactionKind }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of reactions) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
