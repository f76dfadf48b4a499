import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Refusal, ViewerLoader } from '#platform';
import { type AccessToken, AccessTokens } from './access-tokens.js';
import type { Grant } from './session-opening.js';
import type { RefreshSessionPayload, SignInPayload } from './sessions.types.js';

/** Turns a session that was just opened or refreshed into what its client gets. */
@Injectable()
export class Admission {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly modules: ModuleRef,
  ) {}

  async renew(grant: Grant): Promise<RefreshSessionPayload> {
    return { ...(await this.accessToken(grant)), refreshToken: grant.refreshToken };
  }

  /** @throws Refusal UNAUTHENTICATED if the session has ended meanwhile */
  async welcome(grant: Grant): Promise<SignInPayload> {
    const tokens = await this.renew(grant);
    // Looked up when it is needed: the port is bound by `membership`, which stands on this library.
    const viewers = this.modules.get(ViewerLoader, { strict: false });
    const viewer = await viewers.load({ ...grant, expiresAt: tokens.expiresAt });
    if (!viewer) throw new Refusal('UNAUTHENTICATED');
    return { ...tokens, viewer };
  }

  private accessToken({ accountId, sessionId, sessionExpiresAt }: Grant): Promise<AccessToken> {
    return this.tokens.issue(accountId, sessionId, sessionExpiresAt);
  }
}
