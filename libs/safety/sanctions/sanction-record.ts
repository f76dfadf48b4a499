import { Injectable } from '@nestjs/common';
import { actingIn } from '#membership';
import { Audit, Clock, Ids, insertInto, sql, type Transaction, type Viewer } from '#platform';
import type { ReasonCode } from '../safety.types.js';
import type { Measure } from './measures.js';

/** The rows, with their lines in the trail. */
@Injectable()
export class SanctionRecord {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: Audit,
  ) {}

  async insert(
    tx: Transaction,
    row: Measure & { reasonCode: ReasonCode; endsAt: Date | null } & Record<string, unknown>,
    viewer: Viewer,
  ): Promise<string> {
    const id = this.ids.next();
    await tx.run(insertInto('sanction', { id, ...row, imposedBy: viewer.accountId, imposedAt: this.clock.now() }));
    await this.trace(tx, 'sanction.imposed', { id, ...row }, viewer, row.reasonCode, row.endsAt);
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
