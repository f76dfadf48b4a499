import { join, sql, type Sql, type Viewer } from '#platform';

/*
 * Who has an interest in a matter, said once (domain 2.7). A matter of one's own is not there: not in the queue, its events,
 * by id, among cases, among sanctions, in somebody's record or in the trail. Each of these puts one of the conditions below
 * into its `where`. Everything is SQL, so that it is asked of the viewer and of anybody who could be told instead.
 * Aliases are fixed: r reviewable, c case, s sanction, e line of the trail.
 */

interface Matter {
  /** Accounts that it is about; each may be null. */
  people: readonly Sql[];
  matchId?: Sql;
  postId?: Sql;
}

/** Whom a matter concerns: it is about them, about somebody of their match, their match, their post, or a post on its board. */
function isParty(who: Sql, { people, matchId, postId }: Matter): Sql {
  const about = join(people);
  const conditions = [
    sql`coalesce(${who} in (${about}), false)`,
    sql`exists (
      select from match_participant mine join match_participant theirs on theirs.match_id = mine.match_id
      where mine.account_id = ${who} and theirs.account_id in (${about}))`,
    ...(matchId
      ? [sql`exists (select from match_participant mine where mine.match_id = ${matchId} and mine.account_id = ${who})`]
      : []),
    ...(postId
      ? [
          sql`exists (
      select from post own join board place on place.id = own.board_id where own.id = ${postId} and (own.author_id = ${who}
        or exists (select from match_participant mine
          where mine.match_id = place.match_id and mine.account_id = ${who})))`,
        ]
      : []),
  ];
  return sql`(${join(conditions, ' or ')})`;
}

/**
 * Whether somebody has an interest in item r of the queue: whom it concerns, who reported it or the post that it is about,
 * who took the decision that is appealed.
 */
export const hasInterestInItem = (who: Sql): Sql => sql`(
  ${isParty(who, { people: [sql`r.subject_account_id`], matchId: sql`r.match_id`, postId: sql`r.post_id` })}
  or exists (select from review_conflict own where own.reviewable_id = r.id and own.account_id = ${who})
  or exists (select from flag own where own.reporter_id = ${who}
    and (own.reviewable_id = r.id or own.post_id = r.post_id))
  or exists (select from appeal own join decision taken on taken.id = own.decision_id
    where own.reviewable_id = r.id and taken.actor_id = ${who}))`;

/** Whether case c concerns somebody. Who reported what it is about may work on it: that is no part in the matter. */
export const hasInterestInCase = (who: Sql): Sql =>
  isParty(who, {
    people: [sql`c.subject_account_id`, sql`c.about_account_id`],
    matchId: sql`c.match_id`,
    postId: sql`c.post_id`,
  });

/** Whether sanction s is against somebody or a person of their match. */
export const hasInterestInSanction = (who: Sql): Sql => isParty(who, { people: [sql`s.account_id`] });

/** Whether somebody may not answer what is said against sanction s, nor read it: also who imposed it or reported the person. */
export const hasInterestInAppeal = (who: Sql): Sql => sql`(${hasInterestInSanction(who)} or s.imposed_by = ${who}
  or exists (select from flag own where own.reporter_id = ${who} and own.program_id = s.program_id
    and own.subject_account_id = s.account_id))`;

/**
 * Whether line e of the trail tells of a matter of somebody's own what its reporter or the one who blocks must not become
 * known by: of an item, a case, a flag, a decision or a measure, or who blocked them.
 */
export const hasInterestInLine = (who: Sql): Sql => sql`(case e.target_type
  when 'Reviewable' then exists (select from reviewable r where r.id::text = e.target_id and ${hasInterestInItem(who)})
  when 'SafetyCase' then exists (select from safety_case c where c.id::text = e.target_id and ${hasInterestInCase(who)})
  when 'Decision' then exists (select from decision d join reviewable r on r.id = d.reviewable_id
    where d.id::text = e.target_id and d.actor_id is distinct from ${who} and ${hasInterestInItem(who)})
  when 'Flag' then exists (select from flag f where f.id::text = e.target_id and f.reporter_id <> ${who}
    and ${isParty(who, { people: [sql`f.subject_account_id`], postId: sql`f.post_id` })})
  when 'Sanction' then exists (select from sanction s where s.id::text = e.target_id
    and s.imposed_by <> ${who} and ${hasInterestInSanction(who)})
  when 'Account' then e.action in ('person.blocked', 'person.unblocked') and e.actor_id <> ${who}
    and (e.target_id = ${who}::text or exists (
      select from match_participant mine join match_participant theirs on theirs.match_id = mine.match_id
      where mine.account_id = ${who} and theirs.account_id = e.actor_id))
  else false end)`;

/** Whether line e of the trail is about a post or a match that concerns somebody. */
export const concernsInLine = (who: Sql): Sql => sql`(case e.target_type
  when 'Post' then exists (select from post p where p.id::text = e.target_id
    and ${isParty(who, { people: [sql`p.author_id`], postId: sql`p.id` })})
  when 'Match' then exists (select from match_participant mine
    where mine.match_id::text = e.target_id and mine.account_id = ${who})
  else false end)`;

/** The viewer as one of those of whom the conditions are asked. */
export const self = ({ accountId }: Viewer): Sql => sql`${accountId}::uuid`;
