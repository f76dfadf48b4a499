import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type LockedMatch, type OpenCase, StopConcerns, stopOverridden } from '#membership';
import { Announcements, Role, sql, type Transaction } from '#platform';
import { CaseLog } from './case-log.js';
import { CaseEntryKind } from './cases.types.js';

/** Open cases keep a match stopped for safety; a lead who lifts the stop all the same is written into each of them. */
@Injectable()
export class CasesAgainstLifting extends StopConcerns implements OnModuleInit {
  constructor(
    private readonly announcements: Announcements,
    private readonly log: CaseLog,
  ) {
    super();
  }

  onModuleInit(): void {
    this.announcements.listen(stopOverridden, async (tx, { programId, accountId, caseIds }) => {
      const actor = { accountId, role: Role.SAFEGUARDING_LEAD };
      const text = 'A stop for safety was lifted while this case is open.';
      for (const id of caseIds) {
        await this.log.write(
          tx,
          { id, programId },
          { kind: CaseEntryKind.NOTE, actor, text, reasonCode: 'STOP_LIFTED' },
        );
      }
    });
  }

  openAbout(tx: Transaction, { id, programId, stopCaseId }: LockedMatch): Promise<OpenCase[]> {
    return tx.rows<OpenCase>(sql`
      select c.id, c.program_id as "programId" from safety_case c
      where c.state = 'OPEN' and (c.id = ${stopCaseId}::uuid or (c.program_id = ${programId} and exists (
        select from match_participant mp where mp.match_id = ${id} and mp.role = 'MENTOR'
          and mp.account_id in (c.subject_account_id, c.about_account_id))))
      order by c.id for share`);
  }

  openAboutPerson(tx: Transaction, accountId: string): Promise<OpenCase[]> {
    return tx.rows<OpenCase>(sql`
      select c.id, c.program_id as "programId" from safety_case c
      where c.state = 'OPEN' and ${accountId}::uuid in (c.subject_account_id, c.about_account_id)
      order by c.id for share`);
  }
}
