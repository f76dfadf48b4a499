import { Injectable } from '@nestjs/common';
import { actingIn, isStaffIn, rolesIn } from '#membership';
import {
  Audit,
  Clock,
  Database,
  globalId,
  Ids,
  insertInto,
  Refusal,
  requireNote,
  requireUuid,
  Role,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { defaultPolicy, loosenedBy, type PolicySettings } from './policy.js';
import { settingsFrom } from './policy-input.js';
import { PolicyReader, type ProgramRules } from './policy-reader.js';
import type { PolicyChange, ProgramPolicyType, SetProgramPolicyInput } from './policy.types.js';

/** No exception is for ever (domain 0.4); whoever wants another year decides it anew. */
const longestExceptionMs = 366 * 86_400_000;
const mostChanges = 50;

/** What a program asks for before something is published. To ask for more is free, to ask for less is not. */
@Injectable()
export class ProgramPolicyService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: Audit,
    private readonly policies: PolicyReader,
  ) {}

  async of(viewer: Viewer, program: string): Promise<ProgramPolicyType> {
    const [policy] = await this.byIds(viewer, [requireUuid('Program', program)]);
    if (!policy) throw Refusal.notFound();
    return policy;
  }

  async byIds(viewer: Viewer, programIds: readonly string[]): Promise<(ProgramPolicyType | null)[]> {
    return Promise.all(programIds.map(async (id) => (isStaffIn(viewer, id) ? this.read(id) : null)));
  }

  async set(viewer: Viewer, input: SetProgramPolicyInput): Promise<ProgramPolicyType> {
    const programId = requireUuid('Program', input.programId);
    mayConfigure(viewer, programId);
    const reason = requireNote('reason', input.reason, 1_000);
    await this.database.transaction(async (tx) => {
      await tx.run(sql`select from program where id = ${programId} for no key update`);
      const before = await this.policies.of(tx, programId);
      if (!before) throw Refusal.notFound();
      if (input.expectedVersion != null && input.expectedVersion !== before.version) {
        throw new Refusal('CONFLICT', 'Somebody has changed it since.', { current: { version: before.version } });
      }
      await this.store(tx, viewer, before, input, reason);
    });
    return this.of(viewer, input.programId);
  }

  private async store(
    tx: Transaction,
    viewer: Viewer,
    before: ProgramRules,
    input: SetProgramPolicyInput,
    reason: string,
  ): Promise<void> {
    const { programId } = before;
    const until = input.exceptionUntil ?? null;
    const base = before.stored?.settings ?? defaultPolicy;
    const wanted = settingsFrom(input, until === null ? base : before.settings);
    const loosened = loosenedBy(before.settings, wanted);
    this.requireAllowed(viewer, programId, wanted, loosened, until);
    const version = before.version + 1;
    const row = {
      settings: JSON.stringify(until === null ? wanted : base),
      exception: until === null ? null : JSON.stringify(wanted),
      exceptionUntil: until,
    };
    await tx.run(sql`
      insert into program_policy (program_id, version, settings, exception, exception_until)
      values (${programId}, ${version}, ${row.settings}, ${row.exception}, ${until})
      on conflict (program_id) do update set version = excluded.version, settings = excluded.settings,
        exception = excluded.exception, exception_until = excluded.exception_until`);
    await tx.run(
      insertInto('program_policy_change', {
        id: this.ids.next(),
        programId,
        version,
        ...row,
        reason,
        changedBy: viewer.accountId,
        changedAt: this.clock.now(),
      }),
    );
    const { accountId, role } = actingIn(viewer, programId);
    await this.audit.write(tx, {
      action: 'policy.set',
      actorId: accountId,
      actorRole: role,
      programId,
      targetType: 'Policy',
      targetId: programId,
      facts: { version, loosened, exceptionUntil: until?.toISOString() ?? null },
    });
  }

  /** Looser than it was: the safeguarding lead. Looser than Porchlight's own rules: the lead, and with an end. */
  private requireAllowed(
    viewer: Viewer,
    programId: string,
    wanted: PolicySettings,
    loosened: readonly string[],
    until: Date | null,
  ): void {
    const leads = rolesIn(viewer, programId).has(Role.SAFEGUARDING_LEAD);
    const looserThanOurs = loosenedBy(defaultPolicy, wanted);
    if ((loosened.length > 0 || until !== null) && !leads) {
      throw new Refusal('FORBIDDEN', `Only the safeguarding lead may loosen ${loosened.join(', ') || 'anything'}.`);
    }
    if (looserThanOurs.length > 0 && until === null) {
      throw Refusal.invalid('exceptionUntil', `is needed, for ${looserThanOurs.join(', ')}`);
    }
    if (until === null) return;
    const ahead = until.getTime() - this.clock.now().getTime();
    if (ahead <= 0 || ahead > longestExceptionMs)
      throw Refusal.invalid('exceptionUntil', 'must be within a year from now');
  }

  private async read(programId: string): Promise<ProgramPolicyType | null> {
    const rules = await this.policies.of(this.database, programId);
    if (!rules) return null;
    const changes = await this.database.rows<PolicyChange>(sql`
      select version, reason, changed_at as "changedAt", exception_until as "exceptionUntil"
      from program_policy_change where program_id = ${programId} order by version desc limit ${mostChanges}`);
    const { settings, stored, version } = rules;
    const excepted = stored?.exception === settings ? stored.exceptionUntil : null;
    return {
      __typename: 'ProgramPolicy',
      id: globalId('Policy', programId),
      version,
      rules: [...settings.rules],
      allowedHosts: [...settings.allowedHosts],
      trustedAfter: settings.trustedAfter,
      rejectionDays: settings.rejectionDays,
      mentorFirstPosts: settings.mentorFirstPosts,
      shifts: [...settings.staffedHours.shifts],
      closedOn: [...settings.staffedHours.closedOn],
      exceptionUntil: excepted,
      changes,
    };
  }
}

/** May the viewer set the policy at all? Administrators and the lead; for everybody else on the staff it is to read. */
function mayConfigure(viewer: Viewer, programId: string): void {
  const roles = rolesIn(viewer, programId);
  if (roles.has(Role.PROGRAM_ADMIN) || roles.has(Role.SAFEGUARDING_LEAD)) return;
  throw isStaffIn(viewer, programId) ? new Refusal('FORBIDDEN') : Refusal.notFound();
}
