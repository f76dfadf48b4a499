import { Injectable } from '@nestjs/common';
import { accountMakers, DisplayNames, readDisplayName } from '#accounts';
import { actingIn, rolesIn } from '#membership';
import { Database, Refusal, requireUuid, sql, type Transaction, type Viewer } from '#platform';
import { ReviewableKind } from '../review/review.enums.js';
import { ReviewQueue } from '../review/review-queue.js';
import { AppealReading } from '../sanctions/appeal-reading.js';
import type { ChangeDisplayNameInput, ChangeDisplayNamePayload } from './names.types.js';
import { ProfileNames } from './profile-names.js';

/** Changing the name that others see: at once if nothing is wrong with it, else after a human has looked. */
@Injectable()
export class NamesService {
  constructor(
    private readonly database: Database,
    private readonly screening: ProfileNames,
    private readonly names: DisplayNames,
    private readonly queue: ReviewQueue,
    private readonly reading: AppealReading,
  ) {}

  async change(viewer: Viewer, input: ChangeDisplayNameInput): Promise<ChangeDisplayNamePayload> {
    const accountId = input.accountId == null ? viewer.accountId : requireUuid('Account', input.accountId);
    const name = readDisplayName(input.displayName);
    const programId = await this.requireChangeable(viewer, accountId);
    const given = { accountId, programId, name, givenBy: viewer.accountId };
    const verdict = await this.screening.screenFor(accountId, name);
    const displayName = await this.database.transaction(async (tx) => {
      if (verdict.waits) {
        await this.screening.hold(tx, given, verdict);
        return this.nameOf(tx, accountId);
      }
      // What waited is not wanted any more; approved later, it would come back over this one.
      await this.queue.drop(tx, ReviewableKind.PROFILE_TEXT, accountId, 'another name was given');
      const { accountId: actorId, role: actorRole } = actingIn(viewer, programId);
      await this.names.set(tx, accountId, name, { programId, actorId, actorRole });
      return name;
    });
    const own = verdict.danger && accountId === viewer.accountId;
    const supportResources = own ? await this.reading.help(viewer, programId, name) : [];
    return { displayName, waits: verdict.waits, supportResources };
  }

  /**
   * One's own name, while one may write somewhere; those who make accounts, the names of people of their program.
   * @returns the program that answers for it
   */
  private async requireChangeable(viewer: Viewer, accountId: string): Promise<string> {
    if (accountId === viewer.accountId) {
      const [first] = viewer.enrolments;
      if (!first) throw new Refusal(viewer.consentMissing ? 'CONSENT_REQUIRED' : 'FORBIDDEN');
      if (viewer.enrolments.some(({ silencedUntil }) => silencedUntil)) throw new Refusal('FORBIDDEN');
      return first.programId;
    }
    const mine = [...new Set(viewer.enrolments.map(({ programId }) => programId))];
    const shared = await this.database.rows<{ programId: string }>(sql`
      select distinct e.program_id as "programId" from enrolment e
      where e.account_id = ${accountId} and e.program_id = any(${mine}::uuid[]) and e.status <> 'ERASED'
        and e.accepted_at is not null`);
    const answersFor = shared.find(({ programId }) =>
      accountMakers.some((role) => rolesIn(viewer, programId).has(role)),
    );
    if (!answersFor) throw Refusal.notFound();
    return answersFor.programId;
  }

  private async nameOf(tx: Transaction, accountId: string): Promise<string> {
    const row = await tx.first<{ name: string }>(sql`select display_name as name from account where id = ${accountId}`);
    if (!row) throw Refusal.notFound();
    return row.name;
  }
}
