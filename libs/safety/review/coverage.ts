import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, defineJob, Jobs, type Recurring, sql, type Sql } from '#platform';
import { Priority } from '../safety.types.js';
import { ReviewableKind } from './review.enums.js';
import { ReviewQueue } from './review-queue.js';

export const coverPairs = defineJob<Record<string, never>>('review.coverage', 3);

export const coverageSchedule: readonly Recurring[] = [
  {
    job: coverPairs,
    cron: '35 * * * *',
    why: 'what pairs wrote and no member of staff has seen for five days comes into the queue, two days before it must be seen',
  },
];

/** Domain 4.4: no post unseen at day seven. Two days are left to look. */
const askAfterDays = 5;
export const seenWithinDays = 7;
/** Further back nothing is looked for: the job runs every hour, and figures tell what is older. */
const lookBackDays = 30;
const batch = 200;
const dayMs = 86_400_000;

/** Ids are UUIDv7 (RFC 9562): those of posts written from an instant on begin with its milliseconds. */
const idAt = (at: Date): string => {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};

const ago = (now: Date, days: number): Date => new Date(now.getTime() - days * dayMs);

interface Unseen {
  id: string;
  programId: string;
  authorId: string;
  shownRevisionId: string;
}

/** Sees to it that somebody of the staff sees everything that a pair writes to each other (domain 2.4, "hybrid"). */
@Injectable()
export class Coverage implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly queue: ReviewQueue,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(coverPairs, (_payload, { signal }) => this.run(signal));
  }

  async run(signal?: AbortSignal): Promise<void> {
    await this.noteSights();
    while (!signal?.aborted) {
      const unseen = await this.unseen();
      for (const post of unseen) {
        await this.database.transaction((tx) =>
          this.queue.open(tx, {
            kind: ReviewableKind.COVERAGE,
            targetId: post.id,
            programId: post.programId,
            postId: post.id,
            revisionId: post.shownRevisionId,
            subjectAccountId: post.authorId,
            priority: Priority.P3,
          }),
        );
      }
      if (unseen.length < batch) return;
    }
  }

  /** Who read a thread has seen what stood in it then; written down for good, since the reading mark moves on. */
  async noteSights(): Promise<void> {
    const now = this.clock.now();
    await this.database.run(sql`
      insert into staff_sight (post_id, board_id, seen_by, seen_at)
      select distinct on (p.id) p.id, p.board_id, s.account_id, s.last_at
      from staff_read s join post p on p.thread_id = s.target_id
        and greatest(p.published_at, p.edited_at) <= s.last_at
        join board b on b.id = p.board_id and b.match_id is not null
      where s.last_at > ${ago(now, lookBackDays)} and p.id >= ${idAt(ago(now, lookBackDays))}::uuid
        and p.author_id <> s.account_id and not exists (select from match_participant own
          where own.match_id = b.match_id and own.account_id = s.account_id)
        and not exists (select from staff_sight x where x.post_id = p.id)
      order by p.id, s.last_at on conflict do nothing`);
  }

  private async unseen(): Promise<Unseen[]> {
    const now = this.clock.now();
    return this.database.rows<Unseen>(sql`
      select p.id, b.program_id as "programId", p.author_id as "authorId", p.shown_revision_id as "shownRevisionId"
      from post p join board b on b.id = p.board_id
      where p.id >= ${idAt(ago(now, lookBackDays))}::uuid and p.id < ${idAt(ago(now, askAfterDays))}::uuid
        and ${ofPairs} and p.state = 'PUBLISHED' and p.shown_revision_id is not null
        and not exists (select from staff_sight s where s.post_id = p.id)
        and not exists (select from reviewable r where r.kind = 'COVERAGE' and r.target_id = p.id
          and (r.state = 'PENDING' or r.revision_id = p.shown_revision_id))
      order by p.id limit ${batch}`);
  }
}

/**
 * Written by one of a pair; staff need not be read by staff. Who is of it is asked, not in which role they wrote: a
 * mentor who is staff besides is read like any other.
 */
const ofPairs: Sql = sql`exists (select from match_participant own
  where own.match_id = b.match_id and own.account_id = p.author_id)`;

export interface CoverageFigures {
  published: number;
  seenInTime: number;
  unseenTooLong: number;
}

/** Posts of pairs of the last thirty days: how many were seen within seven days, and how many wait longer than that. */
export const coverageFigures = (programId: string, now: Date): Sql => sql`
  select count(*)::int as published,
    (count(*) filter (where s.seen_at <= greatest(p.published_at, p.edited_at) + interval '7 days'))::int as "seenInTime",
    (count(*) filter (where s.post_id is null and greatest(p.published_at, p.edited_at) < ${ago(now, seenWithinDays)}))::int
      as "unseenTooLong"
  from post p join board b on b.id = p.board_id left join staff_sight s on s.post_id = p.id
  where b.program_id = ${programId} and p.id >= ${idAt(ago(now, lookBackDays))}::uuid
    and ${ofPairs} and p.state = 'PUBLISHED'`;
