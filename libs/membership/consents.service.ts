import { Injectable } from '@nestjs/common';
import {
  Clock,
  Database,
  dayIn,
  Idempotency,
  Refusal,
  requireLine,
  requireNote,
  requireUuid,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { needsGuardian } from './consent-age.js';
import {
  type ConsentType,
  type EnrolmentType,
  type RecordConsentInput,
  type RecordScreeningInput,
  type RevokeConsentInput,
} from './enrolments.types.js';
import { isScreened } from './eligibility.js';
import { MembershipFounding } from './founding.js';
import { actingIn, requireAct, visibleEnrolments } from './membership.policy.js';
import { consentsByIds, enrolmentsByIds } from './membership.queries.js';
import { ConsentKind, EnrolmentStatus } from './membership.types.js';
import { memberRoles, StaffAct } from './privileges.js';
import { type LockedEnrolment, Standings } from './standings.service.js';

/** Keeps the papers: consents and screenings, and with them who may take part. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly founding: MembershipFounding,
    private readonly standings: Standings,
  ) {}

  async recordConsent(
    viewer: Viewer,
    input: RecordConsentInput,
  ): Promise<{ consent: ConsentType; enrolment: EnrolmentType }> {
    const enrolmentId = requireUuid('Enrolment', input.enrolmentId);
    const given = {
      kind: input.kind,
      method: requireLine('method', input.method),
      evidence: input.evidence == null ? null : requireLine('evidence', input.evidence, 500),
      guardianName: input.guardianName == null ? null : requireLine('guardianName', input.guardianName),
      expiresAt: this.requireFuture('expiresAt', input.expiresAt),
    };
    const call = { accountId: viewer.accountId, operation: 'recordConsent', key: input.idempotencyKey, input };
    const made = await this.database.transaction((tx) =>
      this.idempotency.once(tx, call, async () => {
        const enrolment = await this.findOpen(tx, viewer, enrolmentId);
        if (!memberRoles.includes(enrolment.role)) {
          throw Refusal.invalid('enrolmentId', 'is of staff, of whom no consent is recorded');
        }
        this.requireGuardian(enrolment, given);
        const { programId } = enrolment;
        const actor = { ...actingIn(viewer, programId), accountId: viewer.accountId };
        return this.founding.consent(tx, { enrolmentId, programId, ...given }, actor);
      }),
    );
    return { consent: await this.consent(viewer, made), enrolment: await this.enrolment(viewer, enrolmentId) };
  }

  /** Revoking what is revoked already is a success: the caller's wish is fulfilled. */
  async revokeConsent(
    viewer: Viewer,
    input: RevokeConsentInput,
  ): Promise<{ consent: ConsentType; enrolment: EnrolmentType }> {
    const reason = requireNote('reason', input.reason);
    const id = requireUuid('Consent', input.consentId);
    const enrolmentId = await this.database.transaction(async (tx) => {
      const found = await tx.first<{ enrolmentId: string; kind: ConsentKind }>(sql`
        select k.enrolment_id as "enrolmentId", k.kind from consent k join enrolment e on e.id = k.enrolment_id
        where k.id = ${id} and ${visibleEnrolments(viewer)}`);
      const enrolment = found && (await this.standings.lock(tx, found.enrolmentId));
      if (!found || !enrolment) throw Refusal.notFound();
      requireAct(viewer, StaffAct.KEEP_RECORDS, { ...enrolment, roles: [enrolment.role] });
      const { programId } = enrolment;
      await this.founding.revocation(tx, { id, programId, ...found, reason }, actingIn(viewer, programId));
      return found.enrolmentId;
    });
    return { consent: await this.consent(viewer, id), enrolment: await this.enrolment(viewer, enrolmentId) };
  }

  async recordScreening(viewer: Viewer, input: RecordScreeningInput): Promise<{ enrolment: EnrolmentType }> {
    const enrolmentId = requireUuid('Enrolment', input.enrolmentId);
    const { status, checkedOn, expiresOn = null } = input;
    const reference = input.reference == null ? null : requireLine('reference', input.reference);
    if (expiresOn && expiresOn < checkedOn) throw Refusal.invalid('expiresOn', 'must not be before checkedOn');
    const call = { accountId: viewer.accountId, operation: 'recordScreening', key: input.idempotencyKey, input };
    await this.database.transaction((tx) =>
      this.idempotency.once(tx, call, async () => {
        const enrolment = await this.findOpen(tx, viewer, enrolmentId);
        const { programId, role, timeZone } = enrolment;
        if (!isScreened(role)) throw Refusal.invalid('enrolmentId', 'is of a role that is not screened');
        const today = dayIn(timeZone, this.clock.now());
        if (checkedOn > today) throw Refusal.invalid('checkedOn', 'must not be in the future');
        const actor = { ...actingIn(viewer, programId), accountId: viewer.accountId };
        const screening = { enrolmentId, programId, status, checkedOn, expiresOn, reference };
        return this.founding.screening(tx, screening, actor);
      }),
    );
    return { enrolment: await this.enrolment(viewer, enrolmentId) };
  }

  /** The enrolment whose papers the viewer may keep, locked. */
  private async findOpen(tx: Transaction, viewer: Viewer, id: string): Promise<LockedEnrolment> {
    const enrolment = await this.standings.lock(tx, id, visibleEnrolments(viewer));
    if (!enrolment) throw Refusal.notFound();
    requireAct(viewer, StaffAct.KEEP_RECORDS, { ...enrolment, roles: [enrolment.role] });
    if (enrolment.status === EnrolmentStatus.CLOSED || enrolment.status === EnrolmentStatus.ERASED) {
      throw new Refusal('CONFLICT', 'This enrolment has ended.');
    }
    return enrolment;
  }

  private requireFuture(field: string, given: Date | null | undefined): Date | null {
    if (given == null) return null;
    if (Number.isNaN(given.getTime())) throw Refusal.invalid(field, 'must be a date and time (ISO 8601)');
    if (given <= this.clock.now()) throw Refusal.invalid(field, 'must be in the future');
    return given;
  }

  private requireGuardian(
    enrolment: LockedEnrolment,
    { kind, guardianName }: { kind: ConsentKind; guardianName: string | null },
  ): void {
    if (kind !== ConsentKind.PARTICIPATION || guardianName !== null || !this.standings.isMinor(enrolment)) return;
    const today = dayIn(enrolment.timeZone, this.clock.now());
    if (needsGuardian(today, enrolment.birthDate, enrolment.jurisdiction)) {
      throw Refusal.invalid('guardianName', 'is needed below the age of consent');
    }
  }

  private async consent(viewer: Viewer, id: string): Promise<ConsentType> {
    const [consent] = await consentsByIds(this.database, viewer, [id]);
    if (!consent) throw Refusal.notFound();
    return consent;
  }

  private async enrolment(viewer: Viewer, id: string): Promise<EnrolmentType> {
    const [enrolment] = await enrolmentsByIds(this.database, viewer, [id]);
    if (!enrolment) throw Refusal.notFound();
    return enrolment;
  }
}
