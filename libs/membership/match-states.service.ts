import { Injectable } from '@nestjs/common';
import { Database, Refusal, requireNote, requireUuid, sql, type Transaction, type Viewer } from '#platform';
import { LedMatches } from './led-matches.js';
import { type LockedMatch, MatchMoves } from './match-moves.js';
import { MatchPeople } from './match-people.js';
import { isLegalStep, needsReason, openStates } from './match-state.js';
import { type AssignCoordinatorInput, type ChangeMatchStateInput, type MatchType } from './matches.types.js';
import { actingIn, leadPrograms, mayCloseForSafety } from './membership.policy.js';
import { MatchState } from './membership.types.js';
import { Standings, type StoppingActor } from './standings.service.js';

/** Leads matches from state to state, always with a coordinator. */
@Injectable()
export class MatchStatesService {
  constructor(
    private readonly database: Database,
    private readonly matches: LedMatches,
    private readonly moves: MatchMoves,
    private readonly people: MatchPeople,
    private readonly standings: Standings,
  ) {}

  /** Asking for the state that the match has is a success: the caller's wish is fulfilled. */
  async changeMatchState(viewer: Viewer, input: ChangeMatchStateInput): Promise<{ match: MatchType }> {
    const id = requireUuid('Match', input.matchId);
    const to = input.state;
    const reason = input.reason == null ? null : requireNote('reason', input.reason);
    await this.database.transaction(async (tx) => {
      const match = await this.matches.lock(tx, viewer, id);
      if (to === MatchState.CLOSED_SAFETY) mayCloseForSafety(viewer, match.programId);
      if (match.state === to) return;
      if (!isLegalStep(match.state, to))
        throw new Refusal('CONFLICT', `A match does not go from ${match.state} to ${to}.`);
      if (reason === null && needsReason(to)) throw Refusal.invalid('reason', 'is needed');
      if (to === MatchState.ACTIVE) await this.people.requireAllInForce(tx, match);
      const actor = actingIn(viewer, match.programId);
      await this.moves.move(tx, match, to, { text: reason }, actor);
      const leads = leadPrograms(viewer);
      if (to === MatchState.CLOSED_SAFETY) await this.stopMentors(tx, match, { ...actor, leads });
    });
    return { match: await this.matches.shown(viewer, id) };
  }

  async assignCoordinator(viewer: Viewer, input: AssignCoordinatorInput): Promise<{ match: MatchType }> {
    const id = requireUuid('Match', input.matchId);
    const coordinatorId = requireUuid('Account', input.coordinatorId);
    await this.database.transaction(async (tx) => {
      const match = await this.matches.lock(tx, viewer, id);
      if (match.coordinatorId === coordinatorId) return;
      if (!openStates.includes(match.state)) throw new Refusal('CONFLICT', 'This match has ended.');
      await this.people.requireCoordinator(tx, match.programId, coordinatorId);
      if (await this.people.participates(tx, match, coordinatorId)) {
        throw Refusal.invalid('coordinatorId', 'must not be one of the pair');
      }
      await this.moves.assign(tx, match, coordinatorId, actingIn(viewer, match.programId));
    });
    return { match: await this.matches.shown(viewer, id) };
  }

  private async stopMentors(tx: Transaction, match: LockedMatch, actor: StoppingActor): Promise<void> {
    const mentors = await tx.rows<{ accountId: string }>(sql`
      select account_id as "accountId" from match_participant
      where match_id = ${match.id} and role = 'MENTOR' order by account_id`);
    for (const { accountId } of mentors) await this.standings.stopEverywhere(tx, accountId, actor);
  }
}
