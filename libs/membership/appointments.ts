import { Injectable } from '@nestjs/common';
import { Clock, Role, sql, type Transaction, type Viewer } from '#platform';
import { type Invited } from './founding.js';
import { isLed } from './invitations.queries.js';
import { inForce, rolesIn } from './membership.policy.js';

interface Appointment {
  accountId: string;
  programId: string;
  role: Role;
}

/** How far an enrolment has come when somebody enrols another person: what is accepted and confirmed already. */
@Injectable()
export class Appointments {
  constructor(private readonly clock: Clock) {}

  /**
   * @param accepted for the one enrolment for which an account was made: by this organisation, and never enrolled anywhere
   * before. Everything later is asked for.
   */
  async begin(tx: Transaction, viewer: Viewer, appointment: Appointment, accepted: boolean): Promise<Invited> {
    if (appointment.role !== Role.SAFEGUARDING_LEAD) return { accepted, confirmed: false, confirmedBy: null };
    if (rolesIn(viewer, appointment.programId).has(Role.SAFEGUARDING_LEAD)) {
      return { accepted, confirmed: true, confirmedBy: viewer.accountId };
    }
    return { accepted, confirmed: await this.needsNobody(tx, appointment), confirmedBy: null };
  }

  /**
   * A program without a lead gets its first one from outside of it: a lead of the organisation needs no confirmation, and
   * where the whole organisation has no lead there is nobody who could confirm. Everywhere else somebody does.
   */
  private async needsNobody(tx: Transaction, { accountId, programId }: Appointment): Promise<boolean> {
    // Two first leads are appointed one after the other: the second one needs the first.
    await tx.run(sql`select from program where id = ${programId} for no key update`);
    const now = this.clock.now();
    const row = await tx.first<{ led: boolean; leads: string[] }>(sql`
      select ${isLed(sql`p.id`, now)} as led, array(
        select distinct l.account_id from enrolment l
        join account h on h.id = l.account_id and h.status = 'ACTIVE'
        join program other on other.id = l.program_id and other.organisation_id = p.organisation_id
        where l.role = 'SAFEGUARDING_LEAD' and ${inForce('l', now)}) as leads
      from program p where p.id = ${programId}`);
    return row !== null && !row.led && (row.leads.length === 0 || row.leads.includes(accountId));
  }
}
