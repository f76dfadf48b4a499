import { Injectable } from '@nestjs/common';
import { PostState, PostStates } from '#forum';
import { type LockedMatch, MatchMoves, safetyCode, system } from '#membership';
import { Audit, sql, type Transaction } from '#platform';
import type { FlagVerdict } from './flag-rules.js';
import type { FlagTarget } from './flag-targets.js';

/**
 * What is done at once because of a flag. It is done by a rule, in the name of nobody: no line of the trail, no event and
 * no state tells who flagged.
 */
@Injectable()
export class FlagMeasures {
  constructor(
    private readonly posts: PostStates,
    private readonly matches: MatchMoves,
    private readonly audit: Audit,
  ) {}

  /**
   * Locks the matches that a flag may stop. First of its transaction: everywhere matches come before threads, posts and
   * what waits for review, so that nobody waits in a circle.
   */
  async lockMatches(tx: Transaction, matchIds: readonly string[]): Promise<LockedMatch[]> {
    const locked: LockedMatch[] = [];
    for (const matchId of matchIds) {
      const match = await this.matches.lock(tx, matchId);
      if (match) locked.push(match);
    }
    return locked;
  }

  async linkStop(tx: Transaction, matches: readonly LockedMatch[], caseId: string): Promise<void> {
    if (matches.length === 0) return;
    await this.matches.linkStop(
      tx,
      matches.map(({ id }) => id),
      caseId,
    );
  }

  async take(
    tx: Transaction,
    target: FlagTarget,
    matches: readonly LockedMatch[],
    verdict: FlagVerdict,
    requestId: string,
  ): Promise<{ hidden: boolean; paused: number }> {
    const paused = verdict.pausesMatch ? await this.stop(tx, matches) : 0;
    const hidden = verdict.hides && target.postId !== null && (await this.hide(tx, target.postId, verdict, requestId));
    return { hidden, paused };
  }

  /** What moved the automatic step, or kept it from being taken; counts alone. */
  async trace(
    tx: Transaction,
    flag: { id: string; programId: string; category: string },
    verdict: FlagVerdict,
    inputs: Record<string, string | number | boolean>,
  ): Promise<void> {
    await this.audit.write(tx, {
      action: 'flag.weighed',
      actorId: null,
      programId: flag.programId,
      targetType: 'Flag',
      targetId: flag.id,
      ruleIds: [verdict.ruleId],
      reasonCode: flag.category,
      facts: inputs,
    });
  }

  /** @returns how many were not stopped before */
  async stop(tx: Transaction, matches: readonly LockedMatch[]): Promise<number> {
    let stopped = 0;
    for (const match of matches) {
      if (await this.matches.stop(tx, match, { code: safetyCode }, system)) stopped += 1;
    }
    return stopped;
  }

  /** @returns false if it was not shown anyway */
  private async hide(tx: Transaction, postId: string, { ruleId }: FlagVerdict, requestId: string): Promise<boolean> {
    const shown = await tx.first<{ state: PostState }>(sql`
      with locked as (
        select id from thread where id = (select thread_id from post where id = ${postId}) for no key update
      )
      select p.state from locked join post p on p.thread_id = locked.id where p.id = ${postId} for no key update of p`);
    if (shown?.state !== PostState.PUBLISHED) return false;
    const cause = { actorId: null, actorRole: null, by: 'rule', ruleIds: [ruleId], reasonCode: 'SAFETY', requestId };
    await this.posts.takeDown(tx, postId, 'hide', cause);
    return true;
  }
}
