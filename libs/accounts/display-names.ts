import { Injectable } from '@nestjs/common';
import { Audit, Refusal, sql, type Role, type Transaction } from '#platform';

/** The name that others see, changed. Who may, and whether it may be shown, is decided by the library that calls. */
@Injectable()
export class DisplayNames {
  constructor(private readonly audit: Audit) {}

  /** @returns the name of before; the trail tells that there was a change, and neither name */
  async set(
    tx: Transaction,
    accountId: string,
    name: string,
    by: { programId: string; actorId: string | null; actorRole: Role | null },
  ): Promise<string> {
    const row = await tx.first<{ before: string }>(sql`
      with known as (select id, display_name as before from account where id = ${accountId} for no key update)
      update account set display_name = ${name} from known where account.id = known.id returning known.before`);
    if (!row) throw Refusal.notFound();
    if (row.before !== name) {
      await this.audit.write(tx, { action: 'account.renamed', targetType: 'Account', targetId: accountId, ...by });
    }
    return row.before;
  }
}
