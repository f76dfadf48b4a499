import type { BoardKind } from '#forum';
import { type Role, sql, type Sql } from '#platform';
import type { ScreeningFacts } from '../intake/screening-facts.js';
import { earlierTexts, recentTexts, type TextsAround } from '../intake/text-rows.js';

/** A published post as it is shown, with what the detectors ask about its author and its place. */
export interface ShownPost
  extends
    Pick<
      ScreeningFacts,
      'settings' | 'exception' | 'exceptionUntil' | 'timeZone' | 'jurisdiction' | 'birthDate' | 'partnerIsYoung'
    >,
    TextsAround {
  postId: string;
  revisionId: string;
  programId: string;
  boardId: string;
  boardKind: BoardKind;
  matchId: string | null;
  threadId: string;
  authorId: string;
  role: Role;
  createdAt: Date;
  title: string | null;
  body: string;
  /** Rules that had spoken about this very text before: a human has judged it with them in mind. */
  known: string[];
}

const shownPosts = (which: Sql): Sql => sql`
  select p.id as "postId", v.id as "revisionId", b.program_id as "programId", p.board_id as "boardId",
    b.kind as "boardKind", b.match_id as "matchId", p.author_id as "authorId", p.author_role as role,
    p.created_at as "createdAt", case when t.opening_post_id = p.id then t.title end as title, v.body,
    g.time_zone as "timeZone", g.jurisdiction, a.birth_date as "birthDate", l.settings, l.exception,
    l.exception_until as "exceptionUntil",
    case when b.match_id is not null then exists (
      select from match_participant mp join account x on x.id = mp.account_id
      where mp.match_id = b.match_id and mp.account_id <> p.author_id
        and coalesce(x.birth_date > (p.created_at at time zone g.time_zone)::date - interval '18 years',
          mp.role = 'MENTEE')) end as "partnerIsYoung",
    ${recentTexts({ author: sql`p.author_id`, board: sql`p.board_id`, post: sql`p.id`, at: sql`v.created_at` })} as recent,
    ${earlierTexts(sql`p.id`, sql`v.number`)} as earlier, p.number as "ownNumber", null as "ownTitle",
    p.thread_id as "threadId",
    array(select distinct f.rule_id from finding f
      where f.post_id = p.id and f.revision_id = v.id and not f.weak) as known
  from post p join revision v on v.id = p.shown_revision_id join thread t on t.id = p.thread_id
    join board b on b.id = p.board_id join program g on g.id = b.program_id join account a on a.id = p.author_id
    left join program_policy l on l.program_id = g.id
  where ${which}`;

/** The next published posts in the order of their ids. */
export const publishedAfter = (after: string | null, limit: number): Sql =>
  shownPosts(sql`p.id in (
    select n.id from post n where n.state = 'PUBLISHED'
      and n.id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')
    order by n.id limit ${limit}) order by p.id`);

export const publishedPost = (postId: string): Sql => shownPosts(sql`p.id = ${postId} and p.state = 'PUBLISHED'`);

/** Takes the turn for a version of the rules; no row if it is done, or somebody else's turn. */
export const takeTurn = (packVersion: string, holder: string, now: Date, until: Date): Sql => sql`
  insert into rescan as r (pack_version, started_at, lease_holder, leased_until)
  values (${packVersion}, ${now}, ${holder}, ${until})
  on conflict (pack_version) do update set lease_holder = excluded.lease_holder, leased_until = excluded.leased_until
    where r.finished_at is null and (r.leased_until is null or r.leased_until < ${now}::timestamptz)
  returning r.after_post_id as "after"`;

export interface Progress {
  after: string | null;
  read: number;
  hidden: number;
  queued: number;
}

/** Only who has the turn writes how far it went. */
export const keepProgress = (
  packVersion: string,
  holder: string,
  { after, read, hidden, queued }: Progress,
  lease: { until: Date | null; finishedAt: Date | null },
): Sql => sql`
  update rescan set after_post_id = coalesce(${after}::uuid, after_post_id), posts_read = posts_read + ${read}::int,
    posts_hidden = posts_hidden + ${hidden}::int, posts_queued = posts_queued + ${queued}::int,
    leased_until = ${lease.until}, finished_at = ${lease.finishedAt}
  where pack_version = ${packVersion} and lease_holder = ${holder}::uuid`;
