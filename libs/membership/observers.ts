import { Injectable } from '@nestjs/common';
import { Clock, Database, globalId, type Role, sql } from '#platform';
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
   * A match: its coordinator, whoever has access for a time, and the safeguarding leads. Any other board: the staff. Each once,
   * at most 100.
   */
  async observersOf(place: BoardPlace): Promise<PersonType[]> {
    const now = this.clock.now();
    const reads =
      place.kind === 'MATCH'
        ? sql`(e.role = 'SAFEGUARDING_LEAD' or (e.role = 'COORDINATOR'
            and e.account_id = (select coordinator_id from match where id = ${place.matchId}))
          or (e.role, e.account_id) in (select ${accessRole}, x.account_id from match_access x
            where x.match_id = ${place.matchId} and ${accessInForce(now)}))`
        : sql`e.role in ('SAFEGUARDING_LEAD', 'COORDINATOR', 'MODERATOR', 'PROGRAM_ADMIN')`;
    const people = await this.database.rows<{ id: string; displayName: string; role: Role }>(sql`
      select * from (
        select distinct on (a.id) a.id, a.display_name as "displayName", e.role
        from enrolment e join account a on a.id = e.account_id
        where e.program_id = ${place.programId} and a.status = 'ACTIVE' and ${inForce('e', now)} and ${reads}
        order by a.id, array_position(array['SAFEGUARDING_LEAD', 'COORDINATOR', 'MODERATOR', 'PROGRAM_ADMIN'], e.role)
      ) staff order by "displayName", id limit 100`);
    return people.map(({ id, ...person }) => ({ ...person, id: globalId('Account', id) }));
  }
}
