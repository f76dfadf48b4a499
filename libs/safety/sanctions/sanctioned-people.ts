import { Injectable } from '@nestjs/common';
import { takesPart } from '#membership';
import { type Queryable, Refusal, type Role, sql, type Viewer } from '#platform';
import { visibleCases } from '../cases/cases.policy.js';
import { judgedPrograms } from './sanctions.policy.js';

/** Whom a measure is about, with what the rules and the statement need to know. */
export interface FoundPerson {
  accountId: string;
  roles: Role[];
  /** Programs in which the person takes part now. */
  programIds: string[];
  inOwnMatch: boolean;
  timeZone: string;
  programName: string;
}

/** Finds people in the programs in which the viewer decides on measures. */
@Injectable()
export class SanctionedPeople {
  /**
   * @throws Refusal NOT_FOUND for whoever is not of a program in which the viewer decides on measures, and for whoever was
   * enrolled there and has not accepted
   */
  async find(from: Queryable, viewer: Viewer, programId: string, accountId: string): Promise<FoundPerson> {
    const row = await from.first<FoundPerson>(sql`
      select a.id as "accountId", p.time_zone as "timeZone", p.name as "programName",
        array(select e.role from enrolment e where e.account_id = a.id and e.program_id = p.id
          and ${takesPart('e')}) as roles,
        array(select distinct e.program_id from enrolment e where e.account_id = a.id and ${takesPart('e')}) as "programIds",
        exists (select from match_participant mine join match_participant theirs on theirs.match_id = mine.match_id
          where mine.account_id = ${viewer.accountId}::uuid and theirs.account_id = a.id) as "inOwnMatch"
      from account a, program p
      where a.id = ${accountId} and p.id = ${programId} and p.id = any(${judgedPrograms(viewer)}::uuid[])
        and exists (select from enrolment e where e.account_id = a.id and e.program_id = p.id
          and e.accepted_at is not null and e.status <> 'ERASED')`);
    if (!row) throw Refusal.notFound();
    return row;
  }

  /** @throws Refusal NOT_FOUND for a case that is not the viewer's to see, or of another program */
  async requireCase(from: Queryable, viewer: Viewer, programId: string, caseId: string): Promise<void> {
    const rows = await from.run(sql`
      select from safety_case c where c.id = ${caseId} and c.program_id = ${programId} and ${visibleCases(viewer)}`);
    if (rows === 0) throw Refusal.notFound();
  }
}
