import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BoardRow } from '../boards/board.entity.js';
import { ThreadKind } from '../forum.types.js';

/** A topic on a board. It exists for others once its opening post is published. */
@Entity({ tableName: 'thread' })
@Index({
  name: 'thread_activity',
  expression:
    'create index "thread_activity" on "thread" ("board_id", "pinned" desc, "last_activity_at" desc, "id" desc) where "published_at" is not null',
})
@Index({
  name: 'thread_waiting',
  expression: 'create index "thread_waiting" on "thread" ("board_id", "author_id") where "published_at" is null',
})
export class ThreadRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => BoardRow)
  board!: BoardRow;
  @Enum({ items: () => ThreadKind, columnType: 'text', default: ThreadKind.DISCUSSION })
  kind!: ThreadKind;
  @Property({ type: 'text' })
  title!: string;
  @Property({ type: 'uuid' })
  authorId!: string;
  @Property({ type: 'text' })
  authorRole!: string;
  @Property({ type: 'uuid' })
  openingPostId!: string;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  /** When the opening post was first published; null: nobody but its author and staff knows of the thread. */
  @Property({ type: 'timestamptz', nullable: true })
  publishedAt!: Date | null;
  /** When a post was last published here. */
  @Property({ type: 'timestamptz' })
  lastActivityAt!: Date;
  /** Highest number given to a post; numbers are given at publication, under this row's lock, without gaps. */
  @Property({ type: 'int', default: 0 })
  lastNumber!: number;
  /** Posts that are published now. */
  @Property({ type: 'int', default: 0 })
  postCount!: number;
  @Property({ type: 'boolean', default: false })
  pinned!: boolean;
  @Property({ type: 'boolean', default: false })
  locked!: boolean;
  @Property({ type: 'int', nullable: true })
  slowModeSeconds!: number | null;
  /** Answer that settled a question. */
  @Property({ type: 'uuid', nullable: true })
  acceptedPostId!: string | null;
  @Property({ type: 'boolean', default: false })
  requiresAcknowledgement!: boolean;
}
