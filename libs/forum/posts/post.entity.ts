import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { PostState, ReactionKind } from '../forum.types.js';
import { ThreadRow } from '../threads/thread.entity.js';

/** An entry of a thread, with what its readers see denormalised from its shown revision. */
@Entity({ tableName: 'post' })
@Index({
  name: 'post_number',
  expression: 'create unique index "post_number" on "post" ("thread_id", "number") where "number" is not null',
})
@Index({
  name: 'post_tree',
  expression:
    'create index "post_tree" on "post" ("thread_id", "path") include ("depth", "rank") where "number" is not null',
})
@Index({
  name: 'post_replies',
  expression: 'create index "post_replies" on "post" ("parent_id", "ordinal") where "parent_id" is not null',
})
@Index({
  name: 'post_waiting',
  expression: 'create index "post_waiting" on "post" ("thread_id", "id") where "number" is null',
})
@Index({
  name: 'post_gaps',
  expression:
    'create index "post_gaps" on "post" ("thread_id", "number") where "number" is not null and "state" <> \'PUBLISHED\'',
})
@Index({ name: 'post_author', properties: ['authorId', 'boardId', 'createdAt'] })
export class PostRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => ThreadRow)
  thread!: ThreadRow;
  @Property({ type: 'uuid' })
  boardId!: string;
  @Property({ type: 'uuid' })
  authorId!: string;
  /** The author's role on this board when it was written. */
  @Property({ type: 'text' })
  authorRole!: string;
  @Property({ type: 'uuid', nullable: true })
  parentId!: string | null;
  @Property({ type: 'int', nullable: true })
  parentNumber!: number | null;
  /** Position in the thread, given at first publication; null while it waits, so nobody can tell from a gap that it does. */
  @Property({ type: 'int', nullable: true })
  number!: number | null;
  /** Numbers of the ancestors and of itself, four bytes each, big-endian: byte order is depth-first order. */
  @Property({ type: 'bytea', nullable: true })
  path!: Buffer | null;
  /** 0 for a post without parent; at most the cap of `tree.ts`. */
  @Property({ type: 'smallint', default: 0 })
  depth!: number;
  /** Place among its parent's replies, from 1 in order of publication; 0 without parent. */
  @Property({ type: 'int', default: 0 })
  ordinal!: number;
  /** The greatest ordinal on the way from the top: a tree page shows small ranks only. */
  @Property({ type: 'int', default: 0 })
  rank!: number;
  /** Replies ever published directly below: the newest one's ordinal. */
  @Property({ type: 'int', default: 0 })
  lastOrdinal!: number;
  /** Replies published now, directly below. */
  @Property({ type: 'int', default: 0 })
  replyCount!: number;
  @Enum({ items: () => PostState, columnType: 'text' })
  state!: PostState;
  /** The revision that readers see; null while none was ever approved. */
  @Property({ type: 'uuid', nullable: true })
  shownRevisionId!: string | null;
  /** The newest revision; differs from the shown one while an edit waits. */
  @Property({ type: 'uuid' })
  latestRevisionId!: string;
  /** Number of the newest revision; an edit names it as `expectedVersion`. */
  @Property({ type: 'int', default: 1 })
  version!: number;
  /** HTML of the shown revision. */
  @Property({ type: 'text', nullable: true })
  bodyHtml!: string | null;
  /** Plain text of the shown revision, for search and mail. */
  @Property({ type: 'text', nullable: true })
  bodyText!: string | null;
  /**
   * Held for imminent danger or serious concern, or removed ninety days ago: only author, case owner and safeguarding lead
   * see it (domain 2.2).
   */
  @Property({ type: 'boolean', default: false })
  restricted!: boolean;
  /** Whether staff redacted the shown revision. */
  @Property({ type: 'boolean', default: false })
  staffEdited!: boolean;
  /** `{ "HEART": 2 }`, kinds with a count above zero. */
  @Property({ type: 'jsonb', default: '{}' })
  reactionCounts!: object;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  publishedAt!: Date | null;
  /** When the shown revision replaced an earlier shown one. */
  @Property({ type: 'timestamptz', nullable: true })
  editedAt!: Date | null;
  @Property({ type: 'timestamptz' })
  stateChangedAt!: Date;
  /** Of an empty place that a split left behind: the post that stood here. */
  @Property({ type: 'uuid', nullable: true })
  movedTo!: string | null;
}

/** One immutable version of a post's text. Decisions bind to a revision, never to a post. */
@Entity({ tableName: 'revision' })
@Index({
  name: 'revision_number',
  expression: 'create unique index "revision_number" on "revision" ("post_id", "number")',
})
@Index({ name: 'revision_renderer', properties: ['rendererVersion', 'id'] })
@Index({
  name: 'revision_edits',
  expression: 'create index "revision_edits" on "revision" ("author_id", "created_at") where "number" > 1',
})
export class RevisionRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => PostRow)
  post!: PostRow;
  /** 1 for the first. */
  @Property({ type: 'int' })
  number!: number;
  /** Who wrote this version; staff for a redaction. */
  @Property({ type: 'uuid' })
  authorId!: string;
  /** Title, where this version set the thread's. */
  @Property({ type: 'text', nullable: true })
  title!: string | null;
  /** Markdown as written, cleaned (`rendering/hygiene`). */
  @Property({ type: 'text' })
  body!: string;
  @Property({ type: 'text' })
  bodyHtml!: string;
  @Property({ type: 'text' })
  bodyText!: string;
  @Property({ type: 'int' })
  rendererVersion!: number;
  /** HELD, PUBLISHED (approved or clean), REJECTED or ERASED: of this text, not of the post. */
  @Enum({ items: () => PostState, columnType: 'text' })
  state!: PostState;
  /** Held for imminent danger or serious concern. It stays so when the post goes on with another text. */
  @Property({ type: 'boolean', default: false })
  restricted!: boolean;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}

/** One reaction of one person. */
@Entity({ tableName: 'reaction' })
export class ReactionRow {
  @ManyToOne(() => PostRow, { primary: true })
  post!: PostRow;
  @PrimaryKey({ type: 'uuid' })
  accountId!: string;
  @PrimaryKey({ type: 'text' })
  kind!: ReactionKind;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
