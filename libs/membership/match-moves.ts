import { Injectable } from '@nestjs/common';
import { Clock, Role, sql, type Transaction } from '#platform';
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
}

/** Why a match moves: the words of a person, or a code where it follows from something else. */
export interface MoveReason {
  text?: string | null;
  code?: string | null;
}

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
      select m.id, m.program_id as "programId", m.cohort_id as "cohortId", m.coordinator_id as "coordinatorId", m.state
      from match m where m.id = ${matchId} and ${visible} for update`);
  }

  async move(tx: Transaction, match: LockedMatch, to: MatchState, reason: MoveReason, actor: Actor): Promise<void> {
    await tx.run(sql`
      update match
      set state = ${to}, state_changed_at = ${this.clock.now()}, state_reason = ${reason.text ?? reason.code ?? null}
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
      select m.id, m.program_id as "programId", m.cohort_id as "cohortId", m.coordinator_id as "coordinatorId", m.state
      from match m
      where m.program_id = ${person.programId} and m.state = any(${runningStates})
        and (exists (
            select from match_participant mp
            where mp.match_id = m.id and mp.account_id = ${person.accountId} and mp.role = ${person.role})
          or (m.coordinator_id = ${person.accountId} and ${person.role} in ('COORDINATOR', 'SAFEGUARDING_LEAD')
            and not ${coordinates(sql`m.coordinator_id`, sql`m.program_id`, this.clock.now())}))
      order by m.id for update of m`);
    for (const match of running) await this.move(tx, match, MatchState.PAUSED, { code: reasonCode }, actor);
  }

  private async peopleOf(tx: Transaction, match: Pick<LockedMatch, 'id' | 'coordinatorId'>): Promise<string[]> {
    const rows = await tx.rows<{ accountId: string }>(
      sql`select account_id as "accountId" from match_participant where match_id = ${match.id}`,
    );
    return [...rows.map(({ accountId }) => accountId), match.coordinatorId];
  }
}
