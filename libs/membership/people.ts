import { Injectable } from '@nestjs/common';
import { Accounts, type AccountType } from '#accounts';
import { Clock, Database, globalId, Refusal, type Role, sql, type Viewer } from '#platform';
import { accountsHolding, held, type HeldRow } from './viewer-loader.js';
import { notOfMyPair, staffPrograms, takesPart } from './membership.policy.js';

/** A person as `node(id)` shows somebody whom one meets on a board. */
interface PersonNode {
  __typename: 'Person';
  id: string;
  displayName: string;
  role: Role | null;
}

/** Port, bound by `forum`: whose name stands above what the viewer reads. */
export abstract class Writers {
  /** Those of these accounts who wrote something that the viewer reads now, with their name above it. */
  abstract inSight(viewer: Viewer, accountIds: readonly string[]): Promise<string[]>;
}

/**
 * Who may know of whom. The one rule for everything that takes the id of a person: for whom the viewer may not know of, the
 * answer is that of an id of nobody. Oneself; the people of programs that one works for; those with whom one shares a board,
 * a pair or what one reads; whom one blocked. Auditors and guardians read no board, so there is nobody for them.
 */
@Injectable()
export class People {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
    private readonly writers: Writers,
  ) {}

  /** As `node(id)` shows them: oneself and those whom one looks after as accounts, the others by name and role. */
  async load(viewer: Viewer, ids: readonly string[]): Promise<(AccountType | PersonNode | null)[]> {
    const own = ids.includes(viewer.accountId) ? [viewer.accountId] : [];
    const accounts = await this.accounts.byIds([...own, ...(await this.inCare(viewer, ids))]);
    const people = await this.persons(
      viewer,
      ids.filter((id) => !accounts.has(id)),
    );
    return ids.map((id) => accounts.get(id) ?? people.get(id) ?? null);
  }

  /** @throws Refusal NOT_FOUND for whom the viewer may not know of */
  async require(viewer: Viewer, accountId: string): Promise<void> {
    if (accountId === viewer.accountId || viewer.blocked.includes(accountId)) return;
    if ((await this.inCare(viewer, [accountId])).length > 0) return;
    if ((await this.persons(viewer, [accountId])).size === 0) throw Refusal.notFound();
  }

  /**
   * Those who take part where the viewer is staff. Whoever has not accepted is not theirs to look at; who is of a pair with
   * them is met there, and looked after by others.
   */
  private async inCare(viewer: Viewer, ids: readonly string[]): Promise<string[]> {
    const programs = staffPrograms(viewer);
    if (programs.length === 0) return [];
    const rows = await this.database.rows<{ accountId: string }>(sql`
      select distinct e.account_id as "accountId" from enrolment e
      where e.account_id = any(${ids}::uuid[]) and e.program_id = any(${programs}::uuid[])
        and ${takesPart('e')} and ${notOfMyPair(viewer, sql`e.account_id`)}`);
    return rows.map(({ accountId }) => accountId);
  }

  private async persons(viewer: Viewer, ids: readonly string[]): Promise<ReadonlyMap<string, PersonNode>> {
    if (ids.length === 0) return new Map();
    const met = new Map(await this.met(viewer, ids));
    const unmet = ids.filter((id) => !met.has(id));
    if (unmet.length === 0) return met;
    const others = [...(await this.ofPairs(viewer, unmet)), ...(await this.writers.inSight(viewer, unmet))];
    if (others.length === 0) return met;
    for (const [id, name] of await this.accounts.namesOf(others)) met.set(id, personNode(id, name, null));
    return met;
  }

  /** Those who read a board that the viewer reads too. */
  private async met(viewer: Viewer, ids: readonly string[]): Promise<ReadonlyMap<string, PersonNode>> {
    if (viewer.keys.length === 0) return new Map();
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
        return [accountId, personNode(accountId, displayName, role ?? null)];
      }),
    );
  }

  /**
   * People of the viewer's pairs and who looks after them, while the viewer reads there. A mentee may always come back to
   * who was their mentor: what is over can still be told.
   */
  private async ofPairs(viewer: Viewer, ids: readonly string[]): Promise<string[]> {
    if (viewer.ownMatches.length === 0) return [];
    const read = viewer.keys.filter((key) => key.startsWith('match:')).map((key) => key.slice('match:'.length));
    const rows = await this.database.rows<{ accountId: string }>(sql`
      with mine as (
        select m.id, m.coordinator_id from match m join match_participant own on own.match_id = m.id
        where own.account_id = ${viewer.accountId}::uuid
          and (m.id = any(${read}::uuid[]) or (own.role = 'MENTEE' and m.state <> 'PROPOSED'))
      )
      select mp.account_id as "accountId" from match_participant mp join mine on mine.id = mp.match_id
      where mp.account_id = any(${ids}::uuid[])
      union select coordinator_id from mine where coordinator_id = any(${ids}::uuid[])`);
    return rows.map(({ accountId }) => accountId);
  }
}

const personNode = (accountId: string, displayName: string, role: Role | null): PersonNode => ({
  __typename: 'Person',
  id: globalId('Account', accountId),
  displayName,
  role,
});
