import { globalId, type Queryable, Role, sql, type Sql, type Viewer } from '#platform';
import { MatchAccessKind } from './match-access.entity.js';
import { type MatchAccessType } from './match-access.types.js';
import { staffOfMatch } from '../membership.policy.js';

/** Whether access `x` is in force; everything that it opens says it with this. */
export const accessInForce = (now: Date): Sql =>
  sql`(x.from_at <= ${now}::timestamptz and x.until_at > ${now}::timestamptz)`;

/** As what its holder stands to the match meanwhile (`audience.ts`). */
export const accessRole = sql`case x.kind when 'COVER' then 'COORDINATOR' else 'PROGRAM_ADMIN' end`;

/** The newest of each match; older ones are in the audit trail. */
const most = 20;

interface AccessRow {
  matchId: string;
  kind: MatchAccessKind;
  reason: string;
  from: Date;
  until: Date;
  accountId: string;
  displayName: string;
  givenById: string;
  givenByName: string;
}

/** For staff of the program alone; nothing for everybody else. */
export async function accessesOf(
  db: Queryable,
  viewer: Viewer,
  matchIds: readonly string[],
): Promise<MatchAccessType[][]> {
  const rows = await db.rows<AccessRow>(sql`
    select w.id as "matchId", x.kind, x.reason, x.from_at as "from", x.until_at as "until", a.id as "accountId",
      a.display_name as "displayName", g.id as "givenById", g.display_name as "givenByName"
    from unnest(${matchIds}::uuid[]) w (id)
    join match m on m.id = w.id and ${staffOfMatch(viewer)}
    cross join lateral (
      select * from match_access x where x.match_id = m.id order by x.until_at desc, x.id desc limit ${most}::int) x
    join account a on a.id = x.account_id join account g on g.id = x.given_by_id
    order by x.until_at desc, x.id desc`);
  return matchIds.map((id) => rows.filter(({ matchId }) => matchId === id).map(accessOf));
}

const accessOf = ({ kind, reason, from, until, ...row }: AccessRow): MatchAccessType => ({
  kind,
  reason,
  from,
  until,
  person: {
    id: globalId('Account', row.accountId),
    displayName: row.displayName,
    role: kind === MatchAccessKind.COVER ? Role.COORDINATOR : Role.PROGRAM_ADMIN,
  },
  givenBy: { id: globalId('Account', row.givenById), displayName: row.givenByName, role: null },
});
