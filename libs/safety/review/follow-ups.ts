import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PostState, postEdited, postStateChanged, threadChanged } from '#forum';
import { Announcements, Clock, sql, type Transaction } from '#platform';
import { textDecided } from '../safety.events.js';
import { ReviewEventKind } from './review.enums.js';
import { ReviewQueue } from './review-queue.js';
import { ReviewRecord } from './review-record.js';

/** What follows in the queue when a post moves, and elsewhere when a decision was taken. */
@Injectable()
export class ReviewFollowUps implements OnModuleInit {
  constructor(
    private readonly announcements: Announcements,
    private readonly clock: Clock,
    private readonly queue: ReviewQueue,
    private readonly record: ReviewRecord,
  ) {}

  onModuleInit(): void {
    this.announcements.listen(postStateChanged, async (tx, { postId, to }) => {
      if (to === PostState.WITHDRAWN) await this.queue.close(tx, postId, 'withdrawn by its author');
      if (to === PostState.ERASED) await this.erased(tx, postId);
    });
    this.announcements.listen(postEdited, (tx, { postId }) => this.shownAnew(tx, postId));
    this.announcements.listen(threadChanged, async (tx, { threadId, fromBoardId }) => {
      if (fromBoardId !== null) await this.moved(tx, threadId);
    });
    this.announcements.listen(textDecided, async (tx, { postId, actorId }) => {
      if (postId !== null && actorId !== null) await this.seen(tx, postId, actorId);
    });
  }

  /**
   * Readers see another text now. Who decides about what they see decides about that one, or not at all: the item has it,
   * under a new version. And nobody of the staff has seen it yet.
   */
  private async shownAnew(tx: Transaction, postId: string): Promise<void> {
    const changed = await tx.rows<{ id: string; programId: string }>(sql`
      with unseen as (delete from staff_sight where post_id = ${postId})
      update reviewable r set revision_id = p.shown_revision_id, version = r.version + 1
      from post p where p.id = ${postId} and r.post_id = p.id and r.state = 'PENDING' and r.kind in ('FLAGS', 'COVERAGE')
        and r.revision_id is distinct from p.shown_revision_id
      returning r.id, r.program_id as "programId"`);
    for (const { id: reviewableId, programId } of changed) {
      const kind = ReviewEventKind.CHANGED;
      await this.record.write(tx, { reviewableId, programId, kind, action: 'another text is shown' });
    }
  }

  /** Evidence goes with the text; what a case is about is sealed there until it may go (domain 2.9). */
  private async erased(tx: Transaction, postId: string): Promise<void> {
    await this.queue.close(tx, postId, 'erased');
    await tx.run(sql`update reviewable set evidence = null where post_id = ${postId} and not restricted`);
  }

  /** What waits in a thread that moved to another board waits there now, for those who review there. */
  private async moved(tx: Transaction, threadId: string): Promise<void> {
    await tx.run(sql`
      update reviewable r set thread_id = p.thread_id, board_id = b.id, match_id = b.match_id
      from post p join board b on b.id = p.board_id where p.thread_id = ${threadId} and r.post_id = p.id`);
  }

  /** Who decided about a post has seen it: that counts for its pair's coverage. */
  private async seen(tx: Transaction, postId: string, accountId: string): Promise<void> {
    await tx.run(sql`
      insert into staff_sight (post_id, board_id, seen_by, seen_at)
      select p.id, p.board_id, ${accountId}::uuid, ${this.clock.now()}::timestamptz
      from post p join board b on b.id = p.board_id where p.id = ${postId} and b.match_id is not null
      on conflict do nothing`);
  }
}
