import { Injectable } from '@nestjs/common';
import { inForce } from '#membership';
import { Clock, Database, type Queryable, sql, type Sql } from '#platform';
import { hasInterestInCase } from '../conflicts.js';

/** Somebody who can be told. */
export interface OnCallPerson {
  accountId: string;
  email: string | null;
}

interface Candidate extends OnCallPerson {
  /** Place in the configured chain; null for whoever is not in it now. */
  position: number | null;
  lead: boolean;
  coordinator: boolean;
  admin: boolean;
}

/** Who did what the leads are told of, whom it was done to, and who is told besides the leads. */
export interface ToldPeople {
  actorId: string | null;
  subjectId: string | null;
  alsoId: string | null;
}

/** Longest chain that is looked at. */
const most = 50;

const roles = sql`('SAFEGUARDING_LEAD', 'COORDINATOR', 'PROGRAM_ADMIN', 'MODERATOR')`;

/** Staff in force at that moment, with their place in the chain of the program. */
const staff = (programId: Sql, where: Sql, now: Date): Sql => sql`
  select a.id as "accountId", a.email, min(s.position) as position,
    bool_or(e.role = 'SAFEGUARDING_LEAD') as lead, bool_or(e.role = 'COORDINATOR') as coordinator,
    bool_or(e.role = 'PROGRAM_ADMIN') as admin
  from enrolment e
  join account a on a.id = e.account_id and a.status = 'ACTIVE'
  left join on_call_shift s on s.program_id = ${programId} and s.program_id = e.program_id and s.account_id = a.id
    and (s.starts_at is null or s.starts_at <= ${now}::timestamptz)
    and (s.ends_at is null or s.ends_at > ${now}::timestamptz)
  where ${where} and ${inForce('e', now)} and e.role in ${roles}`;

/** The staff of a program. */
const candidates = (programId: Sql, now: Date): Sql => staff(programId, sql`e.program_id = ${programId}`, now);

/** Leads and administrators of the organisation that a program belongs to. */
const ofOrganisation = (programId: Sql, now: Date): Sql =>
  staff(
    programId,
    sql`e.role in ('SAFEGUARDING_LEAD', 'PROGRAM_ADMIN') and e.program_id in (
      select sibling.id from program own join program sibling on sibling.organisation_id = own.organisation_id
      where own.id = ${programId})`,
    now,
  );

/** Whether the program of case c has staff without an interest in it. */
export const staffWithoutInterest = sql`exists (
  select from enrolment e join account a on a.id = e.account_id and a.status = 'ACTIVE'
  where e.program_id = c.program_id and e.status = 'ACTIVE' and e.role in ${roles}
    and not ${hasInterestInCase(sql`e.account_id`)})`;

/** Each once, those who matter most first, so that the limit never cuts a lead off. */
const foremost = sql`group by a.id
  order by position nulls last, lead desc, coordinator desc, admin desc, a.created_at, a.id limit ${most}`;

/** Who is told, and after whom. Never nobody while a program has any staff. */
@Injectable()
export class OnCallChain {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * The chain for a case: those on shift in their order, then the safeguarding leads who are not; without shifts the leads
   * and then the coordinators; if there are none, the program's administrators, its moderators, and then the leads and
   * administrators of its organisation. Whom it concerns is never among them.
   */
  async ofCase(queryable: Queryable, caseId: string): Promise<OnCallPerson[]> {
    return orderedForCase(await this.candidatesFor(queryable, caseId));
  }

  /** Whom a lateness is told to: all leads, or the first of the chain where there is none. */
  async leadsFor(queryable: Queryable, caseId: string): Promise<OnCallPerson[]> {
    const rows = await this.candidatesFor(queryable, caseId);
    const leads = rows.filter(({ lead }) => lead);
    return leads.length > 0 ? leads : orderedForCase(rows).slice(0, 1);
  }

  /**
   * Whom something is told to that happened in a program: its leads, or the first of the chain where there is none.
   * @param who a condition on account a, for what must not be told to all of them
   */
  async leadsOf(queryable: Queryable, programId: string, who: Sql = sql`true`): Promise<OnCallPerson[]> {
    const rows = await queryable.rows<Candidate>(sql`
      ${candidates(sql`${programId}::uuid`, this.clock.now())} and ${who} ${foremost}`);
    const leads = rows.filter(({ lead }) => lead);
    return leads.length > 0 ? leads : ordered(rows).slice(0, 1);
  }

  /**
   * Whom it is told that somebody gave a role, took one or opened a board: the leads of the program who have no part in it.
   * Without such a lead, those of the organisation's other programs; without them, the first of the chain who has no part.
   */
  async watchersOf(queryable: Queryable, programId: string, people: ToldPeople): Promise<OnCallPerson[]> {
    const now = this.clock.now();
    const apart = ({ accountId }: OnCallPerson): boolean =>
      accountId !== people.actorId && accountId !== people.subjectId;
    const staff = (
      await queryable.rows<Candidate>(sql`${candidates(sql`${programId}::uuid`, now)} ${foremost}`)
    ).filter(apart);
    const leads = staff.filter(({ lead }) => lead);
    const others = leads.length > 0 ? leads : (await this.organisationLeads(queryable, programId)).filter(apart);
    const told = others.length > 0 ? others : ordered(staff).slice(0, 1);
    const also =
      people.alsoId === null || people.alsoId === people.actorId ? [] : await personById(queryable, people.alsoId);
    return [...told, ...also.filter(({ accountId }) => !told.some((known) => known.accountId === accountId))];
  }

  private organisationLeads(queryable: Queryable, programId: string): Promise<OnCallPerson[]> {
    return queryable.rows<OnCallPerson>(sql`
      select distinct a.id as "accountId", a.email from enrolment e
      join account a on a.id = e.account_id and a.status = 'ACTIVE'
      join program other on other.id = e.program_id
      join program own on own.organisation_id = other.organisation_id and own.id = ${programId}
      where e.role = 'SAFEGUARDING_LEAD' and ${inForce('e', this.clock.now())} order by a.id limit ${most}`);
  }

  async ofProgram(programId: string): Promise<OnCallPerson[]> {
    const rows = await this.database.rows<Candidate>(sql`
      ${candidates(sql`${programId}::uuid`, this.clock.now())} ${foremost}`);
    return ordered(rows);
  }

  private async candidatesFor(queryable: Queryable, caseId: string): Promise<Candidate[]> {
    const now = this.clock.now();
    const programId = sql`(select program_id from safety_case where id = ${caseId})`;
    const impartial = sql`
      and not exists (select from safety_case c where c.id = ${caseId} and ${hasInterestInCase(sql`a.id`)}) ${foremost}`;
    const own = await queryable.rows<Candidate>(sql`${candidates(programId, now)} ${impartial}`);
    return own.length > 0 ? own : queryable.rows<Candidate>(sql`${ofOrganisation(programId, now)} ${impartial}`);
  }

  /** Programs of which nobody could be told anything now. */
  async uncovered(): Promise<number> {
    const now = this.clock.now();
    const row = await this.database.first<{ programs: number }>(sql`
      select count(*) as programs from program p where not exists (
        select from enrolment e join account a on a.id = e.account_id and a.status = 'ACTIVE'
        where e.program_id = p.id and ${inForce('e', now)}
          and e.role in ('SAFEGUARDING_LEAD', 'COORDINATOR', 'PROGRAM_ADMIN'))`);
    return row?.programs ?? 0;
  }
}

/** A case is told to a moderator who is on no shift if there is nobody else without an interest in it. */
function orderedForCase(rows: readonly Candidate[]): Candidate[] {
  const usual = ordered(rows);
  return usual.length > 0 ? usual : [...rows];
}
const personById = (queryable: Queryable, accountId: string): Promise<OnCallPerson[]> =>
  queryable.rows<OnCallPerson>(sql`
    select a.id as "accountId", a.email from account a where a.id = ${accountId} and a.status = 'ACTIVE'`);

function ordered(rows: readonly Candidate[]): Candidate[] {
  const onShift = rows
    .filter(({ position }) => position !== null)
    .sort((one, other) => (one.position ?? 0) - (other.position ?? 0));
  const leads = rows.filter(({ lead, position }) => lead && position === null);
  if (onShift.length > 0) return [...onShift, ...leads];
  const coordinators = rows.filter(({ lead, coordinator }) => coordinator && !lead);
  const usual = [...leads, ...coordinators];
  return usual.length > 0 ? usual : rows.filter(({ admin }) => admin);
}
