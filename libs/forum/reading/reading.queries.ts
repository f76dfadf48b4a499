import { sql, type Sql } from '#platform';

/** Merges into the mark of one person on one thread (`read_mark_merge` in the migration): marks only grow. */
const intoMark = (upTo: Sql, numbers: Sql, now: Date): Sql => sql`
  on conflict (account_id, thread_id) do update set
    (last_read_number, read_above, updated_at) = (
      select new_mark, new_above, ${now}::timestamptz
      from read_mark_merge(read_mark.last_read_number, read_mark.read_above, ${upTo}, ${numbers}))`;

/** Part of giving a number (`counted.last_number`): nobody has to read what they wrote. */
export const markOwnPost = (post: { authorId: string; threadId: string }, now: Date): Sql => sql`
  insert into read_mark (account_id, thread_id, last_read_number, read_above, updated_at)
  select ${post.authorId}::uuid, ${post.threadId}::uuid, new_mark, new_above, ${now}::timestamptz
  from counted, read_mark_merge(0, '{}', 0, array[counted.last_number])
  ${intoMark(sql`0`, sql`(select array[last_number] from counted)`, now)}`;

/** Everything up to a number, and single posts above it, is read; numbers that the thread does not have are ignored. */
export const markThreadRead = (
  accountId: string,
  threadId: string,
  upTo: number,
  numbers: readonly number[],
  now: Date,
): Sql => sql`
  with asked as (
    select t.last_number, least(${upTo}::int, t.last_number) as up_to,
      array(select n from unnest(${numbers}::int[]) n where n between 1 and t.last_number) as numbers
    from thread t where t.id = ${threadId}
  )
  insert into read_mark (account_id, thread_id, last_read_number, read_above, updated_at)
  select ${accountId}::uuid, ${threadId}::uuid, new_mark, new_above, ${now}::timestamptz
  from asked, read_mark_merge(0, '{}', asked.up_to, asked.numbers)
  ${intoMark(sql`(select up_to from asked)`, sql`(select numbers from asked)`, now)}`;

/** Every thread of the board that others know of is read to its end. */
export const markBoardRead = (accountId: string, boardId: string, now: Date): Sql => sql`
  insert into read_mark (account_id, thread_id, last_read_number, read_above, updated_at)
  select ${accountId}::uuid, t.id, t.last_number, '{}', ${now}::timestamptz
  from thread t where t.board_id = ${boardId} and t.published_at is not null
  on conflict (account_id, thread_id) do update set
    last_read_number = greatest(read_mark.last_read_number, excluded.last_read_number),
    read_above = array(select x from unnest(read_mark.read_above) x where x > excluded.last_read_number order by x),
    updated_at = excluded.updated_at`;
