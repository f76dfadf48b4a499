import { reviews, visibleBoards } from '#forum';
import { join, raw, sql, type Sql, type Viewer } from '#platform';
import type { Language } from './language/languages.js';
import { textQuery } from './postgres/tsquery.js';
import type { SearchRequest } from './search-engine.port.js';

const query = (language: Language, text: string): Sql => sql`to_tsquery(${raw(`'porchlight_${language}'`)}, ${text})`;

/**
 * What is held, returned, hidden, removed or withdrawn and matches, newest first, on boards that the viewer reviews. It
 * is in no index: it is read from the posts themselves, of which the two small partial indexes name the few that count.
 */
export function hiddenPosts(viewer: Viewer, request: SearchRequest, most: number): Sql {
  const text = textQuery(request);
  const { boardIds, authorIds, kind, unanswered, before, from, after, languages } = request;
  const words =
    text === null
      ? null
      : join(
          languages.map((language) => query(language, text)),
          ' || ',
        );
  const body = sql`setweight(to_tsvector('porchlight_english', case when p.id = t.opening_post_id then t.title else '' end), 'A')
    || to_tsvector('porchlight_english', coalesce(p.body_text, ''))`;
  const own = join(
    languages.map((language) =>
      language === 'english'
        ? sql`${body}`
        : sql`to_tsvector(${raw(`'porchlight_${language}'`)},
            case when p.id = t.opening_post_id then t.title || ' ' else '' end || coalesce(p.body_text, ''))`,
    ),
    ' || ',
  );
  const found = sql`
    select p.id, date_trunc('milliseconds', coalesce(p.published_at, p.created_at)) as at
    from post p join board b on b.id = p.board_id join thread t on t.id = p.thread_id
    where ${visibleBoards(viewer)} and ${reviews(viewer)} and p.state <> 'ERASED'
      ${words ? sql`and numnode(${words}) > 0 and (${own}) @@ (${words})` : sql``}
      ${boardIds ? sql`and p.board_id = any(${boardIds}::uuid[])` : sql``}
      ${authorIds ? sql`and p.author_id = any(${authorIds}::uuid[])` : sql``}
      ${kind ? sql`and t.kind = ${kind}` : sql``}
      ${unanswered ? sql`and t.accepted_post_id is null` : sql``}
      ${request.inTitle ? sql`and p.id = t.opening_post_id` : sql``}`;
  return sql`
    select q.id, (extract(epoch from q.at) * 1000)::bigint as at from (
      ${found} and p.number is null
      union all
      ${found} and p.number is not null and p.state <> 'PUBLISHED'
    ) q
    where q.at < ${new Date(before ?? 253_370_764_800_000)}::timestamptz and q.at >= ${new Date(from ?? 0)}::timestamptz
      ${after ? sql`and (q.at, q.id) < (${new Date(after.at)}::timestamptz, ${after.id}::uuid)` : sql``}
    order by q.at desc, q.id desc limit ${most}::int`;
}
