import { Injectable } from '@nestjs/common';
import { Clock, Database, type Queryable, Refusal, sql, type Viewer } from '#platform';
import { AccessAttempts } from './access-attempts.js';
import { Passwords } from './passwords.js';
import { guardsOfPassword, SignInThrottle } from './sign-in-throttle.js';

/** A sign-in or `confirmPassword` is good for so long for what asks for the password again (OWASP ASVS 5.0, 7.5.2). */
export const confirmationMinutes = 10;
const confirmationMs = confirmationMinutes * 60_000;

/**
 * For what ends other sessions or gives somebody a password: whoever found an open session must not be able to.
 * @throws Refusal PASSWORD_CONFIRMATION_REQUIRED unless the password was given in this session of late
 */
export async function requireRecentPassword(from: Queryable, { sessionId }: Viewer, now: Date): Promise<void> {
  const row = await from.first<{ given: Date }>(sql`
    select coalesce(password_confirmed_at, created_at) as given from session where id = ${sessionId}`);
  if (!row || now.getTime() - row.given.getTime() > confirmationMs) {
    throw new Refusal('PASSWORD_CONFIRMATION_REQUIRED');
  }
}

/** Giving one's password again in a session that is open. */
@Injectable()
export class PasswordConfirmation {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly passwords: Passwords,
    private readonly throttle: SignInThrottle,
    private readonly attempts: AccessAttempts,
  ) {}

  /**
   * @returns until when it is good
   * @throws Refusal INVALID_INPUT on `password`; RATE_LIMITED after wrong ones
   */
  async confirm(viewer: Viewer, password: string): Promise<Date> {
    const guards = guardsOfPassword(viewer.accountId);
    await this.throttle.admit(guards);
    const account = await this.database.first<{ hash: string | null }>(
      sql`select password_hash as hash from account where id = ${viewer.accountId}`,
    );
    const right = await this.passwords.verify(account?.hash ?? null, password);
    const now = this.clock.now();
    // What failed is counted, so the refusal is thrown only after the commit.
    await this.database.transaction(async (tx) => {
      if (!right) return this.throttle.failed(tx, guards);
      await this.throttle.succeeded(tx, guards);
      await tx.run(sql`
        update session set password_confirmed_at = ${now} where id = ${viewer.sessionId} and ended_at is null`);
    });
    if (!right) {
      this.attempts.note('password.refused', viewer.accountId);
      throw Refusal.invalid('password', 'is wrong');
    }
    return new Date(now.getTime() + confirmationMs);
  }
}
