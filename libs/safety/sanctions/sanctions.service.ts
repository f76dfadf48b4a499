import { Injectable } from '@nestjs/common';
import { actingIn } from '#membership';
import {
  Clock,
  Database,
  Idempotency,
  Refusal,
  requireNote,
  requireUuid,
  type Role,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { ReasonCode } from '../safety.types.js';
import { type Measure, Measures } from './measures.js';
import { judgedPrograms, mayImpose, visibleSanctions } from './sanctions.policy.js';
import { type ImposeSanctionInput, type LiftSanctionInput, SanctionKind, SanctionScope } from './sanctions.types.js';
import { SanctionRecord } from './sanction-record.js';
import { appealDays, statementOf } from './statement.js';

const dayMs = 86_400_000;
/** A measure that nobody would remember by its end is no measure any more; an enrolment can be ended instead. */
const mostDays = { SILENCE: 90, SUSPEND: 365 } as const;

interface Person {
  accountId: string;
  roles: Role[];
  inOwnMatch: boolean;
  timeZone: string;
  programName: string;
}

type CheckedInput = Omit<ImposeSanctionInput, 'endsAt' | 'scope'> & { scope: SanctionScope; endsAt: Date | null };

/** Measures against people: imposed and lifted by humans who have no part in the matter. */
@Injectable()
export class SanctionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly record: SanctionRecord,
    private readonly measures: Measures,
  ) {}

  /** @returns its id */
  async impose(viewer: Viewer, input: ImposeSanctionInput): Promise<string> {
    const programId = requireUuid('Program', input.programId);
    const accountId = requireUuid('Account', input.accountId);
    const caseId = input.caseId == null ? null : requireUuid('SafetyCase', input.caseId);
    const person = await this.person(viewer, programId, accountId);
    mayImpose(viewer, programId, input.kind, person);
    const checked = this.check(input);
    const call = { accountId: viewer.accountId, operation: 'imposeSanction', key: input.idempotencyKey, input };
    return this.database.transaction((tx) =>
      this.idempotency.once(tx, call, async () => {
        await this.lock(tx, accountId);
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
        const id = await this.record.insert(tx, row, viewer);
        await this.measures.apply(tx, { accountId, programId, kind, scope }, actingIn(viewer, programId));
        return id;
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
      mayImpose(viewer, found.programId, found.kind, await this.person(viewer, found.programId, found.accountId));
      await this.lock(tx, found.accountId);
      if (!(await this.record.lift(tx, { id, ...found }, reason, viewer))) return;
      await this.measures.settle(tx, found, actingIn(viewer, found.programId));
    });
    return id;
  }

  /** Two measures against one person take turns, so that access follows from both. */
  private async lock(tx: Transaction, accountId: string): Promise<void> {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`sanction:${accountId}`}, 0))`);
  }

  /** @throws Refusal NOT_FOUND for whoever is not of a program in which the viewer decides on measures */
  private async person(viewer: Viewer, programId: string, accountId: string): Promise<Person> {
    const row = await this.database.first<Person>(sql`
      select a.id as "accountId", p.time_zone as "timeZone", p.name as "programName",
        array(select e.role from enrolment e where e.account_id = a.id and e.program_id = p.id
          and e.status not in ('CLOSED', 'ERASED')) as roles,
        exists (select from match_participant mine join match_participant theirs on theirs.match_id = mine.match_id
          where mine.account_id = ${viewer.accountId}::uuid and theirs.account_id = a.id) as "inOwnMatch"
      from account a, program p
      where a.id = ${accountId} and p.id = ${programId} and p.id = any(${judgedPrograms(viewer)}::uuid[])
        and exists (select from enrolment e where e.account_id = a.id and e.program_id = p.id and e.status <> 'ERASED')`);
    if (!row) throw Refusal.notFound();
    return row;
  }

  private check(input: ImposeSanctionInput): CheckedInput {
    const reason = requireNote('reason', input.reason);
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
