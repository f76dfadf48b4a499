import { Injectable } from '@nestjs/common';
import { PostState } from '#forum';
import type { Transaction } from '#platform';
import { DecisionWriter } from '../review/decision-writer.js';
import { ReviewableKind } from '../review/review.enums.js';
import { DecisionKind, ReasonCode } from '../safety.types.js';
import type { FlagTarget } from './flag-targets.js';

/**
 * The statement of reasons for a post that a rule hid (DSA Art. 17): a machine did it, a person will look, and how to
 * object. It is the same for every category and every number of people, so it tells nothing about either.
 */
@Injectable()
export class FlagNotice {
  constructor(private readonly decisions: DecisionWriter) {}

  async hidden(tx: Transaction, target: FlagTarget, item: { id: string; version: number }): Promise<void> {
    const { programId, postId, revisionId, subjectAccountId } = target;
    const about = { programId, postId, revisionId, shownRevisionId: revisionId, subjectAccountId };
    await this.decisions.write(
      tx,
      { ...item, ...about, kind: ReviewableKind.FLAGS, postState: PostState.PUBLISHED },
      {
        id: this.decisions.nextId(),
        kind: DecisionKind.HIDE,
        effect: 'HIDE',
        reasonCode: ReasonCode.OTHER,
        note: null,
        actorId: null,
        actorRole: null,
        keepsWaiting: true,
      },
    );
  }
}
