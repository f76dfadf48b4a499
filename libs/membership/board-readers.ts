import { Injectable } from '@nestjs/common';
import { Clock, Database, type Queryable, sql, staffRoles, type Sql } from '#platform';
import { type Holder, opens } from './audience.js';
import { accountsHolding, held, type HeldRow } from './viewer-loader.js';

export interface BoardReader {
  accountId: string;
  username: string;
  usernameKey: string;
  displayName: string;
}

/** Somebody with the keys that they hold now. */
export interface KeyHolder extends BoardReader, Holder {}

/** Whether somebody else reads a board: for mentions, watches and mail. The same keys decide as for that person's own requests. */
@Injectable()
export class BoardReaders {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Those of the named (by folded username) who read a board with this audience now. */
  named(audience: readonly string[], usernameKeys: readonly string[]): Promise<BoardReader[]> {
    return this.readers(audience, sql`a.username_key = any(${usernameKeys}::text[])`);
  }

  /** The named (by folded username), each with their keys: for texts that lie on several boards. */
  async holders(usernameKeys: readonly string[]): Promise<KeyHolder[]> {
    const now = this.clock.now();
    const rows = await this.database.rows<BoardReader & HeldRow>(
      accountsHolding(sql`a.username_key = any(${usernameKeys}::text[])`, now),
    );
    return rows.map((row) => ({ ...row, ...held(row, now) }));
  }

  /** Those of these accounts who read a board with this audience now. */
  among(audience: readonly string[], accountIds: readonly string[]): Promise<BoardReader[]> {
    return this.readers(audience, sql`a.id = any(${accountIds}::uuid[])`);
  }

  /**
   * What these people hold now, nothing for who holds nothing; within a transaction also what it has changed itself.
   */
  async holdersAmong(asker: Queryable, accountIds: readonly string[]): Promise<ReadonlyMap<string, Holder>> {
    const now = this.clock.now();
    const rows = await asker.rows<BoardReader & HeldRow>(accountsHolding(sql`a.id = any(${accountIds}::uuid[])`, now));
    const known = new Map(rows.map((row) => [row.accountId, held(row, now)]));
    return new Map(accountIds.map((accountId) => [accountId, known.get(accountId) ?? { keys: [], ownMatches: [] }]));
  }

  /**
   * The first readers by username whose username or display name begins so; all of them people who read a board with this
   * audience now, so what is offered tells of nobody else.
   * @param prefix folded as `usernameKey` folds; empty for everybody
   */
  async beginningWith(audience: readonly string[], prefix: string, limit: number): Promise<BoardReader[]> {
    const found: BoardReader[] = [];
    const now = this.clock.now();
    for (let last = '', batch = firstBatch; found.length < limit; batch *= 4) {
      const rows = await this.database.rows<BoardReader & HeldRow>(sql`
        ${accountsHolding(
          sql`a.username_key > ${last} and ${mayHold(audience)}
            and (starts_with(a.username_key, ${prefix}) or starts_with(lower(a.display_name), ${prefix}))`,
          now,
        )} order by a.username_key limit ${batch}`);
      found.push(...holding(rows, audience, now));
      if (rows.length < batch) break;
      last = rows.at(-1)?.usernameKey ?? last;
    }
    return found.slice(0, limit);
  }

  private async readers(audience: readonly string[], condition: Sql): Promise<BoardReader[]> {
    const now = this.clock.now();
    const rows = await this.database.rows<BoardReader & HeldRow>(accountsHolding(condition, now));
    return holding(rows, audience, now);
  }
}

/** Nearly all candidates of `mayHold` are readers, so the first batch is usually the only one. */
const firstBatch = 100;

const holding = (rows: readonly (BoardReader & HeldRow)[], audience: readonly string[], now: Date): BoardReader[] =>
  rows
    .filter((row) => opens(held(row, now), audience))
    .map(({ accountId, username, usernameKey, displayName }) => ({ accountId, username, usernameKey, displayName }));

/** Those who might hold one of the keys; whether they do is for `opens` to say. */
const mayHold = (audience: readonly string[]): Sql => sql`a.id in (${possibleReaders(audience)})`;

/** Accounts (column `account_id`) that might read a board with this audience, from indexes: `among` tells who does. */
export function possibleReaders(audience: readonly string[]): Sql {
  const ids = (...kinds: string[]): string[] =>
    audience.map((key) => key.split(':')).flatMap(([kind, id]) => (id && kinds.includes(kind ?? '') ? [id] : []));
  const matches = ids('match', 'caseload');
  return sql`
    select e.account_id from enrolment e where e.program_id = any(${ids('program')}::uuid[])
    union select e.account_id from enrolment e where e.cohort_id = any(${ids('cohort')}::uuid[])
    union select e.account_id from enrolment e
      where e.program_id = any(${ids('staff', 'moderation', 'lead')}::uuid[]) and e.role = any(${staffRoles}::text[])
    union select mp.account_id from match_participant mp where mp.match_id = any(${matches}::uuid[])
    union select m.coordinator_id from match m where m.id = any(${matches}::uuid[])
    union select x.account_id from match_access x where x.match_id = any(${matches}::uuid[])`;
}
