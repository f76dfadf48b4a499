import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, Refusal, sql, type Transaction, type Viewer } from '#platform';
import type { ChangePasswordInput } from './accounts.types.js';
import { AccessAttempts } from './access-attempts.js';
import { NewPasswords, type PasswordPerson } from './new-passwords.js';
import { normalPassword } from './password-rules.js';
import { Passwords } from './passwords.js';
import { SessionEnds } from './session-ends.js';
import { guardsOfPassword, SignInThrottle } from './sign-in-throttle.js';

/** Writes the new password, its line of the trail, and what follows: all other sessions end. */
@Injectable()
export class PasswordRecord {
  constructor(
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly ends: SessionEnds,
    private readonly attempts: AccessAttempts,
  ) {}

  /** A wrong current password leaves a line as well. */
  noteRefused({ accountId }: Viewer): void {
    this.attempts.note('password.refused', accountId);
  }

  /**
   * @returns how many other sessions ended
   * @throws Refusal CONFLICT if it was changed meanwhile
   */
  async replace(tx: Transaction, viewer: Viewer, oldHash: string, newHash: string): Promise<number> {
    const changed = await tx.run(sql`
      update account
      set password_hash = ${newHash}, password_changed_at = ${this.clock.now()}, temporary_password_until = null
      where id = ${viewer.accountId} and password_hash = ${oldHash}
        and (temporary_password_until is null or temporary_password_until > ${this.clock.now()})`);
    if (changed === 0) throw new Refusal('CONFLICT', 'The password was changed a moment ago, or is too old.');
    await this.audit.write(tx, {
      action: 'password.changed',
      actorId: viewer.accountId,
      targetType: 'Account',
      targetId: viewer.accountId,
    });
    await tx.run(sql`update session set password_confirmed_at = ${this.clock.now()} where id = ${viewer.sessionId}`);
    return this.ends.endAllOf(tx, viewer.accountId, 'PASSWORD_CHANGED', viewer, viewer.sessionId);
  }
}

/** Changing one's own password. */
@Injectable()
export class PasswordChange {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly rules: NewPasswords,
    private readonly throttle: SignInThrottle,
    private readonly record: PasswordRecord,
  ) {}

  /**
   * @returns how many other sessions ended
   * @throws Refusal INVALID_INPUT on `currentPassword` or `newPassword`; RATE_LIMITED after wrong ones
   */
  async change(viewer: Viewer, { currentPassword, newPassword }: ChangePasswordInput): Promise<number> {
    const account = await this.database.first<PasswordPerson & { hash: string | null }>(sql`
      select username, display_name as "displayName", email, password_hash as hash
      from account where id = ${viewer.accountId}`);
    if (!account) throw new Refusal('UNAUTHENTICATED');
    await this.rules.check(newPassword, account, viewer.accountId, 'newPassword');
    if (normalPassword(newPassword) === normalPassword(currentPassword)) {
      throw Refusal.invalid('newPassword', 'must be another one');
    }
    const guards = guardsOfPassword(viewer.accountId);
    await this.throttle.admit(guards);
    const right = await this.passwords.verify(account.hash, currentPassword);
    const newHash = right ? await this.passwords.hash(newPassword) : null;
    // What failed is counted, so the refusal is thrown only after the commit.
    const ended = await this.database.transaction(async (tx) => {
      if (account.hash === null || newHash === null) {
        await this.throttle.failed(tx, guards);
        return null;
      }
      await this.throttle.succeeded(tx, guards);
      return this.record.replace(tx, viewer, account.hash, newHash);
    });
    if (ended !== null) return ended;
    this.record.noteRefused(viewer);
    throw Refusal.invalid('currentPassword', 'is wrong');
  }
}
