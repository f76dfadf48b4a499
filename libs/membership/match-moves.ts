import { Injectable } from '@nestjs/common';
import { Clock, globalId, Role, sql, type Sql, type Transaction } from '#platform';
import { runningStates } from './match-state.js';
import { matchReassigned, matchStateChanged } from './membership.events.js';
import { type Actor, coordinates } from './membership.policy.js';
import { MembershipRecord } from './membership-record.js';
import { MatchState } from './membership.types.js';

/** A match whose row is locked until the end of the transaction. */
export interface LockedMatch {
  id: string;
  programId: string;
  cohortId: string;
  coordinatorId: string;
  state: MatchState;
  /** Since when its people are kept apart for safety; null: they are not. */
  stoppedAt: Date | null;
  stopCaseId: string | null;
}

/** Why a match moves: the words of a person, or a code where it follows from something else. */
export interface MoveReason {
  text?: string | null;
  code?: string | null;
  /** SET keeps the people of the match apart until a lead says LIFT; absent: as it is. */
  stop?: 'SET' | 'LIFT';
  /** Open cases that a lead has named when lifting the stop in spite of them. */
  overriddenCases?: readonly string[];
}

/** The code of every pause that follows from a concern about safety. */
export const safetyCode = 'SAFETY';

const matchColumns = sql`m.id, m.program_id as "programId", m.cohort_id as "cohortId",
  m.coordinator_id as "coordinatorId", m.state, m.stopped_at as "stoppedAt", m.stop_case_id as "stopCaseId"`;

/** The one place where a match changes state. Whether it may is asked before, by whoever calls. */
@Injectable()
export class MatchMoves {
  constructor(
    private readonly clock: Clock,
    private readonly record: MembershipRecord,
  ) {}

  /** @param visible what the viewer may see of alias `m`; without it, whatever exists */
  async lock(tx: Transaction, matchId: string, visible = sql`true`): Promise<LockedMatch | null> {
    return tx.first<LockedMatch>(sql`
      select ${matchColumns} from match m where m.id = ${matchId} and ${visible} for update`);
  }

  async move(tx: Transaction, match: LockedMatch, to: MatchState, reason: MoveReason, actor: Actor): Promise<void> {
    const stop = to === MatchState.CLOSED_SAFETY || reason.code === safetyCode ? 'SET' : reason.stop;
    await tx.run(sql`
      update match
      set state = ${to}, state_changed_at = ${this.clock.now()}, state_reason = ${wordsOf(reason)}, ${this.stopping(stop, reason)}
      where id = ${match.id}`);
    await this.record.write(tx, {
      action: 'match.moved',
      actor,
      programId: match.programId,
      targetType: 'Match',
      targetId: match.id,
      from: match.state,
      to,
      reasonCode: reason.code ?? null,
      facts: factsOf(stop, reason),
    });
    const accountIds = await this.peopleOf(tx, match);
    await this.record.announce(tx, matchStateChanged, {
      matchId: match.id,
      programId: match.programId,
      from: match.state,
      to,
      accountIds,
    });
    this.record.wake(tx, accountIds);
  }

  /**
   * Keeps the people of a match apart from now on, whatever its state: what runs is paused.
   * @returns false if they were kept apart already
   */
  async stop(tx: Transaction, match: LockedMatch, reason: MoveReason, actor: Actor): Promise<boolean> {
    if (match.stoppedAt !== null) return false;
    if (runningStates.includes(match.state)) {
      await this.move(tx, match, MatchState.PAUSED, { ...reason, stop: 'SET' }, actor);
      return true;
    }
    await tx.run(sql`update match set ${this.stopping('SET', reason)} where id = ${match.id}`);
    await this.record.write(tx, {
      action: 'match.stopped',
      actor,
      programId: match.programId,
      targetType: 'Match',
      targetId: match.id,
      from: match.state,
      to: match.state,
      reasonCode: reason.code ?? null,
    });
    this.record.wake(tx, await this.peopleOf(tx, match));
    return true;
  }

  /** Writes down the case that a stop came with; an earlier one stays. */
  async linkStop(tx: Transaction, matchIds: readonly string[], caseId: string): Promise<void> {
    await tx.run(sql`
      update match set stop_case_id = coalesce(stop_case_id, ${caseId}::uuid)
      where id = any(${matchIds}::uuid[]) and stopped_at is not null`);
  }

  async assign(tx: Transaction, match: LockedMatch, coordinatorId: string, actor: Actor): Promise<void> {
    await tx.run(sql`update match set coordinator_id = ${coordinatorId} where id = ${match.id}`);
    await this.record.write(tx, {
      action: 'match.assigned',
      actor,
      programId: match.programId,
      targetType: 'Match',
      targetId: match.id,
      facts: { from: match.coordinatorId, to: coordinatorId },
    });
    await this.record.announce(tx, matchReassigned, {
      matchId: match.id,
      programId: match.programId,
      from: match.coordinatorId,
      to: coordinatorId,
      by: actor.accountId,
    });
    this.record.wake(tx, [match.coordinatorId, ...(await this.peopleOf(tx, { ...match, coordinatorId }))]);
  }

  /** Pauses what runs between this person and others in the program: nobody writes to somebody who is not there. */
  async pauseMatchesOf(
    tx: Transaction,
    person: { accountId: string; programId: string; role: Role },
    reasonCode: string,
    actor: Actor,
  ): Promise<void> {
    const running = await tx.rows<LockedMatch>(sql`
      select ${matchColumns} from match m
      where m.program_id = ${person.programId} and m.state = any(${runningStates})
        and (exists (
            select from match_participant mp
            where mp.match_id = m.id and mp.account_id = ${person.accountId} and mp.role = ${person.role})
          or (m.coordinator_id = ${person.accountId} and ${person.role} in ('COORDINATOR', 'SAFEGUARDING_LEAD')
            and not ${coordinates(sql`m.coordinator_id`, sql`m.program_id`, this.clock.now())}))
      order by m.id for update of m`);
    for (const match of running) await this.move(tx, match, MatchState.PAUSED, { code: reasonCode }, actor);
  }

  private stopping(stop: MoveReason['stop'], reason: MoveReason): Sql {
    if (stop === 'LIFT') return sql`stopped_at = null, stop_reason = null, stop_case_id = null`;
    if (stop === undefined) return sql`stopped_at = stopped_at`;
    return sql`stopped_at = coalesce(stopped_at, ${this.clock.now()}::timestamptz),
      stop_reason = coalesce(stop_reason, ${wordsOf(reason)}::text)`;
  }

  private async peopleOf(tx: Transaction, match: Pick<LockedMatch, 'id' | 'coordinatorId'>): Promise<string[]> {
    const rows = await tx.rows<{ accountId: string }>(
      sql`select account_id as "accountId" from match_participant where match_id = ${match.id}`,
    );
    return [...rows.map(({ accountId }) => accountId), match.coordinatorId];
  }
}

const wordsOf = ({ text, code }: MoveReason): string | null => text ?? code ?? null;

const factsOf = (
  stop: MoveReason['stop'],
  { overriddenCases = [] }: MoveReason,
): Record<string, string | readonly string[]> => ({
  ...(stop ? { stop } : {}),
  ...(overriddenCases.length > 0 ? { overriddenCases: overriddenCases.map((id) => globalId('SafetyCase', id)) } : {}),
});
