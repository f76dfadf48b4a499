import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hasBlocked, matchCreated, openStates, personBlocked } from '#membership';
import { Announcements, sql, type Sql, type Transaction } from '#platform';
import { Priority } from '../safety.types.js';
import { ReviewableKind } from './review.enums.js';
import { ReviewQueue } from './review-queue.js';

interface BlockInMatch {
  matchId: string;
  programId: string;
  accountId: string;
  blockedId: string;
}

/**
 * Whoever blocks somebody they are matched with has a reason, and may not say it: their coordinator is asked to look
 * after them. Nothing is hidden or paused, and the other learns nothing, neither now nor by the decision.
 */
@Injectable()
export class BlocksInMatches implements OnModuleInit {
  constructor(
    private readonly announcements: Announcements,
    private readonly queue: ReviewQueue,
  ) {}

  onModuleInit(): void {
    this.announcements.listen(personBlocked, (tx, { accountId, blockedId }) =>
      this.ask(tx, sql`mine.account_id = ${accountId} and theirs.account_id = ${blockedId}`),
    );
    // Blocked before they were matched: that was known to nobody who made the match.
    this.announcements.listen(matchCreated, (tx, { matchId }) =>
      this.ask(tx, sql`mine.match_id = ${matchId} and ${hasBlocked(sql`mine.account_id`, sql`theirs.account_id`)}`),
    );
  }

  /** One item for each match: a second block in it opens the item again. */
  private async ask(tx: Transaction, condition: Sql): Promise<void> {
    const found = await tx.rows<BlockInMatch>(sql`
      select m.id as "matchId", m.program_id as "programId", mine.account_id as "accountId",
        theirs.account_id as "blockedId"
      from match m join match_participant mine on mine.match_id = m.id
        join match_participant theirs on theirs.match_id = m.id and theirs.account_id <> mine.account_id
      where m.state = any(${openStates}) and ${condition} order by m.id, mine.account_id, theirs.account_id`);
    for (const { matchId, programId, accountId, blockedId } of found) {
      await this.queue.open(tx, {
        kind: ReviewableKind.BLOCK,
        targetId: matchId,
        programId,
        matchId,
        subjectAccountId: blockedId,
        priority: Priority.P2,
        actorId: accountId,
      });
    }
  }
}
