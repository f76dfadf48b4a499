import { Injectable } from '@nestjs/common';
import { Database, Refusal, requireNote, requireUuid, type Viewer } from '#platform';
import { LedMatches } from './led-matches.js';
import { MatchMoves } from './match-moves.js';
import { MatchPeople } from './match-people.js';
import { isLegalStep, needsReason, openStates } from './match-state.js';
import { MatchStops } from './match-stops.service.js';
import { type AssignCoordinatorInput, type ChangeMatchStateInput, type MatchType } from './matches.types.js';
import { actingIn, leadPrograms, mayCloseForSafety } from './membership.policy.js';
import { MatchState } from './membership.types.js';

/** Leads matches from state to state, always with a coordinator. */
@Injectable()
export class MatchStatesService {
  constructor(
    private readonly database: Database,
    private readonly matches: LedMatches,
    private readonly moves: MatchMoves,
    private readonly people: MatchPeople,
    private readonly stops: MatchStops,
  ) {}

  /** Asking for the state that the match has is a success: the caller's wish is fulfilled. */
  async changeMatchState(viewer: Viewer, input: ChangeMatchStateInput): Promise<{ match: MatchType }> {
    const id = requireUuid('Match', input.matchId);
    const to = input.state;
    const reason = input.reason == null ? null : requireNote('reason', input.reason);
    const stops = input.forSafety ?? false;
    if (stops && to !== MatchState.PAUSED) throw Refusal.invalid('forSafety', 'goes with PAUSED');
    await this.database.transaction(async (tx) => {
      if (to === MatchState.CLOSED_SAFETY) await this.stops.lockMentors(tx, id);
      const match = await this.matches.lock(tx, viewer, id);
      if (to === MatchState.CLOSED_SAFETY) mayCloseForSafety(viewer, match.programId);
      if (stops && reason === null) throw Refusal.invalid('reason', 'is needed');
      const actor = actingIn(viewer, match.programId);
      if (stops && match.state === to) {
        await this.moves.stop(tx, match, { text: reason }, actor);
        return;
      }
      if (match.state === to) return;
      if (!isLegalStep(match.state, to))
        throw new Refusal('CONFLICT', `A match does not go from ${match.state} to ${to}.`);
      const lifted =
        match.stoppedAt !== null && to !== MatchState.CLOSED_SAFETY
          ? await this.stops.lift(tx, viewer, match, input, reason)
          : {};
      if (reason === null && needsReason(to)) throw Refusal.invalid('reason', 'is needed');
      if (to === MatchState.ACTIVE) await this.people.requireAllInForce(tx, match);
      await this.moves.move(tx, match, to, { text: reason, ...(stops ? { stop: 'SET' } : lifted) }, actor);
      const leads = leadPrograms(viewer);
      if (to === MatchState.CLOSED_SAFETY) await this.stops.stopMentors(tx, match, { ...actor, leads });
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
}
