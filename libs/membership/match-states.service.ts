import { Injectable } from '@nestjs/common';
import { Database, Refusal, requireNote, requireUuid, sql, type Transaction, type Viewer } from '#platform';
import { type LockedMatch, MatchMoves } from './match-moves.js';
import { MatchPeople } from './match-people.js';
import { isLegalStep, needsReason, openStates } from './match-state.js';
import { type AssignCoordinatorInput, type ChangeMatchStateInput, type MatchType } from './matches.types.js';
import { type Actor, actingIn, mayCloseForSafety, mayMatch, visibleMatches } from './membership.policy.js';
import { matchesByIds } from './membership.queries.js';
import { MatchState } from './membership.types.js';
import { Standings } from './standings.service.js';

/** Leads matches from state to state, always with a coordinator. */
@Injectable()
export class MatchStatesService {
  constructor(
    private readonly database: Database,
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
      const match = await this.find(tx, viewer, id);
      if (to === MatchState.CLOSED_SAFETY) mayCloseForSafety(viewer, match.programId);
      if (match.state === to) return;
      if (!isLegalStep(match.state, to))
        throw new Refusal('CONFLICT', `A match does not go from ${match.state} to ${to}.`);
      if (reason === null && needsReason(to)) throw Refusal.invalid('reason', 'is needed');
      if (to === MatchState.ACTIVE) await this.people.requireAllInForce(tx, match);
      const actor = actingIn(viewer, match.programId);
      await this.moves.move(tx, match, to, { text: reason }, actor);
      if (to === MatchState.CLOSED_SAFETY) await this.stopMentors(tx, match, actor);
    });
    return { match: await this.shown(viewer, id) };
  }

  async assignCoordinator(viewer: Viewer, input: AssignCoordinatorInput): Promise<{ match: MatchType }> {
    const id = requireUuid('Match', input.matchId);
    const coordinatorId = requireUuid('Account', input.coordinatorId);
    await this.database.transaction(async (tx) => {
      const match = await this.find(tx, viewer, id);
      if (match.coordinatorId === coordinatorId) return;
      if (!openStates.includes(match.state)) throw new Refusal('CONFLICT', 'This match has ended.');
      await this.people.requireCoordinator(tx, match.programId, coordinatorId);
      if (await this.people.participates(tx, match, coordinatorId)) {
        throw Refusal.invalid('coordinatorId', 'must not be one of the pair');
      }
      await this.moves.assign(tx, match, coordinatorId, actingIn(viewer, match.programId));
    });
    return { match: await this.shown(viewer, id) };
  }

  /** The match that the viewer may lead, locked. Nobody decides on a match of their own. */
  private async find(tx: Transaction, viewer: Viewer, id: string): Promise<LockedMatch> {
    const match = await this.moves.lock(tx, id, visibleMatches(viewer));
    if (!match) throw Refusal.notFound();
    mayMatch(viewer, match.programId);
    if (await this.people.participates(tx, match, viewer.accountId)) throw new Refusal('FORBIDDEN');
    return match;
  }

  private async stopMentors(tx: Transaction, match: LockedMatch, actor: Actor): Promise<void> {
    const mentors = await tx.rows<{ accountId: string }>(sql`
      select account_id as "accountId" from match_participant
      where match_id = ${match.id} and role = 'MENTOR' order by account_id`);
    for (const { accountId } of mentors) await this.standings.stopEverywhere(tx, accountId, actor);
  }

  private async shown(viewer: Viewer, id: string): Promise<MatchType> {
    const [match] = await matchesByIds(this.database, viewer, [id]);
    if (!match) throw Refusal.notFound();
    return match;
  }
}
