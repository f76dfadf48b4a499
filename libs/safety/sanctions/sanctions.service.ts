import { Injectable } from '@nestjs/common';
import { Clock, Database, Idempotency, Refusal, requireNote, requireUuid, sql, type Viewer } from '#platform';
import { StaffWords } from '../intake/staff-words.js';
import { ReasonCode } from '../safety.types.js';
import { Measures } from './measures.js';
import type { Measure } from './sanction-record.js';
import { mayImpose, visibleSanctions } from './sanctions.policy.js';
import { type ImposeSanctionInput, type LiftSanctionInput, SanctionKind, SanctionScope } from './sanctions.types.js';
import { SanctionedPeople } from './sanctioned-people.js';
import { appealDays, statementOf } from './statement.js';

const dayMs = 86_400_000;
/** A measure that nobody would remember by its end is no measure any more; an enrolment can be ended instead. */
const mostDays = { SILENCE: 90, SUSPEND: 365 } as const;

type CheckedInput = Omit<ImposeSanctionInput, 'endsAt' | 'scope'> & { scope: SanctionScope; endsAt: Date | null };

/** Measures against people: imposed and lifted by humans who have no part in the matter. */
@Injectable()
export class SanctionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly people: SanctionedPeople,
    private readonly idempotency: Idempotency,
    private readonly measures: Measures,
    private readonly words: StaffWords,
  ) {}

  /** @returns its id */
  async impose(viewer: Viewer, input: ImposeSanctionInput): Promise<string> {
    const programId = requireUuid('Program', input.programId);
    const accountId = requireUuid('Account', input.accountId);
    const caseId = input.caseId == null ? null : requireUuid('SafetyCase', input.caseId);
    const person = await this.people.find(this.database, viewer, programId, accountId);
    if (caseId !== null) await this.people.requireCase(this.database, viewer, programId, caseId);
    mayImpose(viewer, programId, { kind: input.kind, scope: input.scope ?? SanctionScope.PROGRAM }, person);
    const checked = this.check(input);
    const call = { accountId: viewer.accountId, operation: 'imposeSanction', key: input.idempotencyKey, input };
    return this.database.transaction((tx) =>
      this.idempotency.once(tx, call, async () => {
        const appealableUntil = new Date(this.clock.now().getTime() + appealDays * dayMs);
        const statement = statementOf({ ...checked, ...person, appealableUntil });
        const { kind, scope, reasonCode, reason, endsAt } = checked;
        const row = {
          programId,
          accountId,
          kind,
          scope,
          reasonCode,
          reason,
          endsAt,
          caseId,
          statement,
          appealableUntil,
        };
        return this.measures.impose(tx, row, viewer);
      }),
    );
  }

  /** Lifting what has ended is a success: the caller's wish is fulfilled. */
  async lift(viewer: Viewer, input: LiftSanctionInput): Promise<string> {
    const id = requireUuid('Sanction', input.sanctionId);
    const reason = requireNote('reason', input.reason);
    await this.database.transaction(async (tx) => {
      const found = await tx.first<Measure & { liftedAt: Date | null }>(sql`
        select s.account_id as "accountId", s.program_id as "programId", s.kind, s.scope, s.lifted_at as "liftedAt"
        from sanction s where s.id = ${id} and ${visibleSanctions(viewer)}`);
      if (!found) throw Refusal.notFound();
      const person = await this.people.find(tx, viewer, found.programId, found.accountId);
      mayImpose(viewer, found.programId, { ...found, scope: SanctionScope.PROGRAM }, person);
      await this.measures.end(tx, { id, ...found }, reason, viewer);
    });
    return id;
  }

  private check(input: ImposeSanctionInput): CheckedInput {
    const reason = requireNote('reason', input.reason);
    this.words.requireFit('reason', reason);
    const scope = input.scope ?? SanctionScope.PROGRAM;
    if (input.reasonCode === ReasonCode.OK) throw Refusal.invalid('reasonCode', 'must say what was wrong');
    if (scope === SanctionScope.EVERYWHERE && input.kind !== SanctionKind.SUSPEND) {
      throw Refusal.invalid('scope', 'EVERYWHERE goes with SUSPEND alone');
    }
    return { ...input, reason, scope, endsAt: this.requireEnd(input.kind, input.endsAt ?? null) };
  }

  private requireEnd(kind: SanctionKind, endsAt: Date | null): Date | null {
    if (kind === SanctionKind.WARN) {
      if (endsAt) throw Refusal.invalid('endsAt', 'a warning has no end');
      return null;
    }
    const days = mostDays[kind];
    const now = this.clock.now().getTime();
    const ahead = (endsAt?.getTime() ?? Number.NaN) - now;
    if (!endsAt || !(ahead > 0 && ahead <= days * dayMs)) {
      throw Refusal.invalid('endsAt', `must be in the future, at most ${days} days ahead`);
    }
    return endsAt;
  }
}
