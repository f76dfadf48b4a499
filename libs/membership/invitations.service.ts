import { Injectable } from '@nestjs/common';
import { Clock, Database, dayIn, Refusal, requireUuid, Role, sql, type Transaction, type Viewer } from '#platform';
import { fitsWith } from './eligibility.js';
import { type EnrolmentType } from './enrolments.types.js';
import { confirmable, invitations, ownInvitations } from './invitations.queries.js';
import {
  type AcceptEnrolmentInput,
  type ConfirmEnrolmentInput,
  type DeclineEnrolmentInput,
  type Invitation,
} from './invitations.types.js';
import { enrolmentAccepted, leadMatterArose } from './membership.events.js';
import { type Actor, actingIn, leadPrograms, takesPart } from './membership.policy.js';
import { enrolmentsByIds } from './membership.queries.js';
import { MembershipRecord } from './membership-record.js';
import { EnrolmentStatus } from './membership.types.js';
import { type LockedEnrolment, Standings } from './standings.service.js';

/** Nobody is enrolled without agreeing to it, and no safeguarding lead begins without another one. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly standings: Standings,
    private readonly record: MembershipRecord,
  ) {}

  ofViewer(viewer: Viewer): Promise<Invitation[]> {
    return invitations(this.database, ownInvitations(viewer));
  }

  toConfirm(viewer: Viewer): Promise<Invitation[]> {
    if (leadPrograms(viewer).length === 0) return Promise.resolve([]);
    return invitations(this.database, confirmable(viewer, this.clock.now()));
  }

  /** Accepting twice is a success: the caller's wish is fulfilled. */
  async accept(viewer: Viewer, input: AcceptEnrolmentInput): Promise<string> {
    const id = requireUuid('Enrolment', input.enrolmentId);
    await this.database.transaction(async (tx) => {
      const enrolment = await this.ownOpen(tx, viewer, id);
      if (enrolment.acceptedAt) return;
      await this.requireFit(tx, enrolment);
      await tx.run(sql`update enrolment set accepted_at = ${this.clock.now()} where id = ${id}`);
      await this.record.announce(tx, enrolmentAccepted, pick(enrolment));
      await this.settle(tx, enrolment, 'enrolment.accepted', ownAct(viewer));
    });
    return id;
  }

  /** Declining twice is a success. @returns the id of the enrolment that has ended */
  async decline(viewer: Viewer, input: DeclineEnrolmentInput): Promise<string> {
    const id = requireUuid('Enrolment', input.enrolmentId);
    await this.database.transaction(async (tx) => {
      const enrolment = await this.standings.lock(tx, id, sql`e.account_id = ${viewer.accountId}`);
      if (!enrolment) throw Refusal.notFound();
      if (enrolment.acceptedAt) throw new Refusal('CONFLICT', 'You have accepted this: ask the staff to end it.');
      if (enrolment.status === EnrolmentStatus.CLOSED) return;
      await this.standings.close(tx, enrolment, 'declined', ownAct(viewer));
    });
    return id;
  }

  /** Confirming twice is a success. */
  async confirm(viewer: Viewer, input: ConfirmEnrolmentInput): Promise<Invitation> {
    const id = requireUuid('Enrolment', input.enrolmentId);
    await this.database.transaction(async (tx) => {
      const mine = sql`(e.confirmed_by = ${viewer.accountId}::uuid and e.status not in ('CLOSED', 'ERASED'))`;
      const enrolment = await this.standings.lock(tx, id, sql`(${confirmable(viewer, this.clock.now())} or ${mine})`);
      if (!enrolment) throw Refusal.notFound();
      if (enrolment.confirmedAt) return;
      await tx.run(sql`
        update enrolment set confirmed_at = ${this.clock.now()}, confirmed_by = ${viewer.accountId} where id = ${id}`);
      const { accountId, role } = actingIn(viewer, enrolment.programId);
      // A lead of another program of the organisation acts as what they are there.
      await this.settle(tx, enrolment, 'enrolment.confirmed', { accountId, role: role ?? Role.SAFEGUARDING_LEAD });
    });
    const [invitation] = await invitations(this.database, sql`e.id = ${id}`);
    if (!invitation) throw Refusal.notFound();
    return invitation;
  }

  async shown(viewer: Viewer, id: string): Promise<EnrolmentType> {
    const [enrolment] = await enrolmentsByIds(this.database, viewer, [id]);
    if (!enrolment) throw Refusal.notFound();
    return enrolment;
  }

  private async ownOpen(tx: Transaction, viewer: Viewer, id: string): Promise<LockedEnrolment> {
    // The account first, as `enrol` does: two enrolments of one person are checked one after the other.
    await tx.run(sql`select from account where id = ${viewer.accountId} for no key update`);
    const enrolment = await this.standings.lock(
      tx,
      id,
      sql`(e.account_id = ${viewer.accountId} and e.status not in ('CLOSED', 'ERASED'))`,
    );
    if (!enrolment) throw Refusal.notFound();
    return enrolment;
  }

  /** Asked again: what the person does elsewhere can have changed since the invitation. */
  private async requireFit(tx: Transaction, enrolment: LockedEnrolment): Promise<void> {
    const held = await tx.rows<{ programId: string; role: Role }>(sql`
      select e.program_id as "programId", e.role from enrolment e
      where e.account_id = ${enrolment.accountId} and ${takesPart('e')}`);
    const stopped = await tx.run(sql`
      select from enrolment where account_id = ${enrolment.accountId} and pause_reason = 'SAFETY'`);
    if (stopped > 0) throw new Refusal('CONFLICT', 'This cannot be accepted now. Ask the staff of your program.');
    const clash = fitsWith(enrolment, held, dayIn(enrolment.timeZone, this.clock.now()), enrolment.birthDate);
    if (clash) throw new Refusal('CONFLICT', 'This does not go with another role of yours.');
  }

  private async settle(tx: Transaction, enrolment: LockedEnrolment, action: string, actor: Actor): Promise<void> {
    const { id, programId, role, accountId } = enrolment;
    await this.record.write(tx, {
      action,
      actor,
      programId,
      targetType: 'Enrolment',
      targetId: id,
      facts: { role },
    });
    await this.standings.settle(tx, id, actor);
    this.record.wake(tx, [accountId]);
    const after = await this.standings.lock(tx, id);
    if (role !== Role.SAFEGUARDING_LEAD || after?.status !== EnrolmentStatus.ACTIVE) return;
    const matter = { programId, about: 'NEW_LEAD', actorId: actor.accountId, subjectId: accountId } as const;
    await this.record.announce(tx, leadMatterArose, matter);
  }
}

const pick = ({
  accountId,
  programId,
  role,
}: LockedEnrolment): Pick<LockedEnrolment, 'accountId' | 'programId' | 'role'> => ({
  accountId,
  programId,
  role,
});

/** What one does about one's own enrolment, before it gives a role. */
const ownAct = ({ accountId }: Viewer): Actor => ({ accountId, role: null });
