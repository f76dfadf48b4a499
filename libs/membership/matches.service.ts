import { Injectable } from '@nestjs/common';
import {
  type Connection,
  Database,
  Idempotency,
  type PageArgs,
  Refusal,
  requireUuid,
  uuidOf,
  type Viewer,
} from '#platform';
import { type ProgramType } from './programs.types.js';
import { MembershipFounding } from './founding.js';
import { MatchPeople, readPeople } from './match-people.js';
import { type CreateMatchInput, type MatchType } from './matches.types.js';
import { actingIn, mayMatch } from './membership.policy.js';
import { cohortsByIds, matchesByIds, matchesOfProgram } from './membership.queries.js';

/** Makes and shows matches. How they go on is in `match-states.service.ts`. */
@Injectable()
export class MatchesService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly founding: MembershipFounding,
    private readonly people: MatchPeople,
  ) {}

  async match(viewer: Viewer, id: string): Promise<MatchType | null> {
    const uuid = uuidOf('Match', id);
    return uuid ? ((await matchesByIds(this.database, viewer, [uuid]))[0] ?? null) : null;
  }

  matchesOf(viewer: Viewer, program: ProgramType, args: PageArgs): Promise<Connection<MatchType>> {
    return matchesOfProgram(this.database, viewer, program.uuid, args);
  }

  async createMatch(viewer: Viewer, input: CreateMatchInput): Promise<{ match: MatchType }> {
    const [cohort] = await cohortsByIds(this.database, viewer, [requireUuid('Cohort', input.cohortId)]);
    if (!cohort) throw Refusal.notFound();
    const programId = cohort.program.uuid;
    mayMatch(viewer, programId);
    const people = readPeople(input);
    if ([...people.mentorIds, ...people.menteeIds].includes(viewer.accountId)) {
      throw new Refusal('FORBIDDEN', 'Somebody else has to make a match of your own.');
    }
    const call = { accountId: viewer.accountId, operation: 'createMatch', key: input.idempotencyKey, input };
    const place = { programId, cohortId: cohort.uuid };
    const made = await this.database.transaction((tx) =>
      this.idempotency.once(tx, call, async () => {
        await this.people.check(tx, place, people);
        return this.founding.match(tx, { ...place, ...people }, actingIn(viewer, programId));
      }),
    );
    const [match] = await matchesByIds(this.database, viewer, [made]);
    if (!match) throw Refusal.notFound();
    return { match };
  }
}
