import { Injectable } from '@nestjs/common';
import { Audit, Clock, Ids, insertInto, Refusal, sql, type Role, type Transaction } from '#platform';
import { usernameSkeleton, usernameKey } from './names.js';
import type { AccountRow } from './accounts.queries.js';

export interface NewAccount {
  /** Left out: a new one. */
  id?: string;
  username: string;
  displayName: string;
  /** Of `Passwords.hash`; many accounts of a demo may share one. Null: cannot sign in yet. */
  passwordHash: string | null;
  /** Until when a password that somebody else chose can be used (`temporary-passwords.ts`); left out: the person's own. */
  temporaryPasswordUntil?: Date | null;
  birthDate: string | null;
  email: string | null;
}

/** Who makes it; nobody for a demo or seed community. */
export interface Maker {
  accountId: string | null;
  role: Role | null;
}

/**
 * How an account comes to be: row and trail, in the caller's transaction. It asks nobody for permission and trusts its
 * input: `Accounts.create` checks both before; a demo or seed community has nobody to ask.
 */
@Injectable()
export class AccountFounding {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: Audit,
  ) {}

  /** @throws Refusal INVALID_INPUT if the name is taken or looks like a taken one */
  async insertAccount(
    tx: Transaction,
    account: NewAccount,
    maker: Maker = { accountId: null, role: null },
  ): Promise<AccountRow> {
    const row = await this.insertIfFree(tx, account, maker);
    if (!row) throw Refusal.invalid('username', 'is taken, or looks like one that is');
    return row;
  }

  /** @returns null if the name is taken or looks like a taken one */
  async insertIfFree(
    tx: Transaction,
    account: NewAccount,
    maker: Maker,
    facts: Record<string, boolean> = {},
  ): Promise<AccountRow | null> {
    const id = account.id ?? this.ids.next();
    const { username, displayName, birthDate, email, passwordHash } = account;
    const createdAt = this.clock.now();
    const row = insertInto('account', {
      id,
      username,
      usernameKey: usernameKey(username),
      usernameSkeleton: usernameSkeleton(username),
      displayName,
      email,
      birthDate,
      passwordHash,
      temporaryPasswordUntil: account.temporaryPasswordUntil ?? null,
      createdBy: maker.accountId,
      createdAt,
      passwordChangedAt: passwordHash === null ? null : createdAt,
    });
    const inserted = await tx.run(sql`${row} on conflict do nothing`);
    if (inserted === 0) return null;
    await this.audit.write(tx, {
      action: 'account.created',
      actorId: maker.accountId,
      actorRole: maker.role,
      targetType: 'Account',
      targetId: id,
      facts,
    });
    return { id, username, displayName, email, birthDate, createdAt };
  }
}
