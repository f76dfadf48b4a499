import { Injectable } from '@nestjs/common';
import {
  Audit,
  Clock,
  Config,
  Ids,
  insertInto,
  type RequestContext,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { AccountStatus } from './account.entity.js';
import type { AccountAtTheDoor, SessionRow } from './accounts.queries.js';
import { plainAddress } from './addresses.js';
import { tameUserAgent } from './devices.js';
import { RefreshTokens } from './refresh-tokens.js';
import { sessionDays } from './refresh-verdict.js';
import { SessionEnds } from './session-ends.js';
import { sessionsInExcess } from './session-limit.js';

/** A session just opened or refreshed: from it come the tokens that the client gets. */
export interface Grant {
  accountId: string;
  sessionId: string;
  refreshToken: string;
  sessionExpiresAt: Date;
  /** What had to end for it, because an account has only so many. */
  ended?: readonly SessionRow[];
}

/** Opens a session for an account whose right to it has been checked. */
@Injectable()
export class SessionOpening {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: Audit,
    private readonly refreshTokens: RefreshTokens,
    private readonly config: Config,
    private readonly ends: SessionEnds,
  ) {}

  /**
   * Locks the account, so that a change of password or a suspension that runs beside this ends the new session, or prevents
   * it, and so that sessions opened at once are counted one by one.
   * @returns null if the password is not good any more: changed meanwhile, or set by staff and not replaced in time; and for a
   * sample account, which does not exist for a production server
   */
  async statusNow(tx: Transaction, account: AccountAtTheDoor | null): Promise<AccountStatus | null> {
    const row = await tx.first<{ status: AccountStatus; suspendedUntil: Date | null }>(sql`
      select status, suspended_until as "suspendedUntil" from account
      where id = ${account?.id ?? null}::uuid and password_hash = ${account?.passwordHash ?? null} and (${this.config.development} or not sample)
        and (temporary_password_until is null or temporary_password_until > ${this.clock.now()})
      for no key update`);
    if (row?.status === AccountStatus.ACTIVE && row.suspendedUntil && row.suspendedUntil > this.clock.now()) {
      return AccountStatus.SUSPENDED;
    }
    return row?.status ?? null;
  }

  async open(
    tx: Transaction,
    accountId: string,
    request: Pick<RequestContext, 'address' | 'userAgent' | 'viewer'>,
  ): Promise<Grant> {
    const sessionId = this.ids.next();
    const now = this.clock.now();
    await this.leaveAnother(tx, accountId, request.viewer);
    const ended = await sessionsInExcess(tx, accountId, now);
    for (const { id } of ended) await this.ends.endOne(tx, id, 'TOO_MANY', { accountId: null });
    const sessionExpiresAt = new Date(now.getTime() + sessionDays * 86_400_000);
    await tx.run(
      insertInto('session', {
        id: sessionId,
        accountId,
        createdAt: now,
        lastUsedAt: now,
        expiresAt: sessionExpiresAt,
        userAgent: tameUserAgent(request.userAgent),
        address: plainAddress(request.address) || null,
      }),
    );
    await this.audit.write(tx, {
      action: 'session.started',
      actorId: accountId,
      targetType: 'Session',
      targetId: sessionId,
    });
    const refreshToken = await this.refreshTokens.issue(tx, sessionId, 1);
    return { accountId, sessionId, refreshToken, sessionExpiresAt, ended };
  }

  /** The session whose token came along ends when another person goes on from there: nobody is signed in as two. */
  async leaveAnother(tx: Transaction, accountId: string, presented: Viewer | null): Promise<void> {
    if (!presented || presented.accountId === accountId) return;
    await this.ends.endOne(tx, presented.sessionId, 'SIGNED_IN_AS_ANOTHER', presented);
  }
}
