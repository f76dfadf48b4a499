import { Injectable } from '@nestjs/common';
import { DisplayNames } from '#accounts';
import { type Role, sql, type Transaction } from '#platform';
import { DecisionKind } from '../safety.types.js';
import { ReviewableKind } from './review.enums.js';

interface NameItem {
  id: string;
  kind: ReviewableKind;
  programId: string;
  subjectAccountId: string | null;
}

interface Decider {
  actorId: string | null;
  actorRole: Role | null;
}

/** What follows for a person's name from what was decided about it. A name that was refused was never shown. */
@Injectable()
export class NameOutcomes {
  constructor(private readonly names: DisplayNames) {}

  /** The name of before stays with the evidence, for whoever takes the decision back. */
  async settle(tx: Transaction, item: NameItem, decision: DecisionKind, by: Decider): Promise<void> {
    const { id, kind, programId, subjectAccountId } = item;
    if (kind !== ReviewableKind.PROFILE_TEXT || decision !== DecisionKind.APPROVE || subjectAccountId === null) return;
    const row = await tx.first<{ name: string | null }>(
      sql`select evidence->>'body' as name from reviewable where id = ${id}`,
    );
    if (!row?.name) return;
    const before = await this.names.set(tx, subjectAccountId, row.name, { programId, ...by });
    await tx.run(sql`
      update reviewable set evidence = evidence || jsonb_build_object('before', ${before}::text) where id = ${id}`);
  }

  /** Taken back within its twelve seconds: the person is called as before. */
  async unsettle(tx: Transaction, item: NameItem, decision: DecisionKind, by: Decider): Promise<void> {
    const { id, kind, programId, subjectAccountId } = item;
    if (kind !== ReviewableKind.PROFILE_TEXT || decision !== DecisionKind.APPROVE || subjectAccountId === null) return;
    const row = await tx.first<{ before: string | null }>(sql`
      select r.evidence->>'before' as before from reviewable r join account a on a.id = r.subject_account_id
      where r.id = ${id} and a.display_name = r.evidence->>'body' for update of a`);
    // Whoever has another name by now keeps that one.
    if (row?.before) await this.names.set(tx, subjectAccountId, row.before, { programId, ...by });
  }
}
