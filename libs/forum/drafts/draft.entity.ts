import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A text that its author has not submitted; nobody else sees it. Kept for thirty days after the last change. */
@Entity({ tableName: 'draft' })
@Index({ name: 'draft_account', properties: ['accountId', 'updatedAt', 'id'] })
@Index({ name: 'draft_age', properties: ['updatedAt'] })
@Index({
  name: 'draft_post',
  expression: 'create index "draft_post" on "draft" ("post_id") where "post_id" is not null',
})
export class DraftRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'uuid' })
  accountId!: string;
  @Property({ type: 'uuid', nullable: true })
  boardId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  threadId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  parentId!: string | null;
  /** A post of the author's that was returned for changes: this is its text, to be sent again by an edit. */
  @Property({ type: 'uuid', nullable: true })
  postId!: string | null;
  @Property({ type: 'text', nullable: true })
  title!: string | null;
  @Property({ type: 'text' })
  body!: string;
  @Property({ type: 'int', default: 1 })
  version!: number;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  @Property({ type: 'timestamptz' })
  updatedAt!: Date;
}
