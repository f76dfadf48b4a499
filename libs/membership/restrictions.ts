import { Injectable } from '@nestjs/common';
import { type Role, sql, type Transaction } from '#platform';
import { type Actor } from './membership.policy.js';
import { MembershipRecord } from './membership-record.js';
import { Standings } from './standings.service.js';

/** Whose enrolments are meant. */
export interface RestrictedPerson {
  accountId: string;
  /** Null: those of every program. */
  programId: string | null;
}

/**
 * Takes a person's voice or place for a time. Both are asked on every request and end by the clock. Who may say so is
 * decided by the library that calls.
 */
@Injectable()
export class Restrictions {
  constructor(
    private readonly standings: Standings,
    private readonly record: MembershipRecord,
  ) {}

  /** @param until null gives the voice back */
  async silence(tx: Transaction, { accountId, programId }: RestrictedPerson, until: Date | null): Promise<void> {
    await tx.run(sql`
      update enrolment set silenced_until = ${until}
      where account_id = ${accountId} and (${programId}::uuid is null or program_id = ${programId}::uuid)
        and status not in ('CLOSED', 'ERASED')`);
    this.record.wake(tx, [accountId]);
  }

  /** Matches pause with it, since nobody writes to somebody who is not there. @param until null lifts it */
  async suspend(tx: Transaction, person: RestrictedPerson, until: Date | null, actor: Actor): Promise<void> {
    const { accountId, programId } = person;
    if (until) await this.requireOthers(tx, person);
    const open = await tx.rows<{ id: string }>(sql`
      update enrolment set suspended_until = ${until}
      where account_id = ${accountId} and (${programId}::uuid is null or program_id = ${programId}::uuid)
        and status not in ('CLOSED', 'ERASED')
      returning id`);
    for (const { id } of open.sort((one, other) => (one.id < other.id ? -1 : 1))) {
      await this.standings.settle(tx, id, actor);
    }
  }

  /** Asked before the rows are written: afterwards the person does not stand there any more. */
  private async requireOthers(tx: Transaction, { accountId, programId }: RestrictedPerson): Promise<void> {
    const held = await tx.rows<{ programId: string; role: Role }>(sql`
      select program_id as "programId", role from enrolment
      where account_id = ${accountId} and (${programId}::uuid is null or program_id = ${programId}::uuid)
        and role in ('PROGRAM_ADMIN', 'SAFEGUARDING_LEAD') and status not in ('CLOSED', 'ERASED')
      order by program_id, role`);
    for (const each of held) await this.standings.requireAnother(tx, { ...each, accountId });
  }
}
