import { usernameKey } from '#accounts';
import { sql, type Sql, uuidOf } from '#platform';
import { markerNames } from '../rendering/index.js';

/**
 * Whom a text turns to: the author of what it answers, the authors of what it quotes, and who is mentioned.
 * @param html as it is stored, with its markers
 * @returns account ids, as a select
 */
export function peopleMet(html: string, place: { threadId: string | null; parentId: string | null }): Sql {
  const { usernames, postIds } = markerNames(html);
  const posts = [...postIds.map((id) => uuidOf('Post', id)), place.parentId].filter((id) => id !== null);
  return sql`
    select q.author_id from post q where q.id = any(${posts}::uuid[])
    union all select t.author_id from thread t where t.id = ${place.parentId === null ? place.threadId : null}::uuid
    union all select a.id from account a where a.username_key = any(${usernames.map(usernameKey)}::text[])`;
}
