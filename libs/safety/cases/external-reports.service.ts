import { Injectable } from '@nestjs/common';
import {
  Clock,
  Idempotency,
  Ids,
  insertInto,
  isUuid,
  Refusal,
  requireLine,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { externalReportMs } from './case-clock.js';
import { CaseLog } from './case-log.js';
import type { RecordExternalReportInput } from './cases.inputs.js';
import { CasesService, type OpenCase } from './cases.service.js';
import { CaseEntryKind } from './cases.types.js';

/** What has to be told, and was told, to somebody outside. */
@Injectable()
export class ExternalReports {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly idempotency: Idempotency,
    private readonly cases: CasesService,
    private readonly log: CaseLog,
  ) {}

  async record(viewer: Viewer, input: RecordExternalReportInput): Promise<string> {
    const agency = requireLine('agency', input.agency);
    const reference = input.reference == null ? null : requireLine('reference', input.reference);
    const madeAt = this.requirePast(input.madeAt ?? null);
    const { reportId = null } = input;
    if (reportId !== null && madeAt === null) throw Refusal.invalid('madeAt', 'is needed with reportId');
    const report = { agency, reference, madeAt };
    const call = { accountId: viewer.accountId, operation: 'recordExternalReport', key: input.idempotencyKey, input };
    return this.cases.change(viewer, input.caseId, false, async (tx, found, actor) => {
      await this.idempotency.once(tx, call, () =>
        reportId === null ? this.insert(tx, found, report, viewer) : this.complete(tx, found, reportId, report),
      );
      const kind = madeAt === null ? CaseEntryKind.REPORT_NEEDED : CaseEntryKind.REPORT_MADE;
      await this.log.write(tx, found, { kind, actor, text: reference ? `${agency}: ${reference}` : agency });
    });
  }

  private async insert(
    tx: Transaction,
    found: OpenCase,
    report: { agency: string; reference: string | null; madeAt: Date | null },
    viewer: Viewer,
  ): Promise<string> {
    const id = this.ids.next();
    const now = this.clock.now();
    const dueAt = new Date(now.getTime() + externalReportMs);
    const row = { id, safetyCaseId: found.id, ...report, dueAt, recordedBy: viewer.accountId, recordedAt: now };
    await tx.run(insertInto('external_report', row));
    return id;
  }

  private async complete(
    tx: Transaction,
    found: OpenCase,
    reportId: string,
    { agency, reference, madeAt }: { agency: string; reference: string | null; madeAt: Date | null },
  ): Promise<string> {
    const made = isUuid(reportId)
      ? await tx.run(sql`
          update external_report set made_at = ${madeAt}, reference = ${reference}, agency = ${agency}
          where id = ${reportId} and safety_case_id = ${found.id} and made_at is null`)
      : 0;
    if (made === 0) throw Refusal.notFound();
    return reportId;
  }

  private requirePast(given: Date | null): Date | null {
    if (given === null) return null;
    if (Number.isNaN(given.getTime())) throw Refusal.invalid('madeAt', 'must be a date and time (ISO 8601)');
    if (given > this.clock.now()) throw Refusal.invalid('madeAt', 'must not be in the future');
    return given;
  }
}
