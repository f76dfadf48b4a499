import { Injectable } from '@nestjs/common';
import { Audit, Clock, Ids, insertInto, type RequestContext, type Transaction } from '#platform';
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
  ) {}

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
