import { Injectable, type OnModuleInit } from '@nestjs/common';
import { defineJob, Jobs, type Recurring } from '#platform';
import { BoardLogTrim } from './board-log-trim.js';
import { DraftPurge } from './draft-purge.js';
import { Recount } from './recount.js';
import { RemovedTexts } from './removed-texts.js';
import { Rerendering } from './rerendering.js';

type Nothing = Record<string, never>;

export const rerender = defineJob<Nothing>('forum.rerender');
export const trimBoardLogs = defineJob<Nothing>('forum.trim');
export const purgeDrafts = defineJob<Nothing>('forum.drafts');
export const hideRemoved = defineJob<Nothing>('forum.removed');
export const recount = defineJob<Nothing>('forum.recount');

/** Recurring work of this library; `apps/worker/schedule.ts` lists it. */
export const forumSchedule: readonly Recurring[] = [
  {
    job: rerender,
    cron: '*/10 * * * *',
    why: 'renders texts of an older renderer again, soon after an upgrade; usually finds none, by one look at an index',
  },
  {
    job: trimBoardLogs,
    cron: '40 1 * * *',
    why: 'forgets board events after 30 days, but for the last 1,000 of a board',
  },
  { job: purgeDrafts, cron: '50 1 * * *', why: 'deletes drafts 30 days after their last change' },
  {
    job: hideRemoved,
    cron: '0 2 * * *',
    why: 'leaves texts that were removed 90 days ago to the safeguarding lead alone',
  },
  { job: recount, cron: '20 2 * * *', why: 'counts the forum again; health and a log line tell what differs' },
];

/** Registers who does the work. */
@Injectable()
export class ForumUpkeep implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly rerendering: Rerendering,
    private readonly boardLogTrim: BoardLogTrim,
    private readonly draftPurge: DraftPurge,
    private readonly removedTexts: RemovedTexts,
    private readonly recounting: Recount,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(rerender, async (_payload, { signal }) => void (await this.rerendering.run(signal)));
    this.jobs.handle(trimBoardLogs, async (_payload, { signal }) => void (await this.boardLogTrim.run(signal)));
    this.jobs.handle(purgeDrafts, async (_payload, { signal }) => void (await this.draftPurge.run(signal)));
    this.jobs.handle(hideRemoved, async (_payload, { signal }) => void (await this.removedTexts.run(signal)));
    this.jobs.handle(recount, async () => void (await this.recounting.run()));
  }
}
