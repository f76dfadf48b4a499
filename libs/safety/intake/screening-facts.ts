import type { PostState } from '#forum';
import { type Role, sql, type Sql } from '#platform';
import { earlierTexts, recentTexts, type TextsAround } from './text-rows.js';
import { defaultPolicy, type PolicySettings, type StoredPolicy } from '../policy/policy.js';

/** What screening needs to know besides the text, as the database has it at this moment. */
export interface ScreeningFacts extends Omit<StoredPolicy, 'settings'>, TextsAround {
  settings: PolicySettings | null;
  timeZone: string;
  jurisdiction: string;
  birthDate: string | null;
  /** Whether somebody else of the match is under 18; null where the board is of no match. */
  partnerIsYoung: boolean | null;
  /** As what the author is of a pair in this program, in whatever state it is: MENTOR before MENTEE; null if of none. */
  inPairAs: Role | null;
  /** Published posts in this program, counted as far as it matters. */
  published: number;
  /** Whether something of the author was ever published on this board. */
  publishedHere: boolean;
  /** Whether a text was rejected or removed within the days that the policy names. */
  rejected: boolean;
  /** The author is mentor of a match that is stopped for safety and may go on: a lead decides what is shown (domain 2.6). */
  awaitsLead: boolean;
  /** Weak signals of the author on this board in the last 14 days. */
  weakSignals: number;
  /** Of an edit: where the post stands. */
  postState: PostState | null;
  /** Of an edit: whether something about the post waits for a decision. */
  underReview: boolean;
}

export interface FactsWanted {
  accountId: string;
  programId: string;
  boardId: string;
  matchId: string | null;
  postId: string | null;
}

/** Domain 2.4: three weak signals in fourteen days. */
const weakSignalDays = 14;

const ago = (now: Date, milliseconds: number): Date => new Date(now.getTime() - milliseconds);
const dayMs = 86_400_000;

/** All of it in one statement, from index ranges of the author's own rows: it runs before every post. */
export function screeningFacts({ accountId, programId, boardId, matchId, postId }: FactsWanted, now: Date): Sql {
  const setting = (name: string, usual: number): Sql =>
    sql`coalesce((select (settings->>${name})::int from held), ${usual}::int)`;
  return sql`
    with held as materialized (
      select settings, exception, exception_until from program_policy where program_id = ${programId}
    )
    select a.birth_date as "birthDate", g.time_zone as "timeZone", g.jurisdiction,
      (select settings from held) as settings, (select exception from held) as exception,
      (select exception_until from held) as "exceptionUntil",
      case when ${matchId}::uuid is not null then exists (
        select from match_participant mp join account x on x.id = mp.account_id
        where mp.match_id = ${matchId}::uuid and mp.account_id <> a.id
          and coalesce(x.birth_date > (${now}::timestamptz at time zone g.time_zone)::date - interval '18 years',
            mp.role = 'MENTEE')) end as "partnerIsYoung",
      (select max(mp.role) from match_participant mp join match m on m.id = mp.match_id
        where mp.account_id = a.id and m.program_id = ${programId}) as "inPairAs",
      (select count(*)::int from (
        select from post p join board b on b.id = p.board_id
        where p.author_id = a.id and p.state = 'PUBLISHED' and b.program_id = ${programId}
        limit (select ${setting('trustedAfter', defaultPolicy.trustedAfter)}
          + ${setting('mentorFirstPosts', defaultPolicy.mentorFirstPosts)})) counted) as published,
      exists (select from post p where p.author_id = a.id and p.board_id = ${boardId} and p.published_at is not null)
        as "publishedHere",
      exists (select from decision d where d.subject_account_id = a.id and d.program_id = ${programId}
        and d.kind in ('REJECT', 'REMOVE') and d.undone_at is null and d.overturned_at is null
        and d.decided_at > ${now}::timestamptz
          - make_interval(days => ${setting('rejectionDays', defaultPolicy.rejectionDays)})) as rejected,
      ${recentTexts({
        author: sql`a.id`,
        board: sql`${boardId}::uuid`,
        post: sql`${postId}::uuid`,
        // The newest text of the same millisecond belongs to it.
        at: sql`${ago(now, -1)}::timestamptz`,
      })} as recent,
      ${earlierTexts(sql`${postId}::uuid`, sql`2147483647`)} as earlier,
      (select p.number from post p where p.id = ${postId}::uuid) as "ownNumber",
      (select t.title from post p join thread t on t.opening_post_id = p.id where p.id = ${postId}::uuid) as "ownTitle",
      (select count(*)::int from finding f where f.author_id = a.id and f.board_id = ${boardId} and f.weak
        and f.found_at > ${ago(now, weakSignalDays * dayMs)} and f.post_id is distinct from ${postId}::uuid)
        as "weakSignals",
      exists (select from match_participant mp join match m on m.id = mp.match_id
        where mp.account_id = a.id and mp.role = 'MENTOR' and m.stopped_at is not null and m.state <> 'CLOSED_SAFETY')
        as "awaitsLead",
      (select p.state from post p where p.id = ${postId}::uuid) as "postState",
      exists (select from reviewable r where r.post_id = ${postId}::uuid and r.state = 'PENDING'
        and r.kind <> 'COVERAGE') as "underReview"
    from account a cross join program g where a.id = ${accountId} and g.id = ${programId}`;
}
