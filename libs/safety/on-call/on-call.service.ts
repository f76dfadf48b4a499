import { Injectable, type OnModuleInit } from '@nestjs/common';
import { actingIn, inForce, isStaffIn, openStates, rolesIn } from '#membership';
import {
  Audit,
  Clock,
  Database,
  globalId,
  Health,
  Ids,
  insertInto,
  Refusal,
  requireUuid,
  Role,
  sql,
  type Sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { OnCallChain } from './chain.js';
import { LeadNoticeAbout } from './lead-notice-about.js';
import { LeadNotices } from './lead-notices.js';
import { type OnCallShift, SafetyProblem, type SetOnCallInput } from './on-call.types.js';
import { PagingChannels } from './paging-channels.js';

/** Longer chains are never reached: at fifteen minutes each, the fiftieth is told after twelve hours. */
const mostShifts = 50;

interface Shift {
  accountId: string;
  startsAt: Date | null;
  endsAt: Date | null;
}

/** May the viewer say who is told of danger? Those who answer for it, and those who configure the program. */
function mayArrange(viewer: Viewer, programId: string): void {
  const roles = rolesIn(viewer, programId);
  // Whoever has no part in the program gets the answer of one that does not exist.
  if (roles.size === 0) throw Refusal.notFound();
  if (!roles.has(Role.SAFEGUARDING_LEAD) && !roles.has(Role.PROGRAM_ADMIN)) throw new Refusal('FORBIDDEN');
}

/** Who is on call: set whole, in order. */
@Injectable()
export class OnCallService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: Audit,
    private readonly notices: LeadNotices,
  ) {}

  /** @returns the program's id */
  async set(viewer: Viewer, input: SetOnCallInput): Promise<string> {
    const programId = requireUuid('Program', input.programId);
    mayArrange(viewer, programId);
    const shifts = readShifts(input);
    await this.database.transaction(async (tx) => {
      await tx.run(sql`select from program where id = ${programId} for no key update`);
      await this.requireStaff(tx, programId, shifts);
      await tx.run(sql`delete from on_call_shift where program_id = ${programId}`);
      for (const [index, shift] of shifts.entries()) {
        await tx.run(insertInto('on_call_shift', { id: this.ids.next(), programId, position: index + 1, ...shift }));
      }
      const actor = actingIn(viewer, programId);
      await this.audit.write(tx, {
        action: 'on_call.set',
        actorId: actor.accountId,
        actorRole: actor.role,
        programId,
        targetType: 'Program',
        targetId: programId,
        facts: { people: shifts.map(({ accountId }) => accountId) },
      });
      // A chain in which the lead comes late delays every page to the lead.
      if (actor.role !== Role.SAFEGUARDING_LEAD) {
        await this.notices.tell(tx, { programId, about: LeadNoticeAbout.ON_CALL_SET, actorId: actor.accountId });
      }
    });
    return programId;
  }

  private async requireStaff(tx: Transaction, programId: string, shifts: readonly Shift[]): Promise<void> {
    const wanted = [...new Set(shifts.map(({ accountId }) => accountId))];
    const staff = await tx.rows<{ accountId: string }>(sql`
      select distinct e.account_id as "accountId" from enrolment e
      where e.account_id = any(${wanted}::uuid[]) and e.program_id = ${programId} and ${inForce('e', this.clock.now())}
        and e.role in ('SAFEGUARDING_LEAD', 'COORDINATOR', 'MODERATOR', 'PROGRAM_ADMIN')`);
    if (staff.length < wanted.length) throw Refusal.invalid('shifts', 'names somebody who is not staff of the program');
  }
}

/** The chain as staff see it, and whether it would hold. */
@Injectable()
export class OnCallReader implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly health: Health,
    private readonly chain: OnCallChain,
    private readonly channels: PagingChannels,
  ) {}

  onModuleInit(): void {
    this.health.watch('on-call', async () => {
      const uncovered = await this.chain.uncovered();
      return uncovered === 0 ? null : `nobody to tell in ${uncovered} programs`;
    });
    this.health.watch('paging', () =>
      Promise.resolve(this.channels.twoWays ? null : this.channels.leadOut ? 'one channel only' : 'log only'),
    );
  }

  /** Null for those who are not staff of the program. */
  async of(viewer: Viewer, programId: string): Promise<OnCallShift[] | null> {
    if (!isStaffIn(viewer, programId)) return null;
    const rows = await this.database.rows<
      Omit<OnCallShift, 'person'> & { accountId: string; displayName: string; role: Role | null }
    >(sql`
      select s.id, s.position, s.starts_at as "startsAt", s.ends_at as "endsAt", a.id as "accountId",
        a.display_name as "displayName", (
          select e.role from enrolment e where e.account_id = a.id and e.program_id = s.program_id
          order by e.status in ('CLOSED', 'ERASED'), e.created_at limit 1) as role
      from on_call_shift s join account a on a.id = s.account_id
      where s.program_id = ${programId} order by s.position`);
    return rows.map(({ accountId, displayName, role, ...shift }) => ({
      ...shift,
      id: globalId('OnCallShift', shift.id),
      person: { id: globalId('Account', accountId), displayName, role },
    }));
  }

  /** Null for those who are not staff of the program. */
  async problems(viewer: Viewer, programId: string): Promise<SafetyProblem[] | null> {
    if (!isStaffIn(viewer, programId)) return null;
    const now = this.clock.now();
    const row = await this.database.first<{
      onShift: boolean;
      lead: boolean;
      adults: boolean;
      partialLeads: boolean;
      partialStaff: boolean;
    }>(sql`
      select exists (select from on_call_shift s where s.program_id = ${programId}
          and (s.starts_at is null or s.starts_at <= ${now}::timestamptz)
          and (s.ends_at is null or s.ends_at > ${now}::timestamptz)) as "onShift",
        exists (select from enrolment e where e.program_id = ${programId} and e.role = 'SAFEGUARDING_LEAD'
          and ${inForce('e', now)}) as lead,
        ${ownPairOfAll(programId, ['SAFEGUARDING_LEAD'], now)} as "partialLeads",
        ${ownPairOfAll(programId, ['SAFEGUARDING_LEAD', 'COORDINATOR', 'PROGRAM_ADMIN', 'MODERATOR'], now)}
          as "partialStaff",
        exists (select from program p where p.id = ${programId} and p.max_age > 18 and p.min_age < 16) as adults`);
    const people = await this.chain.ofProgram(programId);
    return [
      ...(row?.onShift ? [] : [SafetyProblem.NO_ON_CALL]),
      ...(row?.lead ? [] : [SafetyProblem.NO_LEAD]),
      ...(people.length > 0 ? [] : [SafetyProblem.NOBODY]),
      ...(row?.lead && row.partialLeads ? [SafetyProblem.NO_IMPARTIAL_LEAD] : []),
      ...(people.length > 0 && row?.partialStaff ? [SafetyProblem.NOBODY_IMPARTIAL] : []),
      ...(this.channels.leadOut ? [] : [SafetyProblem.LOG_ONLY]),
      ...(this.channels.leadOut && !this.channels.twoWays ? [SafetyProblem.ONE_CHANNEL] : []),
      ...(row?.adults ? [SafetyProblem.ADULT_MENTEES] : []),
    ];
  }
}

/**
 * Whether there is an open match of which everybody with one of these roles is mentor or mentee. It speaks of who is
 * matched, never of what waits, so it may be told to all staff.
 */
const ownPairOfAll = (programId: string, roles: readonly string[], now: Date): Sql => sql`exists (
  select from match m where m.program_id = ${programId} and m.state = any(${openStates}) and not exists (
    select from enrolment e join account a on a.id = e.account_id and a.status = 'ACTIVE'
    where e.program_id = m.program_id and e.role = any(${[...roles]}::text[]) and ${inForce('e', now)}
      and not exists (select from match_participant mp where mp.match_id = m.id and mp.account_id = e.account_id)))`;

function readShifts({ shifts }: SetOnCallInput): Shift[] {
  if (shifts.length > mostShifts) throw Refusal.invalid('shifts', `must be at most ${mostShifts}`);
  return shifts.map(({ accountId, startsAt = null, endsAt = null }) => {
    if (startsAt && endsAt && endsAt <= startsAt) throw Refusal.invalid('shifts', 'must end after they start');
    return { accountId: requireUuid('Account', accountId), startsAt, endsAt };
  });
}
