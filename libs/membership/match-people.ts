import { Injectable } from '@nestjs/common';
import { Clock, Refusal, Role, sql, type Transaction, uuidOf } from '#platform';
import { type LockedMatch } from './match-moves.js';
import { openStates } from './match-state.js';
import { coordinates, inForce, takesPart } from './membership.policy.js';
import { type CreateMatchInput } from './matches.types.js';
import { PauseReason } from './membership.types.js';

/** Largest group (domain, section 1): two mentors, six mentees. */
const mostOf = { mentorIds: 2, menteeIds: 6 };

export interface People {
  mentorIds: string[];
  menteeIds: string[];
  coordinatorId: string;
}

/**
 * Reads who is to be matched. An id of nobody gets the same answer as an id of somebody who is not enrolled.
 * @throws Refusal INVALID_INPUT for too many, too few, or anybody twice
 */
export function readPeople(input: CreateMatchInput): People {
  const accountIds = (field: 'mentorIds' | 'menteeIds'): string[] => {
    const most = mostOf[field];
    if (input[field].length < 1 || input[field].length > most) throw Refusal.invalid(field, `must be 1 to ${most}`);
    return input[field].map((id) => uuidOf('Account', id) ?? notEnrolled(field));
  };
  const people = {
    mentorIds: accountIds('mentorIds'),
    menteeIds: accountIds('menteeIds'),
    coordinatorId: uuidOf('Account', input.coordinatorId) ?? noCoordinator(),
  };
  const { mentorIds, menteeIds, coordinatorId } = people;
  if (new Set(mentorIds).size < mentorIds.length) throw Refusal.invalid('mentorIds', 'names somebody twice');
  if (new Set([...mentorIds, ...menteeIds]).size < mentorIds.length + menteeIds.length) {
    throw Refusal.invalid('menteeIds', 'names somebody twice');
  }
  // Whoever watches over a pair is not of it.
  if ([...mentorIds, ...menteeIds].includes(coordinatorId)) {
    throw Refusal.invalid('coordinatorId', 'must not be one of the pair');
  }
  return people;
}

const notEnrolled = (field: string): never => {
  throw Refusal.invalid(field, 'names somebody who is not enrolled in this role in the cohort');
};

const noCoordinator = (field = 'coordinatorId'): never => {
  throw Refusal.invalid(field, 'must be a coordinator or safeguarding lead of the program');
};

/** Whether people may be matched. Their enrolments stay locked until the match exists, so nobody leaves in between. */
@Injectable()
export class MatchPeople {
  constructor(private readonly clock: Clock) {}

  async check(tx: Transaction, cohort: { programId: string; cohortId: string }, people: People): Promise<void> {
    await this.lockEnrolled(tx, cohort, 'mentorIds', Role.MENTOR, people.mentorIds);
    await this.lockEnrolled(tx, cohort, 'menteeIds', Role.MENTEE, people.menteeIds);
    await this.requireCoordinator(tx, cohort.programId, people.coordinatorId);
    await this.requireUnmatched(tx, people.menteeIds);
  }

  /** @throws Refusal INVALID_INPUT if the account is not a coordinator or safeguarding lead there now */
  async requireCoordinator(
    tx: Transaction,
    programId: string,
    accountId: string,
    field = 'coordinatorId',
  ): Promise<void> {
    const stands = await tx.run(sql`
      select where ${coordinates(sql`${accountId}::uuid`, sql`${programId}::uuid`, this.clock.now())}`);
    if (stands === 0) noCoordinator(field);
  }

  /** @throws Refusal CONFLICT if somebody of the match may not take part now */
  async requireAllInForce(tx: Transaction, match: LockedMatch): Promise<void> {
    const now = this.clock.now();
    // Waits for a change of one of these enrolments that is under way, and makes a later one wait for this.
    const inForceNow = await tx.rows<{ accountId: string }>(sql`
      select e.account_id as "accountId" from enrolment e
      join match_participant mp on mp.account_id = e.account_id and mp.role = e.role
      where mp.match_id = ${match.id} and e.program_id = ${match.programId} and ${inForce('e', now)}
      order by e.id for share of e`);
    const present = new Set(inForceNow.map(({ accountId }) => accountId));
    const all = await tx.run(sql`select from match_participant where match_id = ${match.id}`);
    if (present.size < all) {
      throw new Refusal('CONFLICT', 'Somebody of this match lacks a consent or a screening, or has left.');
    }
    const looksAfter = await tx.run(sql`
      select where ${coordinates(sql`${match.coordinatorId}::uuid`, sql`${match.programId}::uuid`, now)}`);
    if (looksAfter === 0) throw new Refusal('CONFLICT', 'Its coordinator has left: assign another one first.');
  }

  async participates(tx: Transaction, match: LockedMatch, accountId: string): Promise<boolean> {
    const found = await tx.run(
      sql`select from match_participant where match_id = ${match.id} and account_id = ${accountId}`,
    );
    return found > 0;
  }

  private async lockEnrolled(
    tx: Transaction,
    { programId, cohortId }: { programId: string; cohortId: string },
    field: 'mentorIds' | 'menteeIds',
    role: Role,
    accountIds: readonly string[],
  ): Promise<void> {
    const enrolled = await tx.rows<{ accountId: string; pauseReason: PauseReason | null }>(sql`
      select e.account_id as "accountId", e.pause_reason as "pauseReason" from enrolment e
      where e.account_id = any(${accountIds}::uuid[]) and e.program_id = ${programId} and e.role = ${role}
        and (e.cohort_id = ${cohortId} or e.cohort_id is null) and ${takesPart('e')}
      order by e.id for update`);
    if (new Set(enrolled.map(({ accountId }) => accountId)).size < accountIds.length) notEnrolled(field);
    if (enrolled.some(({ pauseReason }) => pauseReason === PauseReason.SAFETY)) {
      throw new Refusal('CONFLICT', 'Somebody of them was stopped for safety.');
    }
  }

  private async requireUnmatched(tx: Transaction, menteeIds: readonly string[]): Promise<void> {
    const matched = await tx.run(sql`
      select from match m join match_participant mp on mp.match_id = m.id
      where mp.account_id = any(${menteeIds}::uuid[]) and mp.role = 'MENTEE' and m.state = any(${openStates})`);
    if (matched > 0) throw new Refusal('CONFLICT', 'A mentee has an open match already.');
  }
}
