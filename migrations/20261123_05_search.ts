import { Migration } from '@mikro-orm/migrations';

/** What search needs: words without accents, documents of published posts, and how far each index has come. */
export class Search extends Migration {
  override up(): void {
    this.addSql(`create extension if not exists "unaccent"`);
    this.addSql(`create extension if not exists "pg_trgm"`);
    // Accents go first, then the language's own dictionary: "canción" and "cancion" are one word.
    for (const language of ['english', 'spanish', 'simple']) {
      const stemmer = language === 'simple' ? 'simple' : `${language}_stem`;
      this.addSql(`create text search configuration "porchlight_${language}" (copy = pg_catalog.${language})`);
      this.addSql(
        `alter text search configuration "porchlight_${language}" alter mapping for hword, hword_part, word with unaccent, ${stemmer}`,
      );
    }
    this.addSql(`
      create table "search_document" (
        "post_id" uuid not null,
        "board_id" uuid not null,
        "published_at" timestamptz not null,
        "fingerprint" bigint not null,
        "terms" tsvector not null,
        primary key ("post_id")
      )`);
    this.addSql(`create index "search_document_time" on "search_document" ("published_at", "post_id")`);
    this.addSql(`create index "search_document_board" on "search_document" ("board_id", "post_id")`);
    this.addSql(
      `create index "search_document_terms" on "search_document" using gin ("terms") with (fastupdate = on, gin_pending_list_limit = 16384)`,
    );
    this.addSql(`
      create table "search_index" (
        "engine" text not null,
        "complete" boolean not null default false,
        "loaded_to" uuid null,
        "loaded" int not null default 0,
        "swap_task" bigint null,
        "checked_at" timestamptz null,
        "repaired" int not null default 0,
        primary key ("engine")
      )`);
    this.addSql(`
      create table "search_mark" (
        "engine" text not null,
        "board_id" uuid not null,
        "seq" bigint not null,
        primary key ("engine", "board_id")
      )`);
    this.addSql(`
      create table "search_word" (
        "word" text not null,
        primary key ("word")
      )`);
    this.addSql(`create index "search_word_likeness" on "search_word" using gin ("word" gin_trgm_ops)`);
    this.addSql(`create index "search_word_beginning" on "search_word" ("word" text_pattern_ops)`);
    // Lexemes are read with every hit: they stay in the row, beside each other, instead of in a table behind it.
    this.addSql(`alter table "search_document" alter column "terms" set storage main`);
  }

  override down(): void {
    this.addSql(`drop table "search_word" cascade`);
    this.addSql(`drop table "search_mark" cascade`);
    this.addSql(`drop table "search_index" cascade`);
    this.addSql(`drop table "search_document" cascade`);
    for (const language of ['simple', 'spanish', 'english']) {
      this.addSql(`drop text search configuration "porchlight_${language}"`);
    }
    this.addSql(`drop extension "pg_trgm"`);
    this.addSql(`drop extension "unaccent"`);
  }
}
