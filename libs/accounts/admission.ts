import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Refusal, type RequestContext, ViewerLoader } from '#platform';
import { AccessTokens } from './access-tokens.js';
import type { Grant } from './session-opening.js';
import type { RefreshSessionPayload } from './sessions.types.js';

/** Turns a session that was just opened or refreshed into what its client gets. */
@Injectable()
export class Admission {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly modules: ModuleRef,
  ) {}

  /**
   * The rest of the request belongs to whoever holds the session, whoever's token came along: every field below the
   * payload reads the viewer of the request.
   * @throws Refusal UNAUTHENTICATED if the session has ended meanwhile
   */
  async welcome(grant: Grant, request: RequestContext): Promise<RefreshSessionPayload> {
    const { accountId, sessionId, sessionExpiresAt, refreshToken } = grant;
    const tokens = await this.tokens.issue(accountId, sessionId, sessionExpiresAt);
    request.viewer = null;
    request.memo.clear();
    // Looked up when it is needed: the port is bound by `membership`, which stands on this library.
    const viewers = this.modules.get(ViewerLoader, { strict: false });
    const viewer = await viewers.load({ accountId, sessionId, expiresAt: tokens.expiresAt });
    if (!viewer) throw new Refusal('UNAUTHENTICATED');
    request.viewer = viewer;
    return { ...tokens, refreshToken, viewer };
  }
}
