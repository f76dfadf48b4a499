import { Injectable } from '@nestjs/common';
import { type IdempotentCall, type Role, type Transaction, type Viewer } from '#platform';
import { Contributions, type PreparedText } from './contributions.js';
import type { Place } from '../forum.policy.js';
import type { ThreadKind } from '../forum.types.js';
import type { PostPlace } from './places.queries.js';
import { type Cause, PostStates } from '../posts/post-states.js';
import { type MeasuredPace, SlowMode } from './slow-mode.js';
import { type Contribution, Screening, type SupportResource, type Verdict } from './screening.port.js';

/** What a write left behind: the row to read back, and help to offer at once. */
export interface Written {
  postId: string;
  supportResources: readonly SupportResource[];
}

export interface Submission {
  viewer: Viewer;
  role: Role;
  place: Place;
  text: PreparedText;
  call: IdempotentCall;
  requestId: string;
  /** Null where the author may write as fast as they like. */
  pace: MeasuredPace | null;
  /** Set when the post opens a thread. */
  thread: { kind: ThreadKind; requiresAcknowledgement: boolean } | null;
  /** Set when the post replies in one. */
  post: { threadId: string; parentId: string | null; parentNumber: number | null } | null;
}

export interface Revising {
  viewer: Viewer;
  role: Role;
  place: PostPlace;
  text: PreparedText;
  expectedVersion: number;
  requestId: string;
}

/** The part of a submission that happens inside its transaction. */
@Injectable()
export class SubmissionWriter {
  constructor(
    private readonly contributions: Contributions,
    private readonly states: PostStates,
    private readonly screening: Screening,
    private readonly slowMode: SlowMode,
  ) {}

  async write(
    tx: Transaction,
    submission: Submission,
    verdict: Verdict,
    ids: { postId: string; revisionId: string; threadId: string },
  ): Promise<void> {
    const { viewer, role, place, text, thread, post } = submission;
    if (submission.pace) await this.slowMode.admit(tx, submission.pace);
    const row = {
      ...ids,
      authorId: viewer.accountId,
      authorRole: role,
      place,
      parentId: post?.parentId ?? null,
      parentNumber: post?.parentNumber ?? null,
      text,
      restricted: verdict.restricted,
    };
    if (thread) await this.contributions.storeThread(tx, { threadId: ids.threadId, ...thread }, row);
    else await this.contributions.storeReply(tx, row);
    await this.settle(tx, submission, verdict, { ...ids, isEdit: false });
  }

  async revise(tx: Transaction, revising: Revising, verdict: Verdict): Promise<void> {
    const { viewer, role, place, text, expectedVersion, requestId } = revising;
    const { postId, threadId } = place;
    // First the lock on the thread, as everywhere; then the version decides who was first.
    await this.states.holdAgain(tx, postId, authorOf(viewer, role, requestId));
    const revisionId = await this.contributions.storeRevision(tx, {
      postId,
      authorId: viewer.accountId,
      boardId: place.boardId,
      threadId: place.isOpening ? null : threadId,
      parentId: place.parentId,
      expectedVersion,
      text,
      restricted: verdict.restricted,
    });
    await this.settle(tx, revising, verdict, { postId, threadId, revisionId, isEdit: true });
  }

  private async settle(
    tx: Transaction,
    { viewer, role, place, requestId }: Submission | Revising,
    verdict: Verdict,
    stored: { postId: string; threadId: string; revisionId: string; isEdit: boolean },
  ): Promise<void> {
    await this.screening.record(
      tx,
      { ...stored, boardId: place.boardId, programId: place.programId, authorId: viewer.accountId },
      verdict,
    );
    if (verdict.outcome === 'HOLD') return;
    await this.states.publish(tx, stored.postId, stored.revisionId, {
      ...authorOf(viewer, role, requestId),
      by: 'screened',
      ruleIds: verdict.ruleIds,
    });
  }
}

export function contributionOf(
  { viewer, role, place, text }: Submission | Revising,
  postId: string | null,
): Contribution {
  return {
    author: { accountId: viewer.accountId, role },
    place,
    title: text.title,
    body: text.body,
    rendered: text.rendered,
    postId,
  };
}

export const authorOf = (viewer: Viewer, role: Role | null, requestId: string): Cause => ({
  actorId: viewer.accountId,
  actorRole: role,
  by: 'author',
  requestId,
});
