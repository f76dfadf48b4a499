import { Injectable } from '@nestjs/common';
import { ProgramWords } from '#accounts';
import { Database, sql } from '#platform';

const mostWords = 100;

/** What everybody of a person's programs would try as a password of theirs. */
@Injectable()
export class MembershipProgramWords extends ProgramWords {
  constructor(private readonly database: Database) {
    super();
  }

  async of(accountId: string): Promise<readonly string[]> {
    const rows = await this.database.rows<{ name: string | null }>(sql`
      select distinct unnest(array[p.name, o.name, c.name]) as name
      from enrolment e
      join program p on p.id = e.program_id
      join organisation o on o.id = p.organisation_id
      left join cohort c on c.id = e.cohort_id
      where e.account_id = ${accountId} and e.status not in ('CLOSED', 'ERASED') limit ${mostWords}`);
    return rows.flatMap(({ name }) => name ?? []);
  }
}
