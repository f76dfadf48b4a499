import { Injectable } from '@nestjs/common';
import {
  Clock,
  Config,
  Database,
  Role,
  sql,
  type Sql,
  type TokenClaims,
  type Viewer,
  type ViewerEnrolment,
  ViewerLoader,
} from '#platform';
import { accessInForce, accessRole } from './access/match-access.queries.js';
import { type Holder, keysOf, ownMatchesOf, type ViewerMatch } from './audience.js';
import { inForce } from './membership.policy.js';
import { type MatchState } from './membership.types.js';

/** What a person holds. Lists travel as JSON arrays of arrays: the cheapest for PostgreSQL to make and for us to read. */
export interface HeldRow {
  /** [id, program, cohort, role, silenced until (ms), if it is] */
  enrolments: [string, string, string | null, Role, number | null][];
  /** [id, program, role, state, state changed at (ms)] */
  matches: [string, string, Role, MatchState, number][];
}

export interface ViewerRow extends HeldRow {
  blocked: string[];
  sessionId: string;
  accountId: string;
  displayName: string;
  consentMissing: boolean;
  passwordChangeRequired?: boolean;
}

/** Joins what account `a` holds at that moment: by index alone, so the cost is that of the person's own rows. */
const heldBy = (now: Date): Sql => sql`
  cross join lateral (
    select
      coalesce(json_agg(json_build_array(e.id, e.program_id, e.cohort_id, e.role,
        case when e.silenced_until > ${now}::timestamptz then (extract(epoch from e.silenced_until) * 1000)::bigint end))
        filter (where ${inForce('e', now)}), '[]') as enrolments,
      coalesce(bool_or(e.status = 'CONSENT_PENDING' or e.pause_reason in ('CONSENT_REVOKED', 'CONSENT_EXPIRED')
        or (e.role = 'MENTEE' and e.status = 'ACTIVE' and e.in_force_until <= ${now}::timestamptz)), false)
        as consent_missing
    from enrolment e where e.account_id = a.id and e.status not in ('CLOSED', 'ERASED')) own
  cross join lateral (
    select coalesce(json_agg(json_build_array(m.id, m.program_id, m.role, m.state,
      (extract(epoch from m.state_changed_at) * 1000)::bigint)), '[]') as matches
    from (
      select m.id, m.program_id, mp.role, m.state, m.state_changed_at
      from match_participant mp join match m on m.id = mp.match_id where mp.account_id = a.id
      union all
      select m.id, m.program_id, 'COORDINATOR', m.state, m.state_changed_at from match m where m.coordinator_id = a.id
      union all
      select m.id, m.program_id, ${accessRole}, m.state, m.state_changed_at
      from match_access x join match m on m.id = x.match_id where x.account_id = a.id and ${accessInForce(now)}
    ) m) matched`;

/** Whom account `a` has blocked. */
const blockedByThem = sql`
  array(select k.blocked_id from account_block k where k.account_id = a.id order by k.blocked_id) as blocked`;

/** Active accounts `a` that meet the condition, with what they hold: for asking whether *somebody else* reads a board. */
export const accountsHolding = (condition: Sql, now: Date): Sql => sql`
  select a.id as "accountId", a.username, a.username_key as "usernameKey", a.display_name as "displayName",
    own.enrolments, matched.matches, ${blockedByThem}
  from account a ${heldBy(now)} where a.status = 'ACTIVE' and ${condition}`;

/** @param samples whether accounts of demo and seed communities may do anything here */
const selection = (now: Date, samples: boolean): Sql => sql`
  select s.id as "sessionId", a.id as "accountId", a.display_name as "displayName", own.enrolments,
    own.consent_missing as "consentMissing", a.temporary_password_until is not null as "passwordChangeRequired",
    matched.matches, ${blockedByThem}
  from session s join account a on a.id = s.account_id and a.status = 'ACTIVE' and (${samples} or not a.sample)
  ${heldBy(now)}`;

const holdingOf = (row: HeldRow): { enrolments: ViewerEnrolment[]; matches: ViewerMatch[] } => ({
  enrolments: row.enrolments.map(([id, programId, cohortId, role, silencedUntil]) => ({
    id,
    programId,
    cohortId,
    role,
    ...(silencedUntil === null ? {} : { silencedUntil: new Date(silencedUntil) }),
  })),
  matches: row.matches.map(([id, programId, role, state, changedAt]) => ({
    id,
    programId,
    role,
    state,
    stateChangedAt: new Date(changedAt),
  })),
});

/** What the person of such a row holds at that moment. */
export function held(row: HeldRow, now: Date): Holder {
  const { enrolments, matches } = holdingOf(row);
  return { keys: keysOf(enrolments, matches, now), ownMatches: ownMatchesOf(matches) };
}

/** Turns verified claims into the viewer of now, in one statement: it runs before every operation. */
@Injectable()
export class MembershipViewerLoader extends ViewerLoader {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {
    super();
  }

  async load({ accountId, sessionId, expiresAt }: TokenClaims): Promise<Viewer | null> {
    const now = this.clock.now();
    const row = await this.database.first<ViewerRow>(sql`
      ${selection(now, this.config.development)}
      where s.id = ${sessionId} and s.account_id = ${accountId} and s.ended_at is null and s.expires_at > ${now}`);
    return row && viewerFrom(row, expiresAt, now);
  }

  async loadMany(claims: readonly TokenClaims[]): Promise<Map<string, Viewer>> {
    const now = this.clock.now();
    const bySession = new Map(claims.map((claim) => [claim.sessionId, claim]));
    const rows = await this.database.rows<ViewerRow>(sql`
      ${selection(now, this.config.development)}
      where s.id = any(${[...bySession.keys()]}::uuid[]) and s.ended_at is null and s.expires_at > ${now}`);
    const viewers = new Map<string, Viewer>();
    for (const row of rows) {
      const claim = bySession.get(row.sessionId);
      if (claim?.accountId === row.accountId) viewers.set(row.sessionId, viewerFrom(row, claim.expiresAt, now));
    }
    return viewers;
  }
}

/** The viewer that such a row makes. */
export function viewerFrom(row: ViewerRow, expiresAt: Date, now: Date): Viewer {
  // Who knows a password that staff set may be staff: before it is replaced, it opens nothing of the person's.
  const { enrolments, matches } = row.passwordChangeRequired ? { enrolments: [], matches: [] } : holdingOf(row);
  return {
    accountId: row.accountId,
    sessionId: row.sessionId,
    expiresAt,
    displayName: row.displayName,
    enrolments,
    roles: new Set(enrolments.map(({ role }) => role)),
    keys: keysOf(enrolments, matches, now),
    ownMatches: ownMatchesOf(matches),
    consentMissing: row.consentMissing,
    blocked: row.blocked,
    passwordChangeRequired: row.passwordChangeRequired ?? false,
  };
}
