import { Injectable } from '@nestjs/common';
import { Database, Refusal, requireUuid, Role, sql, type Transaction, type Viewer } from '#platform';
import { type SetAgeBandInput } from './corrections.types.js';
import { actingIn, rolesIn } from './membership.policy.js';
import { programsByIds } from './membership.queries.js';
import { MembershipRecord } from './membership-record.js';
import { type ProgramType } from './programs.types.js';
import { Standings } from './standings.service.js';

/** What e-mentoring is for (domain, preamble). */
const usual = { minAge: 11, maxAge: 18 };
const youngest = 5;
const oldest = 120;
/** Who is younger is no peer of an adult. */
const leastBesideAdults = 16;

/** For which ages a program is. */
@Injectable()
export class AgeBandService {
  constructor(
    private readonly database: Database,
    private readonly standings: Standings,
    private readonly record: MembershipRecord,
  ) {}

  async set(viewer: Viewer, { minAge, maxAge, ...input }: SetAgeBandInput): Promise<ProgramType> {
    const programId = requireUuid('Program', input.programId);
    const [known] = await programsByIds(this.database, viewer, [programId]);
    if (!known) throw Refusal.notFound();
    requireSetting(viewer, programId, { minAge, maxAge });
    requireBand({ minAge, maxAge });
    await this.database.transaction((tx) => this.change(tx, viewer, { programId, minAge, maxAge }));
    const [program] = await programsByIds(this.database, viewer, [programId]);
    if (!program) throw Refusal.notFound();
    return program;
  }

  private async change(
    tx: Transaction,
    viewer: Viewer,
    { programId, minAge, maxAge }: { programId: string; minAge: number; maxAge: number },
  ): Promise<void> {
    const changed = await tx.run(sql`
      update program set min_age = ${minAge}, max_age = ${maxAge}
      where id = ${programId} and (min_age, max_age) <> (${minAge}, ${maxAge})`);
    if (changed === 0) return;
    const actor = actingIn(viewer, programId);
    await this.record.write(tx, {
      action: 'program.age_band_set',
      actor,
      programId,
      targetType: 'Program',
      targetId: programId,
      facts: { minAge, maxAge },
    });
    // In the same transaction: whoever is outside of the band now does not read on until some job has come by.
    const mentees = await tx.rows<{ id: string }>(sql`
      select e.id from enrolment e join account a on a.id = e.account_id
      where e.program_id = ${programId} and e.role = 'MENTEE' and e.status not in ('CLOSED', 'ERASED')
        and a.birth_date is not null order by e.id`);
    for (const { id } of mentees) await this.standings.settle(tx, id, actor);
  }
}

/** May the viewer set this band? Administrators within the usual one; beyond it a safeguarding lead answers for it. */
function requireSetting(viewer: Viewer, programId: string, { minAge, maxAge }: typeof usual): void {
  const roles = rolesIn(viewer, programId);
  const isUsual = minAge >= usual.minAge && maxAge <= usual.maxAge;
  if (roles.has(Role.SAFEGUARDING_LEAD) || (roles.has(Role.PROGRAM_ADMIN) && isUsual)) return;
  throw roles.has(Role.PROGRAM_ADMIN)
    ? new Refusal('FORBIDDEN', `Beyond ${usual.minAge} to ${usual.maxAge} years a safeguarding lead sets it.`)
    : new Refusal('FORBIDDEN');
}

function requireBand({ minAge, maxAge }: typeof usual): void {
  if (minAge < youngest || minAge > oldest) throw Refusal.invalid('minAge', `must be ${youngest} to ${oldest}`);
  if (maxAge < minAge || maxAge > oldest) throw Refusal.invalid('maxAge', `must be minAge to ${oldest}`);
  if (maxAge > usual.maxAge && minAge < leastBesideAdults) {
    throw Refusal.invalid(
      'minAge',
      `must be at least ${leastBesideAdults} where mentees are older than ${usual.maxAge}`,
    );
  }
}
