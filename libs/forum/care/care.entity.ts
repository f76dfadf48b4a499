import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ThreadRow } from '../threads/thread.entity.js';

/** A title that a thread had until staff renamed it; for staff alone, and destroyed with the opening post's text. */
@Entity({ tableName: 'thread_title' })
@Index({ name: 'thread_title_thread', properties: ['thread', 'changedAt', 'id'] })
export class ThreadTitle {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @ManyToOne(() => ThreadRow)
  thread!: ThreadRow;
  /** The former title. */
  @Property({ type: 'text' })
  title!: string;
  /** Who gave the thread another one. */
  @Property({ type: 'uuid' })
  changedBy!: string;
  @Property({ type: 'timestamptz' })
  changedAt!: Date;
}

/** That somebody has read an announcement which asked for it. */
@Entity({ tableName: 'thread_acknowledgement' })
export class ThreadAcknowledgement {
  @ManyToOne(() => ThreadRow, { primary: true })
  thread!: ThreadRow;
  @PrimaryKey({ type: 'uuid' })
  accountId!: string;
  @Property({ type: 'timestamptz' })
  acknowledgedAt!: Date;
}
