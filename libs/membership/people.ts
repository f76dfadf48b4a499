import { Injectable } from '@nestjs/common';
import { Accounts, type AccountType } from '#accounts';
import { Clock, Database, globalId, type Role, sql, type Viewer } from '#platform';
import { accountsHolding, held, type HeldRow } from './viewer-loader.js';
import { staffPrograms } from './membership.policy.js';

/** A person as `node(id)` shows somebody whom one meets on a board. */
interface PersonNode {
  __typename: 'Person';
  id: string;
  displayName: string;
  role: Role | null;
}

/**
 * Who may know of whom by id: oneself and the people of programs that one works for as accounts; those with whom one
 * shares a board, by name and role. Everybody else does not exist.
 */
@Injectable()
export class People {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
  ) {}

  async load(viewer: Viewer, ids: readonly string[]): Promise<(AccountType | PersonNode | null)[]> {
    const own = ids.includes(viewer.accountId) ? [viewer.accountId] : [];
    const [accounts, people] = await Promise.all([
      this.accounts.byIds([...own, ...(await this.inCare(viewer, ids))]),
      this.met(viewer, ids),
    ]);
    return ids.map((id) => accounts.get(id) ?? people.get(id) ?? null);
  }

  /** Those who are enrolled where the viewer is staff. */
  private async inCare(viewer: Viewer, ids: readonly string[]): Promise<string[]> {
    const programs = staffPrograms(viewer);
    if (programs.length === 0) return [];
    const rows = await this.database.rows<{ accountId: string }>(sql`
      select distinct account_id as "accountId" from enrolment
      where account_id = any(${ids}::uuid[]) and program_id = any(${programs}::uuid[])
        and status not in ('CLOSED', 'ERASED')`);
    return rows.map(({ accountId }) => accountId);
  }

  private async met(viewer: Viewer, ids: readonly string[]): Promise<ReadonlyMap<string, PersonNode>> {
    const now = this.clock.now();
    const rows = await this.database.rows<HeldRow & { accountId: string; displayName: string }>(
      accountsHolding(sql`a.id = any(${ids}::uuid[])`, now),
    );
    const shared = rows.filter((row) => held(row, now).keys.some((key) => viewer.keys.includes(key)));
    return new Map(
      shared.map(({ accountId, displayName, enrolments }) => {
        const role = enrolments.find(([, programId]) =>
          viewer.enrolments.some((mine) => mine.programId === programId),
        )?.[3];
        return [
          accountId,
          { __typename: 'Person', id: globalId('Account', accountId), displayName, role: role ?? null },
        ];
      }),
    );
  }
}
