import { Injectable } from '@nestjs/common';
import { actingIn, leadMatterArose, memberRoles, takesPart } from '#membership';
import { Announcements, Audit, Clock, Ids, insertInto, sql, type Transaction, type Viewer } from '#platform';
import type { ReasonCode } from '../safety.types.js';
import type { SanctionKind, SanctionScope } from './sanctions.types.js';

export interface Measure {
  accountId: string;
  programId: string;
  kind: SanctionKind;
  scope: SanctionScope;
}

export interface NewSanction extends Measure {
  reasonCode: ReasonCode;
  reason: string;
  statement: string;
  caseId: string | null;
  endsAt: Date | null;
  appealableUntil: Date;
}

/** The rows, with their lines in the trail. */
@Injectable()
export class SanctionRecord {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: Audit,
    private readonly announcements: Announcements,
  ) {}

  async insert(tx: Transaction, row: NewSanction, viewer: Viewer): Promise<string> {
    const id = this.ids.next();
    await tx.run(insertInto('sanction', { id, ...row, imposedBy: viewer.accountId, imposedAt: this.clock.now() }));
    await this.trace(tx, 'sanction.imposed', { id, ...row }, viewer, row.reasonCode, row.endsAt);
    await this.tellLeads(tx, row, viewer);
    return id;
  }

  /** @returns false if it was lifted already */
  async lift(tx: Transaction, sanction: Measure & { id: string }, reason: string, viewer: Viewer): Promise<boolean> {
    const lifted = await tx.run(sql`
      update sanction set lifted_at = ${this.clock.now()}, lifted_by = ${viewer.accountId}, lift_reason = ${reason}
      where id = ${sanction.id} and lifted_at is null`);
    if (lifted === 1) await this.trace(tx, 'sanction.lifted', sanction, viewer, null, null);
    return lifted === 1;
  }

  async appealed(tx: Transaction, sanction: Measure & { id: string }, text: string, viewer: Viewer): Promise<void> {
    await tx.run(sql`
      update sanction set appeal_text = ${text}, appealed_at = ${this.clock.now()} where id = ${sanction.id}`);
    await this.trace(tx, 'sanction.appealed', sanction, viewer, null, null);
  }

  async answered(
    tx: Transaction,
    sanction: Measure & { id: string },
    { answer, upheld }: { answer: string; upheld: boolean },
    viewer: Viewer,
  ): Promise<void> {
    await tx.run(sql`
      update sanction set appeal_answer = ${answer}, appeal_upheld = ${upheld}, appeal_answered_by = ${viewer.accountId},
        appeal_answered_at = ${this.clock.now()}
      where id = ${sanction.id}`);
    await this.trace(tx, 'sanction.appeal_answered', sanction, viewer, upheld ? 'UPHELD' : 'REJECTED', null);
  }

  /** Where the person is staff, the leads know at once: of every program that the measure reaches. */
  private async tellLeads(tx: Transaction, { accountId, programId, scope }: Measure, viewer: Viewer): Promise<void> {
    const reached = await tx.rows<{ programId: string }>(sql`
      select distinct e.program_id as "programId" from enrolment e
      where e.account_id = ${accountId} and ${takesPart('e')} and not (e.role = any(${memberRoles}::text[]))
        and (${scope} = 'EVERYWHERE' or e.program_id = ${programId}) order by 1`);
    for (const reach of reached) {
      const people = { actorId: viewer.accountId, subjectId: accountId };
      await this.announcements.announce(tx, leadMatterArose, { ...reach, ...people, about: 'STAFF_SANCTION' });
    }
  }

  private async trace(
    tx: Transaction,
    action: string,
    { id, programId, kind, scope }: Measure & { id: string },
    viewer: Viewer,
    reasonCode: string | null,
    endsAt: Date | null,
  ): Promise<void> {
    const actor = actingIn(viewer, programId);
    await this.audit.write(tx, {
      action,
      actorId: actor.accountId,
      actorRole: actor.role,
      programId,
      targetType: 'Sanction',
      targetId: id,
      reasonCode,
      facts: { kind, scope, endsAt: endsAt?.toISOString() ?? null },
    });
  }
}
