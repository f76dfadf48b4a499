import { Injectable } from '@nestjs/common';
import { SessionEnds, Suspensions } from '#accounts';
import { type Actor, actingIn, Restrictions, takesPart } from '#membership';
import { Clock, sql, type Transaction, type Viewer } from '#platform';
import { type Measure, type NewSanction, SanctionRecord } from './sanction-record.js';
import { SanctionKind, SanctionScope } from './sanctions.types.js';

/** What sanctions do to a person's access. It always follows from all that hold, so two that overlap end when the later does. */
@Injectable()
export class Measures {
  constructor(
    private readonly clock: Clock,
    private readonly restrictions: Restrictions,
    private readonly suspensions: Suspensions,
    private readonly sessions: SessionEnds,
    private readonly record: SanctionRecord,
  ) {}

  /** @returns the id of the sanction */
  async impose(tx: Transaction, sanction: NewSanction, viewer: Viewer): Promise<string> {
    await this.takeTurn(tx, sanction.accountId);
    const id = await this.record.insert(tx, sanction, viewer);
    await this.apply(tx, sanction, actingIn(viewer, sanction.programId));
    return id;
  }

  /** Ends a measure before its time; access follows from those that are left. */
  async end(tx: Transaction, measure: Measure & { id: string }, reason: string, viewer: Viewer): Promise<void> {
    await this.takeTurn(tx, measure.accountId);
    if (!(await this.record.lift(tx, measure, reason, viewer))) return;
    await this.settle(tx, measure, actingIn(viewer, measure.programId));
  }

  /** Two measures against one person take turns, so that access follows from both. */
  private async takeTurn(tx: Transaction, accountId: string): Promise<void> {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`sanction:${accountId}`}, 0))`);
  }

  private async apply(tx: Transaction, measure: Measure, actor: Actor): Promise<void> {
    const { accountId, kind, scope } = measure;
    await this.settle(tx, measure, actor);
    if (kind !== SanctionKind.SUSPEND) return;
    const until = await this.latestEnd(tx, measure);
    if (scope === SanctionScope.EVERYWHERE && until) await this.suspensions.suspend(tx, accountId, until, actor);
    // Elsewhere the person goes on: what one program decides ends no session that another one needs.
    else if (!(await this.takesPartElsewhere(tx, measure))) {
      await this.sessions.endAllOf(tx, accountId, 'SUSPENDED', actor);
    }
  }

  /** Brings access to where the sanctions that are left put it. */
  private async settle(tx: Transaction, measure: Measure, actor: Actor): Promise<void> {
    const { accountId, kind, scope } = measure;
    const until = await this.latestEnd(tx, measure);
    const programId = scope === SanctionScope.EVERYWHERE ? null : measure.programId;
    if (kind === SanctionKind.SILENCE) await this.restrictions.silence(tx, { accountId, programId }, until);
    if (kind !== SanctionKind.SUSPEND) return;
    await this.restrictions.suspend(tx, { accountId, programId }, until, actor);
    if (scope === SanctionScope.EVERYWHERE) await this.suspensions.change(tx, accountId, until);
  }

  private async takesPartElsewhere(tx: Transaction, { accountId, programId }: Measure): Promise<boolean> {
    const found = await tx.run(sql`
      select from enrolment e where e.account_id = ${accountId} and e.program_id <> ${programId} and ${takesPart('e')} limit 1`);
    return found > 0;
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
