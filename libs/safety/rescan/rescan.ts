import { setImmediate as turn } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Audit, Clock, Database, defineJob, Ids, Jobs, logger, type Recurring } from '#platform';
import { RULE_PACK_VERSION } from '../screening/index.js';
import { RescanStep } from './rescan-step.js';
import { keepProgress, type Progress, publishedAfter, type ShownPost, takeTurn } from './rescan.queries.js';

export const rescanPublished = defineJob<Record<string, never>>('review.rescan', 3);

export const rescanSchedule: readonly Recurring[] = [
  {
    job: rescanPublished,
    cron: '10 1-5 * * *',
    why: 'reads what is published once with each new version of the rules, and takes up again what was broken off',
  },
];

const batch = 100;
/** So many in one run; what is left is a run of its own, so that a worker can be stopped and others get their turn. */
const batchesPerRun = 50;
/** Far longer than a batch takes: whoever has not written by then is dead. */
const turnMs = 10 * 60_000;

/**
 * What was published under older rules is read with the new ones (domain 2.3). One worker at a time, in small batches; how
 * far it came is written down after each, so a stop or a crash costs one batch, and that is read again without effect.
 */
@Injectable()
export class Rescan implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly jobs: Jobs,
    private readonly audit: Audit,
    private readonly step: RescanStep,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(rescanPublished, (_payload, { signal }) => this.run(signal));
  }

  async run(signal?: AbortSignal, packVersion = RULE_PACK_VERSION): Promise<void> {
    const holder = this.ids.next();
    const now = this.clock.now();
    const mine = await this.database.first<{ after: string | null }>(
      takeTurn(packVersion, holder, now, new Date(now.getTime() + turnMs)),
    );
    if (!mine) return;
    let { after } = mine;
    for (let round = 0; round < batchesPerRun && !signal?.aborted; round += 1) {
      const progress = await this.batch(after);
      after = progress.after;
      const last = progress.read < batch;
      if (!(await this.keep(packVersion, holder, progress, last))) return;
      if (last) return;
    }
    await this.giveUpTurn(packVersion, holder);
  }

  private async batch(after: string | null): Promise<Progress> {
    const posts = await this.database.rows<ShownPost>(publishedAfter(after, batch));
    const progress: Progress = { after, read: posts.length, hidden: 0, queued: 0 };
    for (const post of posts) {
      const outcome = await this.step.take(post);
      if (outcome === 'HIDDEN') progress.hidden += 1;
      if (outcome === 'QUEUED') progress.queued += 1;
      progress.after = post.postId;
      // Reading takes this process's only thread: let requests through between two posts.
      await turn();
    }
    return progress;
  }

  /** @returns false if it is somebody else's turn by now */
  private async keep(packVersion: string, holder: string, progress: Progress, last: boolean): Promise<boolean> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const lease = last
        ? { until: null, finishedAt: now }
        : { until: new Date(now.getTime() + turnMs), finishedAt: null };
      const kept = await tx.run(keepProgress(packVersion, holder, progress, lease));
      if (kept === 1 && last) {
        await this.audit.write(tx, {
          action: 'rescan.finished',
          programId: null,
          targetType: 'RulePack',
          targetId: packVersion,
        });
        logger.info({ packVersion }, 'everything that is published was read with these rules');
      }
      return kept === 1;
    });
  }

  private async giveUpTurn(packVersion: string, holder: string): Promise<void> {
    const nothing = { after: null, read: 0, hidden: 0, queued: 0 };
    await this.database.transaction(async (tx) => {
      const kept = await tx.run(keepProgress(packVersion, holder, nothing, { until: null, finishedAt: null }));
      if (kept === 1) await this.jobs.enqueue(tx, rescanPublished, {}, { key: rescanPublished.name });
    });
  }
}
