import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from '#platform';
import { type EndedBy, SessionEnds } from './session-ends.js';

/** Keeps an account out for a time. Who may say so is decided by the library that calls. */
@Injectable()
export class Suspensions {
  constructor(private readonly sessions: SessionEnds) {}

  /** Ends every session and its sockets at once; until then nobody signs in as this account. */
  async suspend(tx: Transaction, accountId: string, until: Date, by: EndedBy): Promise<void> {
    await tx.run(sql`
      update account set suspended_until = greatest(suspended_until, ${until}::timestamptz) where id = ${accountId}`);
    await this.sessions.endAllOf(tx, accountId, 'SUSPENDED', by);
  }

  /** @param until null lifts it */
  async change(tx: Transaction, accountId: string, until: Date | null): Promise<void> {
    await tx.run(sql`update account set suspended_until = ${until} where id = ${accountId}`);
  }
}
