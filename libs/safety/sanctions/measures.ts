import { Injectable } from '@nestjs/common';
import { SessionEnds, Suspensions } from '#accounts';
import { type Actor, Restrictions } from '#membership';
import { Clock, sql, type Transaction } from '#platform';
import { SanctionKind, SanctionScope } from './sanctions.types.js';

export interface Measure {
  accountId: string;
  programId: string;
  kind: SanctionKind;
  scope: SanctionScope;
}

/** What sanctions do to a person's access. It always follows from all that hold, so two that overlap end when the later does. */
@Injectable()
export class Measures {
  constructor(
    private readonly clock: Clock,
    private readonly restrictions: Restrictions,
    private readonly suspensions: Suspensions,
    private readonly sessions: SessionEnds,
  ) {}

  async apply(tx: Transaction, measure: Measure, actor: Actor): Promise<void> {
    const { accountId, kind, scope } = measure;
    await this.settle(tx, measure, actor);
    if (kind !== SanctionKind.SUSPEND) return;
    const until = await this.latestEnd(tx, measure);
    if (scope === SanctionScope.EVERYWHERE && until) await this.suspensions.suspend(tx, accountId, until, actor);
    // Whoever takes part elsewhere signs in again and finds this program closed.
    else await this.sessions.endAllOf(tx, accountId, 'SUSPENDED', actor);
  }

  /** Brings access to where the sanctions that are left put it. */
  async settle(tx: Transaction, measure: Measure, actor: Actor): Promise<void> {
    const { accountId, kind, scope } = measure;
    const until = await this.latestEnd(tx, measure);
    const programId = scope === SanctionScope.EVERYWHERE ? null : measure.programId;
    if (kind === SanctionKind.SILENCE) await this.restrictions.silence(tx, { accountId, programId }, until);
    if (kind !== SanctionKind.SUSPEND) return;
    await this.restrictions.suspend(tx, { accountId, programId }, until, actor);
    if (scope === SanctionScope.EVERYWHERE) await this.suspensions.change(tx, accountId, until);
  }

  private async latestEnd(tx: Transaction, { accountId, programId, kind, scope }: Measure): Promise<Date | null> {
    const reaches =
      scope === SanctionScope.EVERYWHERE
        ? sql`scope = 'EVERYWHERE'`
        : sql`(scope = 'EVERYWHERE' or program_id = ${programId})`;
    const row = await tx.first<{ until: Date | null }>(sql`
      select max(ends_at) as until from sanction
      where account_id = ${accountId} and kind = ${kind} and lifted_at is null
        and ends_at > ${this.clock.now()}::timestamptz and ${reaches}`);
    return row?.until ?? null;
  }
}
