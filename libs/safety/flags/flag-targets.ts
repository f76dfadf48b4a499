import { Injectable } from '@nestjs/common';
import { visiblePosts } from '#forum';
import { ofOnePair, People, staffPrograms } from '#membership';
import { Database, Refusal, requireUuid, sql, type Sql, type Viewer } from '#platform';
import { FlagLimits } from './flag-limits.js';
import type { FlagInput } from './flags.types.js';

/** What is flagged, as the flagger sees it. */
export interface FlagTarget {
  programId: string;
  /** The revision that was seen, or the flagged account. */
  targetId: string;
  postId: string | null;
  revisionId: string | null;
  subjectAccountId: string;
  /** State of the post; null for a person. */
  postState: string | null;
  /** Matches in which the flagger is a mentee and the other a mentor. */
  menteeIn: string[];
  byStaff: boolean;
}

/** Matches of the viewer as mentee with that person as mentor, in whatever state: what is over can still be told. */
const menteeIn = (viewer: Viewer, accountId: Sql): Sql => sql`array(
  select mine.match_id from match_participant mine join match_participant theirs on theirs.match_id = mine.match_id
  where mine.account_id = ${viewer.accountId}::uuid and mine.role = 'MENTEE'
    and theirs.account_id = ${accountId} and theirs.role = 'MENTOR' order by 1)`;

/** Finds what somebody wants to flag. What they cannot see is not there. */
@Injectable()
export class FlagTargets {
  constructor(
    private readonly database: Database,
    private readonly limits: FlagLimits,
    private readonly people: People,
  ) {}

  /** @throws Refusal INVALID_INPUT for neither or both, and for what is one's own; NOT_FOUND, RATE_LIMITED */
  async find(viewer: Viewer, { postId, accountId, category }: FlagInput): Promise<FlagTarget> {
    if ((postId == null) === (accountId == null)) throw Refusal.invalid('postId', 'give either postId or accountId');
    const target =
      postId != null
        ? await this.post(viewer, requireUuid('Post', postId))
        : await this.person(viewer, requireUuid('Account', accountId ?? ''));
    if (!target) throw Refusal.notFound();
    if (target.subjectAccountId === viewer.accountId) {
      throw Refusal.invalid(postId == null ? 'accountId' : 'postId', 'is your own: withdraw it, or ask for help');
    }
    await this.limits.requireRoom(viewer, category, target.menteeIn.length > 0);
    return target;
  }

  /** The program of a flag that was given before. */
  async programOf(flagId: string): Promise<string> {
    const row = await this.database.first<{ programId: string }>(
      sql`select program_id as "programId" from flag where id = ${flagId}`,
    );
    if (!row) throw Refusal.notFound();
    return row.programId;
  }

  private async post(viewer: Viewer, postId: string): Promise<FlagTarget | null> {
    const revision = sql`coalesce(p.shown_revision_id, p.latest_revision_id)`;
    return this.database.first<FlagTarget>(sql`
      select b.program_id as "programId", ${revision} as "targetId", p.id as "postId", ${revision} as "revisionId",
        p.author_id as "subjectAccountId", p.state as "postState", ${menteeIn(viewer, sql`p.author_id`)} as "menteeIn",
        b.program_id = any(${staffPrograms(viewer)}::uuid[])
          and coalesce(b.match_id <> all(${viewer.ownMatches.map(({ id }) => id)}::uuid[]), true) as "byStaff"
      from post p join board b on b.id = p.board_id where p.id = ${postId} and ${visiblePosts(viewer)}`);
  }

  /** The program is that of a match with them, or the first that both are in. */
  private async person(viewer: Viewer, accountId: string): Promise<FlagTarget | null> {
    await this.people.require(viewer, accountId);
    const programs = viewer.enrolments.map(({ programId }) => programId);
    return this.database.first<FlagTarget>(sql`
      select found.*, "programId" = any(${staffPrograms(viewer)}::uuid[])
          and not ${ofOnePair(sql`${viewer.accountId}::uuid`, sql`found."subjectAccountId"`)} as "byStaff" from (
        select x.id as "targetId", null as "postId", null as "revisionId", x.id as "subjectAccountId",
          null as "postState", ${menteeIn(viewer, sql`x.id`)} as "menteeIn", coalesce(
            (select m.program_id from match m join match_participant theirs on theirs.match_id = m.id
              join match_participant mine on mine.match_id = m.id
              where theirs.account_id = x.id and mine.account_id = ${viewer.accountId}::uuid
              order by m.state in ('CLOSED', 'CLOSED_SAFETY'), m.id desc limit 1),
            (select e.program_id from enrolment e where e.account_id = x.id and e.program_id = any(${programs}::uuid[])
              and e.accepted_at is not null order by e.status in ('CLOSED', 'ERASED'), e.created_at limit 1)) as "programId"
        from account x where x.id = ${accountId}) found
      where "programId" is not null`);
  }
}
