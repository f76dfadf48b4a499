import { readablePosts, visibleBoards } from '#forum';
import { sql, type Sql, type Viewer } from '#platform';

/** Boards of the viewer whose names these are, or begin with; case and accents do not matter. */
export const boardsNamed = (viewer: Viewer, names: readonly string[]): Sql => sql`
  select b.id from board b join unnest(${names}::text[]) n(name)
    on starts_with(unaccent(lower(b.title)), unaccent(lower(n.name)))
  where ${visibleBoards(viewer)}`;

/** Accounts with these usernames or display names. Whoever wrote nothing that the viewer sees is found to no effect. */
export const authorsNamed = (viewer: Viewer, usernames: readonly string[], names: readonly string[]): Sql => sql`
  select a.id from account a where a.username_key = any(${usernames}::text[])
  union
  select e.account_id from enrolment e join account a on a.id = e.account_id
  where e.program_id = any(${viewer.enrolments.map(({ programId }) => programId)}::uuid[])
    and unaccent(lower(a.display_name)) = any(select unaccent(lower(n.name)) from unnest(${names}::text[]) n(name))`;

/**
 * Where hits lie, among those that this viewer sees now.
 * @param most how many of them are counted, in the order of the ids
 */
export const facetsOf = (viewer: Viewer, postIds: readonly string[], most: number): Sql => sql`
  select q.board_id as "boardId", q.author_id as "authorId", min(q.author_role) as "authorRole",
    min(a.display_name) as "authorName", count(*)::int as count
  from (
    select p.board_id, p.author_id, p.author_role
    from unnest(${postIds}::uuid[]) with ordinality i(id, place) join post p on p.id = i.id join board b on b.id = p.board_id
    where ${readablePosts(viewer)} order by i.place limit ${most}::int
  ) q join account a on a.id = q.author_id
  group by q.board_id, q.author_id`;
