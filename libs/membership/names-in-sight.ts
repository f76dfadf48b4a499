import { Injectable } from '@nestjs/common';
import { NamesInSight } from '#accounts';
import { type Queryable, sql, type Viewer } from '#platform';
import { staffPrograms } from './membership.policy.js';

/** Whether somebody has a name whose account the viewer sees anyway: enrolled where the viewer is staff, or made by them. */
@Injectable()
export class MemberNames extends NamesInSight {
  async taken(from: Queryable, viewer: Viewer, { key, skeleton }: { key: string; skeleton: string }): Promise<boolean> {
    const found = await from.run(sql`
      select from account a where (a.username_key = ${key} or a.username_skeleton = ${skeleton})
        and (a.id = ${viewer.accountId}::uuid or a.created_by = ${viewer.accountId}::uuid or exists (
          select from enrolment e where e.account_id = a.id and e.program_id = any(${staffPrograms(viewer)}::uuid[])))`);
    return found > 0;
  }
}
