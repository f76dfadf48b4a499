import { SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { Clock, isUuid, TokenVerifier, type TokenClaims } from '#platform';
import { Signatures } from './signatures.js';
import { SigningKeys } from './signing-keys.js';

/** Short, since a stolen one works until then on a process that cannot reach the database (api.md, Tokens). */
export const accessTokenMinutes = 5;
const algorithm = 'EdDSA';
const type = 'at+jwt';
const issuer = 'porchlight';
const audience = 'porchlight-api';
/** Verified tokens kept in memory: about 1 KB each, and as many as one process has callers in five minutes. */
const mostRemembered = 10_000;

export interface AccessToken {
  accessToken: string;
  expiresAt: Date;
}

/** Access tokens: JSON Web Tokens after RFC 9068, EdDSA only. They name a session; whether it lives is asked per request. */
export class AccessTokens extends TokenVerifier {
  /** Keyed by the full text: a token that differs in one bit is verified on its own. */
  private readonly remembered = new LRUCache<string, TokenClaims>({ max: mostRemembered });

  private constructor(
    private readonly keys: SigningKeys,
    private readonly signatures: Signatures,
    private readonly clock: Clock,
  ) {
    super();
  }

  static async with(keys: SigningKeys, clock: Clock): Promise<AccessTokens> {
    return new AccessTokens(keys, await Signatures.of(keys.publicKeys, [algorithm]), clock);
  }

  /** @param until the session's own end: no token outlives it */
  async issue(accountId: string, sessionId: string, until: Date): Promise<AccessToken> {
    const now = this.clock.now();
    const end = Math.min(now.getTime() + accessTokenMinutes * 60_000, until.getTime());
    const expiresAt = new Date(Math.floor(end / 1000) * 1000);
    const accessToken = await new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: algorithm, typ: type, kid: this.keys.keyId })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(accountId)
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .sign(this.keys.privateKey);
    return { accessToken, expiresAt };
  }

  async verify(token: string): Promise<TokenClaims | null> {
    const known = this.remembered.get(token);
    const claims = known ?? (await this.read(token));
    if (!claims || claims.expiresAt <= this.clock.now()) {
      if (known) this.remembered.delete(token);
      return null;
    }
    if (!known) this.remembered.set(token, claims);
    return claims;
  }

  private async read(token: string): Promise<TokenClaims | null> {
    const verified = await this.signatures.verify(token);
    if (!verified || verified.protectedHeader.typ !== type || !verified.protectedHeader.kid) return null;
    return readClaims(verified.payload);
  }
}

/** Null unless every claim that we set is there and as we set it. */
function readClaims(payload: Uint8Array): TokenClaims | null {
  let claims: Record<string, unknown> | null;
  try {
    claims = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)) as Record<string, unknown> | null;
  } catch {
    return null;
  }
  if (typeof claims !== 'object' || claims === null) return null;
  const { iss, aud, exp, sub, sid } = claims;
  if (iss !== issuer || aud !== audience || !isUuid(sub) || !isUuid(sid)) return null;
  if (typeof exp !== 'number' || !Number.isSafeInteger(exp)) return null;
  return { accountId: sub, sessionId: sid, expiresAt: new Date(exp * 1000) };
}
