import { Injectable } from '@nestjs/common';
import { Database, Refusal, type Transaction, type Viewer } from '#platform';
import { type LockedMatch, MatchMoves } from './match-moves.js';
import { MatchPeople } from './match-people.js';
import { type MatchType } from './matches.types.js';
import { mayMatch, visibleMatches } from './membership.policy.js';
import { matchesByIds } from './membership.queries.js';

/** Matches about which staff decide: found among those that they see, held while they do, and shown afterwards. */
@Injectable()
export class LedMatches {
  constructor(
    private readonly database: Database,
    private readonly moves: MatchMoves,
    private readonly people: MatchPeople,
  ) {}

  /**
   * Locked until the end of the transaction. Nobody decides on a match of their own.
   * @param may whether the viewer may do this to a match of that program; throws FORBIDDEN if not
   * @throws Refusal NOT_FOUND, FORBIDDEN
   */
  async lock(
    tx: Transaction,
    viewer: Viewer,
    id: string,
    may: (viewer: Viewer, programId: string) => void = mayMatch,
  ): Promise<LockedMatch> {
    const match = await this.moves.lock(tx, id, visibleMatches(viewer));
    if (!match) throw Refusal.notFound();
    may(viewer, match.programId);
    if (await this.people.participates(tx, match, viewer.accountId)) throw new Refusal('FORBIDDEN');
    return match;
  }

  async shown(viewer: Viewer, id: string): Promise<MatchType> {
    const [match] = await matchesByIds(this.database, viewer, [id]);
    if (!match) throw Refusal.notFound();
    return match;
  }
}
