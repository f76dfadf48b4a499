import { Injectable } from '@nestjs/common';
import { type Actor, actingIn, inForce } from '#membership';
import {
  Clock,
  Database,
  Idempotency,
  Refusal,
  requireNote,
  requireUuid,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { hasInterestInCase } from '../conflicts.js';
import { Priority } from '../safety.types.js';
import { CaseLog } from './case-log.js';
import { Cases } from './cases.js';
import type {
  AcknowledgeCaseInput,
  AddCaseNoteInput,
  AssignCaseInput,
  CloseCaseInput,
  ReprioritiseCaseInput,
} from './cases.inputs.js';
import { mayLowerPriority, mayWorkOn, pagedTo, visibleCases } from './cases.policy.js';
import { CaseEntryKind, CaseState } from './cases.types.js';

export const longestCaseText = 4_000;

export interface OpenCase {
  id: string;
  programId: string;
  state: CaseState;
  priority: Priority.P0 | Priority.P1;
  ownerId: string | null;
  acknowledgedAt: Date | null;
  visible: boolean;
}

/** What people do with a case: each step is locked, told in its timeline and in the trail, in one transaction. */
@Injectable()
export class CasesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly cases: Cases,
    private readonly log: CaseLog,
  ) {}

  /** Whoever was told of a case takes it on: paging stops, and if nobody owns it, it is theirs. */
  async acknowledge(viewer: Viewer, { caseId }: AcknowledgeCaseInput): Promise<string> {
    return this.change(viewer, caseId, true, async (tx, found, actor) => {
      if (found.acknowledgedAt !== null) {
        if (!found.visible) throw new Refusal('CONFLICT', 'Somebody else has taken this on.');
        return;
      }
      await tx.run(sql`
        update safety_case set acknowledged_at = ${this.clock.now()}, acknowledged_by = ${viewer.accountId},
          owner_id = coalesce(owner_id, ${viewer.accountId}), next_page_at = null
        where id = ${found.id}`);
      await this.log.write(tx, found, { kind: CaseEntryKind.ACKNOWLEDGED, actor });
    });
  }

  async assign(viewer: Viewer, input: AssignCaseInput): Promise<string> {
    const ownerId = requireUuid('Account', input.ownerId);
    const handover = input.handover == null ? null : requireNote('handover', input.handover, longestCaseText);
    return this.change(viewer, input.caseId, false, async (tx, found, actor) => {
      await this.requireStaff(tx, found, ownerId);
      await tx.run(sql`update safety_case set owner_id = ${ownerId} where id = ${found.id}`);
      const facts = { from: found.ownerId, to: ownerId };
      await this.log.write(tx, found, { kind: CaseEntryKind.ASSIGNED, actor, text: handover, facts });
    });
  }

  async addNote(viewer: Viewer, input: AddCaseNoteInput): Promise<string> {
    const text = requireNote('text', input.text, longestCaseText);
    const call = { accountId: viewer.accountId, operation: 'addCaseNote', key: input.idempotencyKey, input };
    return this.change(viewer, input.caseId, false, async (tx, found, actor) => {
      await this.idempotency.once(tx, call, async () => {
        await this.log.write(tx, found, { kind: CaseEntryKind.NOTE, actor, text });
        return found.id;
      });
    });
  }

  async reprioritise(viewer: Viewer, input: ReprioritiseCaseInput): Promise<string> {
    const reason = input.reason == null ? null : requireNote('reason', input.reason, longestCaseText);
    const to = input.priority;
    if (to !== Priority.P0 && to !== Priority.P1) throw Refusal.invalid('priority', 'must be P0 or P1');
    return this.change(viewer, input.caseId, false, async (tx, found, actor) => {
      if (to === found.priority) return;
      if (to === Priority.P0) {
        const locked = await this.cases.lock(tx, found.id);
        if (locked) await this.cases.raise(tx, locked, 'STAFF', actor);
        if (reason) await this.log.write(tx, found, { kind: CaseEntryKind.NOTE, actor, text: reason });
        return;
      }
      mayLowerPriority(viewer, found.programId);
      if (reason === null) throw Refusal.invalid('reason', 'is needed');
      await tx.run(sql`update safety_case set priority = 'P1' where id = ${found.id}`);
      const step = { actor, text: reason, reasonCode: 'STAFF', from: 'P0', to: 'P1' };
      await this.log.write(tx, found, { kind: CaseEntryKind.REPRIORITISED, ...step });
    });
  }

  async close(viewer: Viewer, input: CloseCaseInput): Promise<string> {
    const text = requireNote('note', input.note, longestCaseText);
    const { outcome } = input;
    return this.change(viewer, input.caseId, false, async (tx, found, actor) => {
      const due = await tx.run(sql`
        select from external_report where safety_case_id = ${found.id} and made_at is null`);
      if (due > 0) throw new Refusal('CONFLICT', 'A report to somebody outside is still due.');
      const now = this.clock.now();
      await tx.run(sql`
        update safety_case set state = 'CLOSED', closed_at = ${now}, closed_by = ${viewer.accountId}, outcome = ${outcome},
          decided_at = coalesce(decided_at, ${now}), next_page_at = null, owner_id = coalesce(owner_id, ${viewer.accountId}),
          acknowledged_at = coalesce(acknowledged_at, ${now}), acknowledged_by = coalesce(acknowledged_by, ${viewer.accountId})
        where id = ${found.id}`);
      const step = { actor, text, reasonCode: outcome, from: 'OPEN', to: 'CLOSED' };
      await this.log.write(tx, found, { kind: CaseEntryKind.CLOSED, ...step });
    });
  }

  /**
   * Finds the open case that the viewer works on, locks it, and takes the step.
   * @param alsoPaged also for who was merely told of it
   * @returns its id
   */
  async change(
    viewer: Viewer,
    id: string,
    alsoPaged: boolean,
    step: (tx: Transaction, found: OpenCase, actor: Actor) => Promise<void>,
  ): Promise<string> {
    const uuid = requireUuid('SafetyCase', id);
    await this.database.transaction(async (tx) => {
      const found = await tx.first<OpenCase>(sql`
        select c.id, c.program_id as "programId", c.state, c.priority, c.owner_id as "ownerId",
          c.acknowledged_at as "acknowledgedAt", ${visibleCases(viewer)} as visible
        from safety_case c
        where c.id = ${uuid} and (${visibleCases(viewer)} or (${alsoPaged}::boolean and ${pagedTo(viewer)}))
        for update of c`);
      if (!found) throw Refusal.notFound();
      mayWorkOn(found);
      await step(tx, found, actingIn(viewer, found.programId));
    });
    return uuid;
  }

  /** @throws Refusal INVALID_INPUT for whoever is not staff there, or whom the case concerns: both answer alike */
  private async requireStaff(tx: Transaction, found: OpenCase, accountId: string): Promise<void> {
    const rows = await tx.run(sql`
      select from enrolment e join safety_case c on c.id = ${found.id}
      where e.account_id = ${accountId} and e.program_id = c.program_id and ${inForce('e', this.clock.now())}
        and e.role in ('SAFEGUARDING_LEAD', 'COORDINATOR', 'MODERATOR', 'PROGRAM_ADMIN')
        and not ${hasInterestInCase(sql`${accountId}::uuid`)} limit 1`);
    if (rows === 0) throw Refusal.invalid('ownerId', 'must be a member of staff who can take it on');
  }
}
