import { Injectable } from '@nestjs/common';
import { Audit, Clock, LiveBus, liveTopics, type Role, sql, type Sql, type Transaction } from '#platform';

/** Why a session ended before its time. */
export type SessionEnd =
  | 'SIGNED_OUT'
  | 'SIGNED_OUT_EVERYWHERE'
  /** Its person ended it from another device. */
  | 'ENDED_FROM_LIST'
  | 'PASSWORD_CHANGED'
  /** Staff set a new password. */
  | 'PASSWORD_SET'
  /** Staff ended all sessions of the person. */
  | 'ENDED_BY_STAFF'
  /** Somebody else signed in with its token still in place. */
  | 'SIGNED_IN_AS_ANOTHER'
  /** The account had as many as it may have, and another was opened (`session-limit.ts`). */
  | 'TOO_MANY'
  /** A refresh token came back that was used before: somebody has a copy. */
  | 'REPLAYED'
  | 'CONSENT_ENDED'
  | 'SUSPENDED'
  | 'CLOSED';

/** Who ended it; the system where nobody did. */
export interface EndedBy {
  accountId: string | null;
}

/**
 * The one place where sessions end: the row, the trail, and the word to every process, whose sockets of that session close
 * within a second. Access tokens of an ended session are refused from the next request on.
 */
@Injectable()
export class SessionEnds {
  constructor(
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly liveBus: LiveBus,
  ) {}

  /** @returns false if it had ended already */
  async endOne(tx: Transaction, sessionId: string, why: SessionEnd, by: EndedBy): Promise<boolean> {
    return (await this.end(tx, sql`id = ${sessionId}`, why, by)) === 1;
  }

  /**
   * @param kept the session that goes on, if one does
   * @returns how many ended
   */
  async endAllOf(
    tx: Transaction,
    accountId: string,
    why: SessionEnd,
    by: EndedBy,
    kept: string | null = null,
  ): Promise<number> {
    return this.end(tx, sql`account_id = ${accountId} and id is distinct from ${kept}::uuid`, why, by);
  }

  /**
   * All sessions of somebody in the care of staff. The line about the account stands in the chain of the program.
   * @returns how many ended
   */
  async endByStaff(
    tx: Transaction,
    accountId: string,
    by: { accountId: string; role: Role | null; programId: string | null },
  ): Promise<number> {
    const sessions = await this.endAllOf(tx, accountId, 'ENDED_BY_STAFF', by);
    await this.audit.write(tx, {
      action: 'account.signed-out',
      actorId: by.accountId,
      actorRole: by.role,
      programId: by.programId,
      targetType: 'Account',
      targetId: accountId,
      facts: { sessions },
    });
    return sessions;
  }

  private async end(tx: Transaction, which: Sql, why: SessionEnd, by: EndedBy): Promise<number> {
    const ended = await tx.rows<{ id: string }>(sql`
      update session set ended_at = ${this.clock.now()}, end_reason = ${why}
      where ${which} and ended_at is null
      returning id`);
    for (const { id } of ended) {
      await this.audit.write(tx, {
        action: why === 'REPLAYED' ? 'session.replayed' : 'session.ended',
        actorId: by.accountId,
        targetType: 'Session',
        targetId: id,
        reasonCode: why,
      });
      tx.afterCommit.push(() => this.liveBus.wake(liveTopics.session(id)));
    }
    return ended.length;
  }
}
