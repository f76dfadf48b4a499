import { Injectable } from '@nestjs/common';
import { Database, type IdempotentCall, Idempotency, Ids, type Transaction } from '#platform';
import { Screening, type Verdict } from './screening.port.js';
import { contributionOf, type Revising, type Submission, SubmissionWriter, type Written } from './submission-writer.js';

/**
 * The one way in for texts: screen first, outside any transaction; then store, record what screening found, and publish
 * if it is clean, all in one transaction. What cannot be judged waits (domain 0.3).
 */
@Injectable()
export class Submissions {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly ids: Ids,
    private readonly screening: Screening,
    private readonly writer: SubmissionWriter,
  ) {}

  /** What an earlier call with the same key made: asked first, so a repetition is answered even if the rules say no by now. */
  async earlier(call: IdempotentCall): Promise<Written | null> {
    const postId = await this.idempotency.find(call);
    return postId ? { postId, supportResources: await this.screening.supportFor(postId) } : null;
  }

  async submit(submission: Submission): Promise<Written> {
    const verdict = await this.screening.screen(contributionOf(submission, null));
    const postId = await this.database.transaction(async (tx) => {
      const earlier = await this.idempotency.claim(tx, submission.call);
      if (earlier) return earlier;
      const made = await this.store(tx, submission, verdict);
      await this.idempotency.keep(tx, submission.call, made);
      return made;
    });
    return { postId, supportResources: verdict.supportResources };
  }

  async revise(revising: Revising): Promise<Written> {
    const verdict = await this.screening.screen(contributionOf(revising, revising.place.postId));
    await this.database.transaction((tx) => this.writer.revise(tx, revising, verdict));
    return { postId: revising.place.postId, supportResources: verdict.supportResources };
  }

  private async store(tx: Transaction, submission: Submission, verdict: Verdict): Promise<string> {
    const ids = {
      postId: this.ids.next(),
      revisionId: this.ids.next(),
      threadId: submission.post?.threadId ?? this.ids.next(),
    };
    await this.writer.write(tx, submission, verdict, ids);
    return ids.postId;
  }
}
