import { readUsername } from '#accounts';
import { audienceOf, ConsentKind, EnrolmentStatus, MatchState, ScreeningStatus, type BoardPlace } from '#membership';
import { BoardKind } from '#forum';
import { Role } from '#platform';
import type { Community, PlannedBoard, PlannedPerson } from './community.js';
import { Made, MadeIds } from './made-ids.js';
import { filling, type Filling, type Row } from './tables.js';

const dayMs = 86_400_000;
/** Consents and checks are renewed each year (domain 2.8); a made community starts with the whole year. */
const validDays = 365;

/** Ids of the people and places of a community, by their place in it. */
export class Names {
  readonly ids: MadeIds;
  /** Of accounts and boards: they are named by every post. */
  private readonly accounts: readonly string[];
  private readonly boards: readonly string[];

  constructor(private readonly community: Community) {
    const { people, boards, seed } = community;
    this.ids = new MadeIds(seed);
    this.accounts = people.map(({ joinedAt }, place) => this.ids.of(Made.ACCOUNT, place, joinedAt.getTime()));
    this.boards = boards.map(({ createdAt }, place) => this.ids.of(Made.BOARD, place, createdAt.getTime()));
  }

  organisation(program: number): string {
    return this.ids.of(Made.ORGANISATION, program, at(this.community.programs, program).createdAt.getTime());
  }

  program(place: number): string {
    return this.ids.of(Made.PROGRAM, place, at(this.community.programs, place).createdAt.getTime());
  }

  cohort(place: number): string {
    return this.ids.of(Made.COHORT, place, at(this.community.cohorts, place).createdAt.getTime());
  }

  account(person: number): string {
    return at(this.accounts, person);
  }

  enrolment(person: number): string {
    return this.ids.of(Made.ENROLMENT, person, at(this.community.people, person).joinedAt.getTime());
  }

  match(place: number): string {
    return this.ids.of(Made.MATCH, place, at(this.community.matches, place).createdAt.getTime());
  }

  board(place: number): string {
    return at(this.boards, place);
  }
}

/** Everything but the talk: organisations, people, matches, boards, and the trail of how they came to be. */
export function peopleFillings(community: Community, names: Names): Filling[] {
  const { programs, cohorts, people, matches, boards } = community;
  return [
    filling(
      'organisation',
      programs.map((program, place) => organisationRow(names, program, place)),
    ),
    filling(
      'program',
      programs.map(({ name, timeZone, jurisdiction, createdAt }, place) => ({
        id: names.program(place),
        organisation_id: names.organisation(place),
        name,
        time_zone: timeZone,
        jurisdiction,
        created_at: createdAt,
      })),
    ),
    filling(
      'cohort',
      cohorts.map(({ program, name, startsOn, endsOn, createdAt }, place) => ({
        id: names.cohort(place),
        program_id: names.program(program),
        name,
        starts_on: startsOn,
        ends_on: endsOn,
        created_at: createdAt,
      })),
    ),
    filling(
      'account',
      people.map((person, place) => accountRow(community, names, person, place)),
    ),
    filling(
      'enrolment',
      people.map((person, place) => enrolmentRow(community, names, person, place)),
    ),
    filling(
      'consent',
      people.flatMap((person, place) => consentRows(community, names, person, place)),
    ),
    filling(
      'screening',
      people.flatMap((person, place) => screeningRows(community, names, person, place)),
    ),
    filling(
      'match',
      matches.map(({ program, cohort, coordinator, createdAt }, place) => ({
        id: names.match(place),
        program_id: names.program(program),
        cohort_id: names.cohort(cohort),
        coordinator_id: names.account(coordinator),
        state: MatchState.ACTIVE,
        state_changed_at: createdAt,
        created_at: createdAt,
      })),
    ),
    filling(
      'match_participant',
      matches.flatMap(({ mentor, mentee }, place) => [
        { match_id: names.match(place), account_id: names.account(mentor), role: Role.MENTOR },
        { match_id: names.match(place), account_id: names.account(mentee), role: Role.MENTEE },
      ]),
    ),
    filling(
      'board',
      boards.map((board, place) => boardRow(names, board, place)),
    ),
    filling('audit_event', [...trail(community, names)]),
  ];
}

const organisationRow = (
  names: Names,
  { organisation, createdAt }: Community['programs'][number],
  place: number,
): Row<'organisation'> => ({ id: names.organisation(place), name: organisation, created_at: createdAt });

function accountRow(community: Community, names: Names, person: PlannedPerson, place: number): Row<'account'> {
  const { username, key, skeleton } = readUsername(person.username);
  return {
    id: names.account(place),
    username,
    username_key: key,
    username_skeleton: skeleton,
    display_name: person.displayName,
    birth_date: person.birthDate,
    password_hash: community.passwordHash,
    created_at: person.joinedAt,
    password_changed_at: person.joinedAt,
    sample: true,
  };
}

const statusOf = (person: PlannedPerson): EnrolmentStatus =>
  person.consentMissing ? EnrolmentStatus.CONSENT_PENDING : EnrolmentStatus.ACTIVE;

/** Mirrors `standingOf` (membership): a mentee stands as long as the consent, a mentor as long as the check. */
function enrolmentRow(community: Community, names: Names, person: PlannedPerson, place: number): Row<'enrolment'> {
  const { timeZone } = at(community.programs, person.program);
  const until =
    person.role === Role.MENTOR
      ? midnightIn(timeZone, dayAfter(screenedUntil(community.now), 1))
      : person.role === Role.MENTEE && !person.consentMissing
        ? consentEnd(community.now)
        : null;
  return {
    id: names.enrolment(place),
    account_id: names.account(place),
    program_id: names.program(person.program),
    cohort_id: person.cohort === null ? null : names.cohort(person.cohort),
    role: person.role,
    status: statusOf(person),
    in_force_until: until,
    created_at: person.joinedAt,
    accepted_at: person.joinedAt,
    confirmed_at: person.role === Role.SAFEGUARDING_LEAD ? person.joinedAt : null,
  };
}

const consentEnd = (now: Date): Date => new Date(now.getTime() + validDays * dayMs);
const screenedUntil = (now: Date): string => dayAfter(dayOf(now), validDays);

function consentRows(community: Community, names: Names, person: PlannedPerson, place: number): Row<'consent'>[] {
  if (person.role !== Role.MENTEE || person.consentMissing) return [];
  return [
    {
      id: names.ids.of(Made.CONSENT, place, person.joinedAt.getTime()),
      enrolment_id: names.enrolment(place),
      kind: ConsentKind.PARTICIPATION,
      method: 'paper',
      guardian_name: 'Parent',
      granted_at: person.joinedAt,
      expires_at: consentEnd(community.now),
      recorded_by: names.account(person.recordedBy),
    },
  ];
}

function screeningRows(community: Community, names: Names, person: PlannedPerson, place: number): Row<'screening'>[] {
  if (person.role !== Role.MENTOR) return [];
  return [
    {
      id: names.ids.of(Made.SCREENING, place, person.joinedAt.getTime()),
      enrolment_id: names.enrolment(place),
      status: ScreeningStatus.CLEARED,
      checked_on: dayOf(person.joinedAt),
      expires_on: screenedUntil(community.now),
      recorded_at: person.joinedAt,
      recorded_by: names.account(person.recordedBy),
    },
  ];
}

function boardRow(names: Names, board: PlannedBoard, place: number): Row<'board'> {
  const cohortId = board.cohort === null ? null : names.cohort(board.cohort);
  const matchId = board.match === null ? null : names.match(board.match);
  const { audience, moderators } = audienceOf(boardPlace(board.kind, names.program(board.program), cohortId, matchId));
  return {
    id: names.board(place),
    kind: board.kind,
    program_id: names.program(board.program),
    cohort_id: cohortId,
    match_id: matchId,
    title: board.title,
    audience,
    moderators,
    created_at: board.createdAt,
  };
}

function boardPlace(kind: BoardKind, programId: string, cohortId: string | null, matchId: string | null): BoardPlace {
  if (kind === BoardKind.COHORT && cohortId) return { kind, programId, cohortId };
  if (kind === BoardKind.MATCH && matchId) return { kind, programId, matchId };
  if (kind === BoardKind.PROGRAM || kind === BoardKind.STAFF) return { kind, programId };
  throw new Error(`a board of kind ${kind} needs its ${kind.toLowerCase()}`);
}

/** The lines that the services would have written (`MembershipFounding`). */
function* trail(community: Community, names: Names): Iterable<Row<'audit_event'>> {
  let place = 0;
  const line = (
    when: Date,
    program: number,
    by: number | null,
    entry: { action: string; type: string; id: string; from?: string; to?: string; role?: Role },
  ): Row<'audit_event'> => ({
    id: names.ids.of(Made.AUDIT_EVENT, place++, when.getTime()),
    at: when,
    action: entry.action,
    actor_id: by === null ? null : names.account(by),
    actor_role: by === null ? null : at(community.people, by).role,
    program_id: names.program(program),
    target_type: entry.type,
    target_id: entry.id,
    revision_id: null,
    from_state: entry.from ?? null,
    to_state: entry.to ?? null,
    rule_ids: [],
    reason_code: null,
    facts: entry.role ? { role: entry.role } : {},
  });
  for (const [program, { createdAt }] of community.programs.entries()) {
    yield line(createdAt, program, null, { action: 'program.created', type: 'Program', id: names.program(program) });
  }
  for (const [cohort, { program, createdAt }] of community.cohorts.entries()) {
    yield line(createdAt, program, null, { action: 'cohort.created', type: 'Cohort', id: names.cohort(cohort) });
  }
  for (const [person, { program, role, joinedAt, recordedBy, ...rest }] of community.people.entries()) {
    const enrolment = { type: 'Enrolment', id: names.enrolment(person), role };
    const from = EnrolmentStatus.INVITED;
    const to = statusOf({ program, role, joinedAt, recordedBy, ...rest });
    yield line(joinedAt, program, recordedBy, { ...enrolment, action: 'enrolment.created', to: from });
    yield line(joinedAt, program, recordedBy, { ...enrolment, action: 'enrolment.changed', from, to });
  }
  for (const [match, { program, coordinator, createdAt }] of community.matches.entries()) {
    const made = { action: 'match.created', type: 'Match', id: names.match(match), to: MatchState.ACTIVE };
    yield line(createdAt, program, coordinator, made);
  }
}

export const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);
export const dayAfter = (day: string, days: number): string => dayOf(new Date(Date.parse(day) + days * dayMs));

/** The instant at which a day begins in a time zone. */
function midnightIn(timeZone: string, day: string): Date {
  const utc = Date.parse(day);
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const [hours = 0, minutes = 0] = shown.format(utc).split(':').map(Number);
  const ahead = hours * 60 + minutes;
  return new Date(utc - (ahead > 720 ? ahead - 1440 : ahead) * 60_000);
}

export function at<T>(list: readonly T[], place: number): T {
  const found = list[place];
  if (found === undefined) throw new Error(`the community names place ${place} of a list of ${list.length}`);
  return found;
}
