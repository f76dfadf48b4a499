import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, insertInto, sql, type Transaction } from '#platform';
import type { PresentedToken } from './refresh-verdict.js';

const tokenPattern = /^[\w-]{43}$/;
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** A refresh token with its session, both locked until the end of the transaction. */
export interface LockedToken extends PresentedToken {
  sessionId: string;
  accountId: string;
  sessionExpiresAt: Date;
}

/** Opaque tokens of 256 random bits, of which only the SHA-256 is stored; each is used once. */
@Injectable()
export class RefreshTokens {
  constructor(private readonly clock: Clock) {}

  /** @returns the token; nobody can read it again */
  async issue(tx: Transaction, sessionId: string, generation: number): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const issuedAt = this.clock.now();
    await tx.run(insertInto('refresh_token', { hash: hashOf(token), sessionId, generation, issuedAt }));
    return token;
  }

  /** Null for a token that is none of ours, or whose session or account has ended. */
  async lock(tx: Transaction, token: string): Promise<LockedToken | null> {
    if (!tokenPattern.test(token)) return null;
    const hash = hashOf(token);
    // Locked first and read then: after waiting for a twin, its token is among those seen.
    const locked = await tx.run(sql`
      select from session where id = (select session_id from refresh_token where hash = ${hash}) for no key update`);
    if (locked === 0) return null;
    return tx.first<LockedToken>(sql`
      select t.generation, t.issued_at as "issuedAt", t.used_at as "usedAt", s.id as "sessionId",
        s.account_id as "accountId", s.expires_at as "sessionExpiresAt",
        (select max(generation) from refresh_token where session_id = s.id) as newest
      from refresh_token t
      join session s on s.id = t.session_id and s.ended_at is null and s.expires_at > ${this.clock.now()}
      join account a on a.id = s.account_id and a.status = 'ACTIVE'
      where t.hash = ${hash}`);
  }

  /** Uses the token up, with those that were given beside it for a lost answer: one line goes on, never two. */
  async spend(tx: Transaction, { sessionId, generation }: LockedToken): Promise<void> {
    await tx.run(sql`
      update refresh_token set used_at = ${this.clock.now()}
      where session_id = ${sessionId} and generation = ${generation} and used_at is null`);
  }
}
