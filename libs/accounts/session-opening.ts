import { Injectable } from '@nestjs/common';
import { Audit, Clock, Config, Ids, insertInto, type RequestContext, sql, type Transaction } from '#platform';
import { AccountStatus } from './account.entity.js';
import type { AccountAtTheDoor } from './accounts.queries.js';
import { plainAddress } from './addresses.js';
import { tameUserAgent } from './devices.js';
import { RefreshTokens } from './refresh-tokens.js';
import { sessionDays } from './refresh-verdict.js';

/** A session just opened or refreshed: from it come the tokens that the client gets. */
export interface Grant {
  accountId: string;
  sessionId: string;
  refreshToken: string;
  sessionExpiresAt: Date;
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
  ) {}

  /** A sample account does not exist for a production server. Locks the account, so that a change of password or a suspension that runs beside this ends the new session, or prevents it. */
  async statusNow(tx: Transaction, { id, passwordHash }: AccountAtTheDoor): Promise<AccountStatus | null> {
    const row = await tx.first<{ status: AccountStatus; suspendedUntil: Date | null }>(sql`
      select status, suspended_until as "suspendedUntil" from account
      where id = ${id} and password_hash = ${passwordHash} and (${this.config.development} or not sample) for share`);
    if (row?.status === AccountStatus.ACTIVE && row.suspendedUntil && row.suspendedUntil > this.clock.now()) {
      return AccountStatus.SUSPENDED;
    }
    return row?.status ?? null;
  }

  async open(
    tx: Transaction,
    accountId: string,
    request: Pick<RequestContext, 'address' | 'userAgent'>,
  ): Promise<Grant> {
    const sessionId = this.ids.next();
    const now = this.clock.now();
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
    return { accountId, sessionId, refreshToken: await this.refreshTokens.issue(tx, sessionId, 1), sessionExpiresAt };
  }
}
