import { sql, type Sql } from '#platform';
import { languageOfProgram } from './language/languages.js';
import { blockLevels } from './scope-tokens.js';

/** Goes up when documents are made differently: every fingerprint changes with it, and the check renews them all. */
const documentVersion = 2;

/** Letters and marks that Arabic writers may leave out; unaccent does not know them. */
const folded = (text: Sql): Sql => sql`translate(${text}, 'ـًٌٍَُِّْٰ', '')`;

/**
 * What there is to index, straight from the posts: published ones alone. The title belongs to the opening post, so it
 * goes out of sight with it, and a reply is found by its own words. Aliases: p post, t thread, b board, g program.
 */
export const indexable = (condition: Sql): Sql => sql`
  select p.id, p.board_id, p.author_id, p.thread_id, b.program_id, b.audience, t.kind,
    date_trunc('milliseconds', p.published_at) as published_at, p.id = t.opening_post_id as opening,
    t.kind = 'QUESTION' and t.accepted_post_id is null as unanswered, ${languageOfProgram} as language,
    case when p.id = t.opening_post_id then t.title else '' end as title, p.body_text,
    hashtextextended(concat_ws(' ', ${documentVersion}::int, p.shown_revision_id, p.board_id, p.thread_id,
      p.author_id, extract(epoch from p.published_at), b.audience, t.kind,
      t.accepted_post_id is null, ${languageOfProgram}, p.id = t.opening_post_id,
      case when p.id = t.opening_post_id then t.title end), 0) as fingerprint
  from post p join thread t on t.id = p.thread_id join board b on b.id = p.board_id
    join program g on g.id = b.program_id
  where p.state = 'PUBLISHED' and p.number is not null and ${condition}`;

/**
 * Brings the documents of these posts up to date: writes, replaces and takes away, in one statement.
 * @param anew also those that seem to be right already
 */
export const refreshDocuments = (postIds: readonly string[], anew = false): Sql => sql`
  with present as materialized (${indexable(sql`p.id = any(${postIds}::uuid[])`)}),
  gone as (
    delete from search_document d
    where d.post_id = any(${postIds}::uuid[]) and not exists (select from present n where n.id = d.post_id)
  ), stale as materialized (
    select n.*, 'porchlight_' || n.language as config, floor(extract(epoch from n.published_at) / 86400)::int as day
    from present n left join search_document d on d.post_id = n.id
    where ${anew}::boolean or d.fingerprint is distinct from n.fingerprint
  ), worded as (
    insert into search_word (word)
    select distinct w.word from stale s
      cross join lateral unnest(tsvector_to_array(to_tsvector('porchlight_simple', ${folded(sql`s.title || ' ' || s.body_text`)}))) w(word)
    where length(w.word) between 3 and 24 and w.word ~ '^[[:alpha:]]+$'
    order by w.word on conflict do nothing
  )
  insert into search_document (post_id, board_id, published_at, fingerprint, terms)
  select s.id, s.board_id, s.published_at, s.fingerprint,
    setweight(to_tsvector(s.config::regconfig, ${folded(sql`s.title`)}), 'A')
      || setweight(to_tsvector(s.config::regconfig, ${folded(sql`s.body_text`)}), 'B')
      || array_to_tsvector(array[' p:' || s.program_id, ' b:' || s.board_id, ' a:' || s.author_id, ' k:' || s.kind,
        ' l:' || s.language]
        || case when s.unanswered then array[' open'] else '{}' end || case when s.opening then array[' top'] else '{}' end
        || array(select ' ' || a.key from unnest(s.audience) a(key))
        || array(select ' d' || l.level || ':' || (s.day >> l.level) from generate_series(0, ${blockLevels - 1}::int) l(level)))
  from stale s order by s.id
  on conflict (post_id) do update set board_id = excluded.board_id, published_at = excluded.published_at,
    fingerprint = excluded.fingerprint, terms = excluded.terms`;

export const removeDocuments = (postIds: readonly string[]): Sql =>
  sql`delete from search_document where post_id = any(${postIds}::uuid[])`;

/** What Meilisearch is given of a post. */
export interface DocumentRecord {
  id: string;
  boardId: string;
  programId: string;
  authorId: string;
  audience: string[];
  kind: string;
  opening: boolean;
  unanswered: boolean;
  createdAt: number;
  title: string;
  body: string;
  fingerprint: string;
}

export const documentRecords = (postIds: readonly string[]): Sql => sql`
  select n.id, n.board_id as "boardId", n.program_id as "programId", n.author_id as "authorId", n.audience, n.kind,
    n.opening, n.unanswered, (extract(epoch from n.published_at) * 1000)::bigint as "createdAt", n.title,
    n.body_text as body, n.fingerprint::text as fingerprint
  from (${indexable(sql`p.id = any(${postIds}::uuid[])`)}) n`;
