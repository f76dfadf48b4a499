import { globalId, type Queryable, type Role, sql } from '#platform';
import { inForce } from '#membership';
import { type StaffRead } from './staff-reads.types.js';

const most = 100;

interface ReadRow {
  boardId: string;
  id: string;
  displayName: string;
  role: Role | null;
  lastReadAt: Date;
}

/**
 * Which staff read these match boards and when last, newest first, at most 100 of each; also those whose access has ended.
 * The role is the one in which a person can read the board now.
 */
export async function staffReadsOf(db: Queryable, boardIds: readonly string[], now: Date): Promise<StaffRead[][]> {
  const rows = await db.rows<ReadRow>(sql`
    select b.id as "boardId", a.id, a.display_name as "displayName", r."lastReadAt",
      (select max(e.role) from enrolment e
        where e.account_id = a.id and e.program_id = b.program_id and ${inForce('e', now)} and (
          e.role = 'SAFEGUARDING_LEAD' or (e.role = 'COORDINATOR' and (m.coordinator_id = a.id or exists (
            select from match_access x where x.match_id = m.id and x.account_id = a.id and x.kind = 'COVER'
              and x.from_at <= ${now}::timestamptz and x.until_at > ${now}::timestamptz)))
          or (e.role = 'PROGRAM_ADMIN' and exists (
            select from match_access x where x.match_id = m.id and x.account_id = a.id and x.kind = 'BREAK_GLASS'
              and x.from_at <= ${now}::timestamptz and x.until_at > ${now}::timestamptz)))) as role
    from board b join match m on m.id = b.match_id
    cross join lateral (
      select s.account_id, max(s.last_at) as "lastReadAt" from staff_read s where s.board_id = b.id
      group by s.account_id order by 2 desc, 1 limit ${most}::int) r
    join account a on a.id = r.account_id
    where b.id = any(${boardIds}::uuid[]) order by r."lastReadAt" desc, a.id`);
  const byBoard = Map.groupBy(rows, ({ boardId }) => boardId);
  return boardIds.map((boardId) =>
    (byBoard.get(boardId) ?? []).map(({ id, displayName, role, lastReadAt }) => ({
      person: { id: globalId('Account', id), displayName, role },
      lastReadAt,
    })),
  );
}
