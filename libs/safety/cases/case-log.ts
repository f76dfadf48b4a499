import { Injectable } from '@nestjs/common';
import type { Actor } from '#membership';
import { Audit, Clock, Ids, insertInto, type Transaction } from '#platform';
import type { CaseEntryKind } from './cases.types.js';

export interface CaseEntry {
  kind: CaseEntryKind;
  actor: Actor;
  /** Stays in the case: the trail gets codes only. */
  text?: string | null;
  facts?: Record<string, string | number | boolean | null>;
  reasonCode?: string | null;
  from?: string | null;
  to?: string | null;
}

/** A line in the case's own timeline and one in the trail, always together. */
@Injectable()
export class CaseLog {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: Audit,
  ) {}

  /** @returns the id of the timeline's line */
  async write(tx: Transaction, safetyCase: { id: string; programId: string }, entry: CaseEntry): Promise<string> {
    const id = this.ids.next();
    const { kind, actor, text = null, facts = {} } = entry;
    await tx.run(
      insertInto('safety_case_entry', {
        id,
        safetyCaseId: safetyCase.id,
        at: this.clock.now(),
        kind,
        actorId: actor.accountId,
        text,
        facts: JSON.stringify(facts),
      }),
    );
    await this.trace(tx, safetyCase, `case.${kind.toLowerCase()}`, entry);
    return id;
  }

  /** The trail alone: reading leaves no mark in the case itself. */
  async trace(
    tx: Transaction,
    { id, programId }: { id: string; programId: string },
    action: string,
    { actor, facts, reasonCode, from, to }: Omit<CaseEntry, 'kind' | 'text'>,
  ): Promise<void> {
    await this.audit.write(tx, {
      action,
      actorId: actor.accountId,
      actorRole: actor.role,
      programId,
      targetType: 'SafetyCase',
      targetId: id,
      fromState: from ?? null,
      toState: to ?? null,
      reasonCode: reasonCode ?? null,
      facts: facts ?? {},
    });
  }
}
