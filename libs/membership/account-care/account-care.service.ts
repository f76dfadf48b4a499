import { Injectable } from '@nestjs/common';
import { NewPasswords, requireRecentPassword, SessionEnds, TemporaryPasswords } from '#accounts';
import { Clock, Database, type Queryable, Refusal, requireUuid, sql, type Transaction, type Viewer } from '#platform';
import { notOfMyPair } from '../membership.policy.js';
import { type CareActor, type HeldRole, mayEndSessions, maySetPassword } from './account-care.policy.js';
import type {
  EndMemberSessionsInput,
  EndMemberSessionsPayload,
  SetTemporaryPasswordInput,
  SetTemporaryPasswordPayload,
} from './account-care.types.js';

/** What staff do for an account of somebody in their care: a new password, and an end to sessions in wrong hands. */
@Injectable()
export class AccountCare {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly passwords: NewPasswords,
    private readonly temporary: TemporaryPasswords,
    private readonly ends: SessionEnds,
  ) {}

  /** @throws Refusal NOT_FOUND, FORBIDDEN, PASSWORD_CONFIRMATION_REQUIRED, or INVALID_INPUT on `password` */
  async setPassword(viewer: Viewer, input: SetTemporaryPasswordInput): Promise<SetTemporaryPasswordPayload> {
    const accountId = requireUuid('Account', input.accountId);
    await this.mayNow(this.database, viewer, accountId);
    await requireRecentPassword(this.database, viewer, this.clock.now());
    await this.passwords.check(input.password, await this.passwords.person(accountId), viewer.accountId);
    const hash = await this.passwords.hash(input.password);
    return this.database.transaction(async (tx) => {
      await lockAccount(tx, accountId);
      const actor = await this.mayNow(tx, viewer, accountId); // may have changed while it was hashed
      const { until, endedSessions } = await this.temporary.set(tx, accountId, hash, actor);
      return { expiresAt: until, endedSessions };
    });
  }

  /** @throws Refusal NOT_FOUND or FORBIDDEN */
  async endSessions(viewer: Viewer, input: EndMemberSessionsInput): Promise<EndMemberSessionsPayload> {
    const accountId = requireUuid('Account', input.accountId);
    return this.database.transaction(async (tx) => {
      await lockAccount(tx, accountId);
      await requireNotOfMyPair(tx, viewer, accountId);
      const actor = mayEndSessions(viewer, accountId, await heldBy(tx, accountId));
      return { endedSessions: await this.ends.endByStaff(tx, accountId, actor) };
    });
  }

  /** An account that is enrolled nowhere yet is in the care of whoever made it. */
  private async mayNow(from: Queryable, viewer: Viewer, accountId: string): Promise<CareActor> {
    await requireNotOfMyPair(from, viewer, accountId);
    const held = await heldBy(from, accountId);
    if (held.length > 0) return maySetPassword(viewer, accountId, held);
    const made = await from.run(sql`
      select from account a where a.id = ${accountId} and a.created_by = ${viewer.accountId}
        and not exists (select from enrolment e where e.account_id = a.id)`);
    if (made === 0) throw Refusal.notFound();
    return { accountId: viewer.accountId, role: null, programId: null };
  }
}

/**
 * Whoever sets a password can sign in with it: a mentor with a second role must not become their own mentee.
 * @throws Refusal NOT_FOUND
 */
async function requireNotOfMyPair(from: Queryable, viewer: Viewer, accountId: string): Promise<void> {
  if ((await from.run(sql`select where ${notOfMyPair(viewer, sql`${accountId}::uuid`)}`)) === 0)
    throw Refusal.notFound();
}

const heldBy = (from: Queryable, accountId: string): Promise<HeldRole[]> =>
  from.rows<HeldRole>(sql`
    select program_id as "programId", role, accepted_at is not null as accepted from enrolment
    where account_id = ${accountId} and status not in ('CLOSED', 'ERASED')`);

/** A sign-in that runs beside this is over before it, or sees it. */
const lockAccount = (tx: Transaction, accountId: string): Promise<number> =>
  tx.run(sql`select from account where id = ${accountId} for no key update`);
