import { Injectable } from '@nestjs/common';
import { heldFirst, holding, type PostState } from '#forum';
import { Clock, globalId, raw, Refusal, sql, type Sql, type Transaction, type Viewer } from '#platform';
import type { DecisionKind, Priority } from '../safety.types.js';
import type { ReviewableKind, ReviewableState } from './review.enums.js';
import { type Involvement, visibleReviewables } from './review.policy.js';

/** An item whose row is locked until the end of the transaction, with all that decides what may be done with it. */
export interface LockedItem extends Involvement {
  id: string;
  kind: ReviewableKind;
  state: ReviewableState;
  priority: Priority;
  restricted: boolean;
  version: number;
  programId: string;
  boardId: string | null;
  matchId: string | null;
  threadId: string | null;
  postId: string | null;
  revisionId: string | null;
  dueAt: Date;
  claimedBy: string | null;
  claimedByName: string | null;
  claimExpiresAt: Date | null;
  postState: PostState | null;
  postVersion: number | null;
  latestRevisionId: string | null;
  shownRevisionId: string | null;
  isOpening: boolean | null;
  /** Of an appeal: the decision it is against. */
  appealedId: string | null;
  /** The newest decision that stands. */
  decidedKind: DecisionKind | null;
  decidedByName: string | null;
  decidedAt: Date | null;
}

/**
 * Locks items to decide on. First the place of the text's author and the matches that decide whether it may be shown, then the
 * thread, then the item: in this order everywhere that a post can change.
 */
@Injectable()
export class ItemLock {
  constructor(private readonly clock: Clock) {}

  /** @throws Refusal NOT_FOUND if the item is not there for the viewer */
  async take(tx: Transaction, viewer: Viewer, reviewableId: string): Promise<LockedItem> {
    const postColumn = (column: string): Sql => sql`(
      select x.${raw(column)} from reviewable y join post x on x.id = y.post_id where y.id = ${reviewableId})`;
    const locked = await tx.run(sql`
      with ${holding(postColumn('author_id'), postColumn('board_id'), this.clock.now())}, place as materialized (
        select id from thread
        where id = (select thread_id from reviewable where id = ${reviewableId}) and ${heldFirst} for no key update
      )
      select from (select count(*) from place) locked cross join reviewable r
      where r.id = ${reviewableId} and ${visibleReviewables(viewer)} for update of r`);
    if (locked === 0) throw Refusal.notFound();
    // Read after the locks were got: what follows is the newest that was committed.
    const item = await tx.first<LockedItem>(sql`
      select r.id, r.kind, r.state, r.priority, r.restricted, r.version, r.program_id as "programId",
        r.board_id as "boardId", r.match_id as "matchId", r.thread_id as "threadId", r.post_id as "postId",
        r.revision_id as "revisionId", r.due_at as "dueAt", r.subject_account_id as "subjectAccountId",
        r.claimed_by as "claimedBy", c.display_name as "claimedByName", r.claim_expires_at as "claimExpiresAt",
        p.author_id as "authorId", p.state as "postState", p.version as "postVersion",
        p.latest_revision_id as "latestRevisionId", p.shown_revision_id as "shownRevisionId",
        t.opening_post_id = p.id as "isOpening", ap.decision_id as "appealedId", d.kind as "decidedKind",
        da.display_name as "decidedByName", d.decided_at as "decidedAt",
        exists (select from match_participant mp where mp.match_id = r.match_id
            and mp.account_id = ${viewer.accountId}::uuid)
          or exists (select from match_participant mine join match_participant theirs on theirs.match_id = mine.match_id
            where mine.account_id = ${viewer.accountId}::uuid and theirs.account_id = r.subject_account_id)
          as "ofThePair",
        exists (select from review_conflict k where k.reviewable_id = r.id
            and k.account_id = ${viewer.accountId}::uuid)
          or coalesce(ad.actor_id = ${viewer.accountId}::uuid, false) as "keptOut"
      from reviewable r
        left join post p on p.id = r.post_id left join thread t on t.id = p.thread_id
        left join account c on c.id = r.claimed_by
        left join appeal ap on ap.reviewable_id = r.id left join decision ad on ad.id = ap.decision_id
        left join lateral (
          select kind, actor_id, decided_at from decision
          where reviewable_id = r.id and undone_at is null order by item_version desc limit 1) d on true
        left join account da on da.id = d.actor_id
      where r.id = ${reviewableId}`);
    if (!item) throw Refusal.notFound();
    return item;
  }

  /** Who else works on it now. */
  claimedByAnother(item: LockedItem, viewer: Viewer): boolean {
    const { claimedBy, claimExpiresAt } = item;
    const stands = claimedBy !== null && claimExpiresAt !== null && claimExpiresAt > this.clock.now();
    return stands && claimedBy !== viewer.accountId;
  }
}

/** Tells the loser of a race who was first, and with what. */
export function alreadyDecided(item: LockedItem): Refusal {
  const who = item.decidedByName ?? 'A rule';
  return new Refusal('CONFLICT', `${who} has decided: ${item.decidedKind ?? 'nothing is left to decide'}.`, {
    current: {
      state: item.state,
      decision: item.decidedKind,
      by: item.decidedByName,
      decidedAt: item.decidedAt?.toISOString() ?? null,
      version: item.version,
    },
  });
}

export function claimedBy(item: LockedItem): Refusal {
  return new Refusal('CONFLICT', `${item.claimedByName ?? 'Somebody'} works on it.`, {
    current: {
      claimedBy: item.claimedBy && globalId('Account', item.claimedBy),
      name: item.claimedByName,
      until: item.claimExpiresAt?.toISOString() ?? null,
    },
  });
}
