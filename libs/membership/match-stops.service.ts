import { Injectable } from '@nestjs/common';
import { Refusal, requireUuid, sql, type Transaction, type Viewer } from '#platform';
import { type LockedMatch, type MoveReason } from './match-moves.js';
import { type ChangeMatchStateInput } from './matches.types.js';
import { stopOverridden } from './membership.events.js';
import { mayLiftStop } from './membership.policy.js';
import { MembershipRecord } from './membership-record.js';
import { Standings, type StoppingActor } from './standings.service.js';

/** Shortest reason for bringing a mentor and a child together again. */
const shortestReason = 10;

/** An open safety case, by its row id. */
export interface OpenCase {
  id: string;
  programId: string;
}

/** Port, bound by `safety`: which open safety cases stand against lifting a stop. */
export abstract class StopConcerns {
  /** The open case that the stop came with, and those about a mentor of the match. Locked. */
  abstract openAbout(tx: Transaction, match: LockedMatch): Promise<OpenCase[]>;
  /** Those about a person, in whatever program. Locked. */
  abstract openAboutPerson(tx: Transaction, accountId: string): Promise<OpenCase[]>;
}

/** @throws Refusal INVALID_INPUT for a reason that is too short for bringing people together again */
export function requireLiftingReason(reason: string | null): string {
  if (reason !== null && reason.length >= shortestReason) return reason;
  throw Refusal.invalid('reason', `must have at least ${shortestReason} characters: this is stopped for safety`);
}

/**
 * The stop of a match for safety (domain 2.6): its people are kept apart on every board. It outlasts the state of the
 * match; a safeguarding lead lifts it, with a reason, and not while a case about it is open unless they name that case.
 */
@Injectable()
export class MatchStops {
  constructor(
    private readonly concerns: StopConcerns,
    private readonly record: MembershipRecord,
    private readonly standings: Standings,
  ) {}

  /**
   * May the viewer lift the stop of this match? Leads the way into every state but CLOSED_SAFETY.
   * @returns how the lifting is written down
   * @throws Refusal FORBIDDEN, INVALID_INPUT, CONFLICT
   */
  async lift(
    tx: Transaction,
    viewer: Viewer,
    match: LockedMatch,
    input: ChangeMatchStateInput,
    reason: string | null,
  ): Promise<Pick<MoveReason, 'stop' | 'overriddenCases'>> {
    try {
      mayLiftStop(viewer, match.programId);
    } catch {
      throw new Refusal('FORBIDDEN', 'This match is stopped for safety: only a safeguarding lead lifts that.');
    }
    requireLiftingReason(reason);
    const open = await this.concerns.openAbout(tx, match);
    const overriddenCases = await this.override(tx, viewer, match.programId, open, input.overrideCaseIds);
    return { stop: 'LIFT', overriddenCases };
  }

  /**
   * The same for the stop of a person.
   * @returns row ids of the open cases in spite of which it is lifted
   * @throws Refusal CONFLICT
   */
  async overrideForPerson(
    tx: Transaction,
    viewer: Viewer,
    { accountId, programId }: { accountId: string; programId: string },
    named: readonly string[] | null | undefined,
  ): Promise<string[]> {
    return this.override(tx, viewer, programId, await this.concerns.openAboutPerson(tx, accountId), named);
  }

  /** The leads of every program with such a case are told, not only those of the program where the stop is lifted. */
  private async override(
    tx: Transaction,
    { accountId }: Viewer,
    programId: string,
    open: readonly OpenCase[],
    overrideCaseIds: readonly string[] | null | undefined,
  ): Promise<string[]> {
    if (open.length === 0) return [];
    const named = new Set((overrideCaseIds ?? []).map((id) => requireUuid('SafetyCase', id)));
    if (open.some(({ id }) => !named.has(id))) {
      throw new Refusal(
        'CONFLICT',
        'A safety case about this is open: close it first, or name every open case in overrideCaseIds.',
      );
    }
    for (const told of new Set([programId, ...open.map((one) => one.programId)])) {
      const caseIds = open.filter((one) => one.programId === told).map(({ id }) => id);
      await this.record.announce(tx, stopOverridden, { programId: told, accountId, caseIds });
    }
    return open.map(({ id }) => id);
  }

  /**
   * Locks the enrolments of its mentors before the match itself: in this order everywhere, so that whoever writes at this
   * moment and whoever stops that person do not wait for each other.
   */
  async lockMentors(tx: Transaction, matchId: string): Promise<void> {
    await tx.run(sql`
      select from enrolment e
      where e.account_id = any(array(
        select account_id from match_participant where match_id = ${matchId} and role = 'MENTOR'))
      order by e.id for update`);
  }

  /** A match that ends for safety takes everything from its mentors, in every program. */
  async stopMentors(tx: Transaction, match: LockedMatch, actor: StoppingActor): Promise<void> {
    const mentors = await tx.rows<{ accountId: string }>(sql`
      select account_id as "accountId" from match_participant
      where match_id = ${match.id} and role = 'MENTOR' order by account_id`);
    for (const { accountId } of mentors) await this.standings.stopEverywhere(tx, accountId, actor);
  }
}
