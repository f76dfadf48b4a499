import { sql, uuidOf } from '#platform';
import type { Client } from './client.js';
import type { Community } from './community.js';

/**
 * Enrols somebody in one more role, past the rules on who may enrol whom: however a person came to have two roles, the
 * rules on what they may do with them hold.
 */
export async function alsoEnrol(community: Community, client: Client, programId: string, role: string): Promise<void> {
  await community.database.run(sql`
    insert into enrolment (id, account_id, program_id, role, status, created_at, accepted_at, confirmed_at)
    values (gen_random_uuid(), ${uuidOf('Account', client.accountId ?? '')}, ${uuidOf('Program', programId)}, ${role},
      'ACTIVE', ${community.clock.now()}, ${community.clock.now()}, ${community.clock.now()})`);
}
