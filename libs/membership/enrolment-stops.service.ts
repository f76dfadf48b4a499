import { Injectable } from '@nestjs/common';
import { Clock, Database, Ids, insertInto, Refusal, requireNote, requireUuid, type Viewer } from '#platform';
import { CorrectionKind } from './correction.entity.js';
import { type EnrolmentType, type LiftStopInput } from './enrolments.types.js';
import { MatchStops, requireLiftingReason } from './match-stops.service.js';
import { actingIn, requireAct, visibleEnrolments } from './membership.policy.js';
import { enrolmentsByIds } from './membership.queries.js';
import { EnrolmentStatus, PauseReason } from './membership.types.js';
import { StaffAct } from './privileges.js';
import { Standings } from './standings.service.js';

/**
 * Lets a person back in who was stopped for safety. As for a match: a lead, with a reason, and not while a case about the
 * person is open unless the lead names that case.
 */
@Injectable()
export class EnrolmentStops {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly standings: Standings,
    private readonly stops: MatchStops,
  ) {}

  /** @throws Refusal NOT_FOUND, FORBIDDEN, INVALID_INPUT, CONFLICT */
  async lift(viewer: Viewer, input: LiftStopInput): Promise<{ enrolment: EnrolmentType }> {
    const id = requireUuid('Enrolment', input.enrolmentId);
    const reason = requireNote('reason', input.reason);
    await this.database.transaction(async (tx) => {
      const enrolment = await this.standings.lock(tx, id, visibleEnrolments(viewer));
      if (!enrolment) throw Refusal.notFound();
      const { accountId, programId, role, status, pauseReason } = enrolment;
      requireAct(viewer, StaffAct.LIFT_STOP, { ...enrolment, roles: [role] });
      requireLiftingReason(reason);
      const isOver = status === EnrolmentStatus.CLOSED || status === EnrolmentStatus.ERASED;
      if (isOver || pauseReason !== PauseReason.SAFETY) throw new Refusal('CONFLICT', 'Nothing is stopped.');
      await this.stops.overrideForPerson(tx, viewer, enrolment, input.overrideCaseIds);
      const [correctedBy, correctedAt] = [viewer.accountId, this.clock.now()];
      const kind = CorrectionKind.STOP_LIFTED;
      const row = { id: this.ids.next(), accountId, programId, kind, reason, correctedBy, correctedAt };
      await tx.run(insertInto('correction', row));
      await this.standings.settle(tx, id, actingIn(viewer, programId), false);
    });
    const [enrolment] = await enrolmentsByIds(this.database, viewer, [id]);
    if (!enrolment) throw Refusal.notFound();
    return { enrolment };
  }
}
