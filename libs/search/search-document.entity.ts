import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/**
 * What PostgreSQL's engine knows of a published post: no text, only its lexemes, and with them (each after a space, which
 * no lexeme of a text can hold) where it stands: audience keys, program, board, author, kind, days. So one GIN index
 * finds words within places and times, and there is no second copy of a text to erase. Nothing that waits, was returned,
 * hidden, removed, withdrawn or erased has a row.
 */
@Entity({ tableName: 'search_document' })
@Index({
  name: 'search_document_terms',
  expression:
    'create index "search_document_terms" on "search_document" using gin ("terms") with (fastupdate = on, gin_pending_list_limit = 16384)',
})
@Index({ name: 'search_document_board', properties: ['boardId', 'postId'] })
@Index({ name: 'search_document_time', properties: ['publishedAt', 'postId'] })
export class SearchDocumentRow {
  @PrimaryKey({ type: 'uuid' })
  postId!: string;
  @Property({ type: 'uuid' })
  boardId!: string;
  /** To the millisecond: it is a sort key, and cursors carry it. */
  @Property({ type: 'timestamptz' })
  publishedAt!: Date;
  /** Hash of everything the document was made from; documents and posts are compared by it. */
  @Property({ type: 'bigint' })
  fingerprint!: number;
  @Property({ columnType: 'tsvector', type: 'unknown' })
  terms!: string;
}

/** Words that occur, without case and accents: for beginnings and typos. Which text they come from is not known here. */
@Entity({ tableName: 'search_word' })
@Index({
  name: 'search_word_beginning',
  expression: 'create index "search_word_beginning" on "search_word" ("word" text_pattern_ops)',
})
@Index({
  name: 'search_word_likeness',
  expression: 'create index "search_word_likeness" on "search_word" using gin ("word" gin_trgm_ops)',
})
export class SearchWordRow {
  @PrimaryKey({ type: 'text' })
  word!: string;
}

/** How far an index has followed a board's event log. */
@Entity({ tableName: 'search_mark' })
export class SearchMarkRow {
  /** Which index: `postgres`, `meilisearch`, or `meilisearch.next` while it is rebuilt. */
  @PrimaryKey({ type: 'text' })
  engine!: string;
  @PrimaryKey({ type: 'uuid' })
  boardId!: string;
  /** Everything up to this event is in the index. */
  @Property({ type: 'bigint' })
  seq!: number;
}

/** What is known of an index as a whole. */
@Entity({ tableName: 'search_index' })
export class SearchIndexRow {
  @PrimaryKey({ type: 'text' })
  engine!: string;
  /** It held everything once, so it may answer. */
  @Property({ type: 'boolean', default: false })
  complete!: boolean;
  /** While all posts are gone through: the last one, by id. */
  @Property({ type: 'uuid', nullable: true })
  loadedTo!: string | null;
  /** How many have been gone through. */
  @Property({ type: 'int', default: 0 })
  loaded!: number;
  /** Set once the task that swaps it in may have been sent. */
  @Property({ type: 'bigint', nullable: true })
  swapTask!: number | null;
  @Property({ type: 'timestamptz', nullable: true })
  checkedAt!: Date | null;
  /** What the last check found wrong and put right: documents that were missing, surplus or old. */
  @Property({ type: 'int', default: 0 })
  repaired!: number;
}
