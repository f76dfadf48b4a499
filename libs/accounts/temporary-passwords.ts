import { Injectable } from '@nestjs/common';
import { Audit, Clock, type Role, sql, type Transaction } from '#platform';
import { SessionEnds } from './session-ends.js';

/** A password that staff know is refused after so long, replaced or not. */
export const temporaryPasswordDays = 14;

export const temporaryUntil = (now: Date): Date => new Date(now.getTime() + temporaryPasswordDays * 86_400_000);

/** A password set by staff for somebody who lost theirs. Who may is decided by the library that calls. */
@Injectable()
export class TemporaryPasswords {
  constructor(
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly ends: SessionEnds,
  ) {}

  /**
   * All sessions end, and the person has to choose a password of their own at the next sign-in.
   * @param hash of `Passwords.hash`
   * @returns the instant from which it is refused, and how many sessions ended
   */
  async set(
    tx: Transaction,
    accountId: string,
    hash: string,
    by: { accountId: string; role: Role | null; programId: string | null },
  ): Promise<{ until: Date; endedSessions: number }> {
    const now = this.clock.now();
    const until = temporaryUntil(now);
    await tx.run(sql`
      update account set password_hash = ${hash}, password_changed_at = ${now}, temporary_password_until = ${until}
      where id = ${accountId}`);
    await this.audit.write(tx, {
      action: 'password.set',
      actorId: by.accountId,
      actorRole: by.role,
      programId: by.programId,
      targetType: 'Account',
      targetId: accountId,
    });
    return { until, endedSessions: await this.ends.endAllOf(tx, accountId, 'PASSWORD_SET', by) };
  }
}
