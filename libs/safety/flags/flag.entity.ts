import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { FlagCategory } from '../safety.types.js';

/** Somebody's notice about a post or a person. Who gave it is in this table and nowhere else: no trail names them. */
@Entity({ tableName: 'flag' })
@Index({
  name: 'flag_once',
  expression:
    'create unique index "flag_once" on "flag" ("reporter_id", "target_id", "category") where "revision_id" is not null or "decided_at" is null',
})
@Index({ name: 'flag_target', properties: ['targetId'] })
@Index({ name: 'flag_reporter', properties: ['reporterId', 'createdAt', 'id'] })
@Index({ name: 'flag_reviewable', properties: ['reviewableId'] })
@Index({ name: 'flag_case', expression: 'create index "flag_case" on "flag" ("case_id") where "case_id" is not null' })
export class FlagRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'uuid' })
  programId!: string;
  /** The revision that was seen, or the flagged account. */
  @Property({ type: 'uuid' })
  targetId!: string;
  @Property({ type: 'uuid', nullable: true })
  postId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  revisionId!: string | null;
  /** Author of the post, or the flagged person. */
  @Property({ type: 'uuid' })
  subjectAccountId!: string;
  @Property({ type: 'uuid' })
  reporterId!: string;
  @Property({ type: 'boolean' })
  byStaff!: boolean;
  @Enum({ items: () => FlagCategory, columnType: 'text' })
  category!: FlagCategory;
  @Property({ type: 'text', nullable: true })
  note!: string | null;
  @Property({ type: 'uuid', nullable: true })
  reviewableId!: string | null;
  @Property({ type: 'uuid', nullable: true })
  caseId!: string | null;
  /** It came after a decision about the same thing and did not open it again. */
  @Property({ type: 'boolean', default: false })
  attached!: boolean;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;
  /** Whether anything was done; null while it is not decided. */
  @Property({ type: 'boolean', nullable: true })
  acted!: boolean | null;
  /** The reporter hears of it from then on. */
  @Property({ type: 'timestamptz', nullable: true })
  tellFrom!: Date | null;
}
