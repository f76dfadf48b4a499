import { Injectable } from '@nestjs/common';
import type { LockedMatch } from '#membership';
import type { Transaction } from '#platform';
import type { CasePriority } from '../cases/case-clock.js';
import { Cases } from '../cases/cases.js';
import { ReviewableKind, ReviewableState } from '../review/review.enums.js';
import { type OpenedItem, ReviewQueue } from '../review/review-queue.js';
import { Priority } from '../safety.types.js';
import { FlagMeasures } from './flag-measures.js';
import { FlagNotice } from './flag-notice.js';
import { FlagRows, type NewFlag } from './flag-rows.js';
import { type FlagVerdict, weigh } from './flag-rules.js';

/** The part of a flag that happens in one transaction: row, measures, case with its page, queue entry. All or nothing. */
@Injectable()
export class FlagIntake {
  constructor(
    private readonly rows: FlagRows,
    private readonly queue: ReviewQueue,
    private readonly cases: Cases,
    private readonly measures: FlagMeasures,
    private readonly notice: FlagNotice,
  ) {}

  /** @returns the id of the flag: of the one that this person had given already, if so */
  async take(tx: Transaction, flag: NewFlag): Promise<string> {
    const { target, category } = flag;
    const matches = await this.measures.lockMatches(tx, target.menteeIn);
    await this.rows.takeTurn(tx, target.targetId);
    const earlier = await this.rows.earlier(tx, flag);
    if (earlier) return this.again(tx, earlier, flag, matches);
    const item = await this.queue.lockTarget(tx, ReviewableKind.FLAGS, target.targetId);
    const id = await this.rows.insert(tx, flag);
    const counts = await this.rows.count(tx, target.targetId);
    const decided = item?.state === ReviewableState.DECIDED;
    const newCategory = decided && item.flagCounts[category] === undefined;
    const verdict = weigh({ category, ofOwnMentor: target.menteeIn.length > 0, ...counts, decided, newCategory });
    const taken = await this.measures.take(tx, target, matches, verdict, flag.requestId);
    const caseId = await this.openCase(tx, id, flag, verdict);
    if (caseId !== null && verdict.pausesMatch) await this.measures.linkStop(tx, matches, caseId);
    const opened = await this.enqueue(tx, flag, verdict, caseId !== null);
    if (taken.hidden) await this.notice.hidden(tx, target, opened);
    await this.rows.link(tx, id, { reviewableId: opened.id, caseId, attached: !verdict.opens });
    const { programId } = target;
    await this.measures.trace(tx, { id, programId, category }, verdict, { ...counts, decided, newCategory, ...taken });
    return id;
  }

  /** The same person says the same once more: nothing is counted twice, but new words are kept, and read. */
  private async again(tx: Transaction, id: string, flag: NewFlag, matches: readonly LockedMatch[]): Promise<string> {
    // A lead has brought them together meanwhile: the same word of the mentee stops it as the first one did.
    if ((await this.measures.stop(tx, matches)) > 0) {
      const caseId = await this.newCase(tx, id, flag, 'P1');
      await this.rows.link(tx, id, { caseId });
      await this.measures.linkStop(tx, matches, caseId);
    }
    if (flag.note === null) return id;
    await this.rows.addWords(tx, id, flag.note);
    if (flag.read.danger) {
      const caseId = await this.newCase(tx, id, flag, flag.read.danger);
      await this.rows.link(tx, id, { caseId });
    }
    return id;
  }

  private async openCase(tx: Transaction, id: string, flag: NewFlag, verdict: FlagVerdict): Promise<string | null> {
    const priority = flag.read.danger === 'P0' ? 'P0' : verdict.opensCase ? 'P1' : flag.read.danger;
    return priority && this.newCase(tx, id, flag, priority);
  }

  private async newCase(tx: Transaction, flagId: string, flag: NewFlag, priority: CasePriority): Promise<string> {
    const { programId, subjectAccountId, postId, revisionId, menteeIn } = flag.target;
    const what = { postId, revisionId, matchId: menteeIn[0] ?? null, category: flag.category };
    return this.cases.open(tx, { programId, subjectAccountId, ...what, flagId, priority, openedBy: null });
  }

  private async enqueue(
    tx: Transaction,
    { target, category, viewer, read }: NewFlag,
    verdict: FlagVerdict,
    withCase: boolean,
  ): Promise<OpenedItem> {
    const { targetId, programId, postId, revisionId, subjectAccountId } = target;
    const what = { kind: ReviewableKind.FLAGS, targetId, programId, postId, revisionId, subjectAccountId };
    const serious = read.danger === 'P0' ? Priority.P0 : Priority.P1;
    return this.queue.open(tx, {
      ...what,
      priority: withCase ? serious : verdict.priority,
      flag: { category, reporterId: viewer.accountId },
      reopen: verdict.opens || withCase,
    });
  }
}
