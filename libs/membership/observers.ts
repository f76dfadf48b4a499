import { Injectable } from '@nestjs/common';
import { Clock, Database, globalId, type Role, sql, type Sql } from '#platform';
import { accessInForce, accessRole } from './access/match-access.queries.js';
import { type BoardPlace } from './audience.js';
import { type PersonType } from './enrolments.types.js';
import { inForce } from './membership.policy.js';

/**
 * Who else reads a board, by name: honest monitoring is itself protective (domain 2.2). It names the staff among those
 * whom `audienceOf` lets in, and follows it.
 */
@Injectable()
export class Observers {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * A match: its coordinator, whoever has access for a time, and the safeguarding leads; then, without a role, those whose
   * access has ended. Any other board: the staff. Each once, at most 100.
   */
  async observersOf(place: BoardPlace): Promise<PersonType[]> {
    const now = this.clock.now();
    const matchId = place.kind === 'MATCH' ? place.matchId : null;
    const people = await this.database.rows<{ id: string; displayName: string; role: Role | null }>(sql`
      select id, "displayName", role from (
        select distinct on (id) * from (
          select a.id, a.display_name as "displayName", e.role, null::timestamptz as until,
            array_position(array['SAFEGUARDING_LEAD', 'COORDINATOR', 'MODERATOR', 'PROGRAM_ADMIN'], e.role) as place
          from enrolment e join account a on a.id = e.account_id
          where e.program_id = ${place.programId} and a.status = 'ACTIVE' and ${inForce('e', now)} and ${readsNow(place, now)}
          union all
          -- Whose access began and has ended: what was open once is not forgotten.
          select a.id, a.display_name, null, x.until_at, 5 from match_access x join account a on a.id = x.account_id
          where x.match_id = ${matchId}::uuid and x.until_at <= ${now}::timestamptz and x.until_at > x.from_at
        ) readers order by id, place, until desc
      ) once order by until desc nulls first, "displayName", id limit 100`);
    return people.map(({ id, ...person }) => ({ ...person, id: globalId('Account', id) }));
  }
}

/** Restriction of enrolment `e` to those who read the board now. */
function readsNow(place: BoardPlace, now: Date): Sql {
  if (place.kind !== 'MATCH') return sql`e.role in ('SAFEGUARDING_LEAD', 'COORDINATOR', 'MODERATOR', 'PROGRAM_ADMIN')`;
  return sql`(e.role = 'SAFEGUARDING_LEAD'
    or (e.role = 'COORDINATOR' and e.account_id = (select coordinator_id from match where id = ${place.matchId}))
    or (e.role, e.account_id) in (select ${accessRole}, x.account_id from match_access x
      where x.match_id = ${place.matchId} and ${accessInForce(now)}))`;
}
