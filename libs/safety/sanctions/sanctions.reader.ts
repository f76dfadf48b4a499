import { Injectable } from '@nestjs/common';
import {
  Clock,
  type Connection,
  Database,
  encodeCursor,
  type ForwardArgs,
  globalId,
  isUuid,
  pageOf,
  readPage,
  Refusal,
  type Role,
  sql,
  type Sql,
  uuidOf,
  type Viewer,
} from '#platform';
import { hasInterestInAppeal, self } from '../conflicts.js';
import { appealDueAt } from '../review/due-times.js';
import { visibleAppeals, visibleSanctions } from './sanctions.policy.js';
import type { Sanction } from './sanctions.types.js';

interface SanctionRecord extends Omit<Sanction, '__typename' | 'person' | 'appeal'> {
  accountId: string;
  displayName: string;
  role: Role | null;
  appealText: string | null;
  appealedAt: Date | null;
  appealUpheld: boolean | null;
  appealAnswer: string | null;
}

/** Which measures of a program. */
export interface SanctionsWanted {
  programId: string;
  accountId?: string | null;
  /** Those whose appeal nobody has answered. */
  appealed?: boolean | null;
}

type SanctionKey = readonly [id: string];
const isSanctionKey = (key: readonly unknown[]): boolean => key.length === 1 && isUuid(key[0]);

/** Measures, as the person and the staff who decide see them. */
@Injectable()
export class SanctionsReader {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** One's own, newest first. */
  ofViewer(viewer: Viewer, args: ForwardArgs): Promise<Connection<Sanction>> {
    return this.page(viewer, sql`s.account_id = ${viewer.accountId}`, 'ownSanctions', args);
  }

  ofProgram(
    viewer: Viewer,
    { programId, accountId, appealed, ...args }: ForwardArgs & SanctionsWanted,
  ): Promise<Connection<Sanction>> {
    const person = accountId == null ? sql`true` : sql`s.account_id = ${uuidOf('Account', accountId)}::uuid`;
    const waiting =
      appealed === true
        ? sql`s.appealed_at is not null and s.appeal_answered_at is null
      and not ${hasInterestInAppeal(self(viewer))}`
        : sql`true`;
    const condition = sql`s.program_id = ${uuidOf('Program', programId)}::uuid and ${person} and ${waiting}`;
    return this.page(viewer, condition, 'sanctions', args);
  }

  async byIds(viewer: Viewer, ids: readonly string[]): Promise<(Sanction | null)[]> {
    const rows = await this.rows(viewer, sql`s.id = any(${ids}::uuid[])`);
    return ids.map((id) => rows.filter((row) => row.id === id).map(sanctionFrom)[0] ?? null);
  }

  async required(viewer: Viewer, id: string): Promise<Sanction> {
    const [sanction] = await this.byIds(viewer, [id]);
    if (!sanction) throw Refusal.notFound();
    return sanction;
  }

  private async page(viewer: Viewer, condition: Sql, list: string, args: ForwardArgs): Promise<Connection<Sanction>> {
    const page = readPage<SanctionKey>(list, args, isSanctionKey);
    const beyond = page.key ? sql`s.id < ${page.key[0]}::uuid` : sql`true`;
    const rows = await this.rows(viewer, sql`${condition} and ${beyond} order by s.id desc limit ${page.limit + 1}`);
    return pageOf(rows, page, (row) => encodeCursor(list, [row.id]), sanctionFrom);
  }

  private rows(viewer: Viewer, condition: Sql): Promise<SanctionRecord[]> {
    const now = this.clock.now();
    return this.database.rows<SanctionRecord>(sql`
      select s.id, s.kind, s.scope, s.reason_code as "reasonCode", s.statement, s.imposed_at as "imposedAt",
        s.ends_at as "endsAt", s.lifted_at as "liftedAt", s.appealable_until as "appealableUntil",
        s.lifted_at is null and (s.ends_at is null or s.ends_at > ${now}::timestamptz) as "inForce",
        ap.appeal_text as "appealText", ap.appealed_at as "appealedAt", ap.appeal_upheld as "appealUpheld",
        ap.appeal_answer as "appealAnswer", a.id as "accountId", a.display_name as "displayName",
        (select e.role from enrolment e where e.account_id = a.id and e.program_id = s.program_id
          order by e.status in ('CLOSED', 'ERASED'), e.created_at limit 1) as role
      from sanction s join account a on a.id = s.account_id
        left join sanction ap on ap.id = s.id and ${visibleAppeals(viewer)}
      where ${visibleSanctions(viewer)} and ${condition}`);
  }
}

const sanctionFrom = ({ id, accountId, displayName, role, ...row }: SanctionRecord): Sanction => ({
  __typename: 'Sanction',
  ...row,
  appeal: appealFrom(row),
  id: globalId('Sanction', id),
  person: { id: globalId('Account', accountId), displayName, role },
});

function appealFrom(row: Pick<SanctionRecord, 'appealText' | 'appealedAt' | 'appealUpheld' | 'appealAnswer'>) {
  const { appealText: text, appealedAt: madeAt, appealUpheld: upheld, appealAnswer: answer } = row;
  return text === null || madeAt === null ? null : { text, madeAt, dueAt: appealDueAt(madeAt), upheld, answer };
}
